import { actions, context, divider } from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing } from '../slack/message.ts';
import { bold, line, richText } from '../slack/richText.ts';
import type { FindOutcome } from '../leads/findLeadsLike.ts';
import { detailsButton } from '../leads/leadButtons.ts';
import { statusLine, titleLine, withoutContacts } from '../leads/leadWords.ts';
import { notAllowed } from '../leads/refusalWords.ts';

/** What was looked for and found. Contact details are for Details, which knows who may see them. */
export function drawFound(found: FindOutcome, now: Date): Drawing {
  const blocks = [
    richText([line(bold(headline(found)))]),
    ...(found.outcome === 'found'
      ? found.leads.flatMap((lead, i) => [
          ...(i > 0 ? [divider()] : []),
          richText([
            line(...titleLine(lead, (text) => withoutContacts(text, lead.country))),
            line(...statusLine(lead, now)),
          ]),
          ...actions([detailsButton(lead)]),
        ])
      : []),
    ...(found.outcome === 'found' && found.count > found.leads.length
      ? [context('Add another word to see fewer.')]
      : []),
  ];
  return { text: fallbackText(blocks), blocks };
}

function headline(found: FindOutcome): string {
  if (found.outcome === 'barred') return notAllowed(found.why);
  if (found.outcome === 'too-short') {
    return 'Type at least three letters of a name, a company, an address or a number: /lead find acme';
  }
  const { count, leads } = found;
  if (count === 0) return 'No lead has that in its name, company, email address or phone number.';
  if (count === leads.length) return count === 1 ? '1 lead' : `${count} leads`;
  return count === 200 ? '200 leads or more. The first:' : `${count} leads. The first:`;
}
