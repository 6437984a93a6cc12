import type { App } from '@slack/bolt';
import type { Context } from '../context.ts';
import { type Inline, plain } from '../slack/richText.ts';
import { asMember } from './asMember.ts';
import { leadNumber } from './lead.ts';
import { liftDoNotContact, type LiftDoNotContactOutcome } from './liftDoNotContact.ts';
import { type Click, readClick, showAgain, tell } from './place.ts';
import { recordDoNotContact, type RecordDoNotContactOutcome } from './recordDoNotContact.ts';
import { whyNot } from './refusalWords.ts';

/** The buttons in a lead's details that say that its customer is not to be contacted, or may be again. */
export function registerDoNotContactListeners(bolt: App, ctx: Context): void {
  bolt.action('lead:do-not-contact', async ({ ack, body, respond }) => {
    const click = readClick(body, respond);
    const answer = await asMember(ctx, click.by, () => recordDoNotContact(ctx, click));
    await ack();
    await answered(ctx, click, answer);
  });
  bolt.action('lead:lift-do-not-contact', async ({ ack, body, respond }) => {
    const click = readClick(body, respond);
    const answer = await asMember(ctx, click.by, () => liftDoNotContact(ctx, click));
    await ack();
    await answered(ctx, click, answer);
  });
}

async function answered(
  ctx: Context,
  click: Click,
  answer: RecordDoNotContactOutcome | LiftDoNotContactOutcome,
): Promise<void> {
  await showAgain(ctx, click);
  const sentence = notDone(answer);
  if (sentence.length > 0) await tell(ctx, click, sentence);
}

/** What is drawn anew says the rest. */
function notDone(answer: RecordDoNotContactOutcome | LiftDoNotContactOutcome): Inline[] {
  switch (answer.outcome) {
    case 'no-contact':
      return [
        plain(
          `${leadNumber(answer.lead.id)} has no email address and no phone number to remember. Disqualify it instead.`,
        ),
      ];
    case 'gone':
    case 'not-allowed':
      return whyNot(answer);
    default:
      return [];
  }
}
