import { leadNumber, leadTitle, type LeadWithDetails } from '../leads/lead.ts';
import { withoutContacts } from '../leads/leadWords.ts';
import { isClosed, statuses } from '../leads/statuses.ts';
import { type Inline, mention, oneLine, plain } from '../slack/richText.ts';
import type { FixOutcome } from './fixLead.ts';

type Done = Extract<FixOutcome, { outcome: 'complete' | 'joined' | 'suppressed' | 'repeated' }>;

/** What whoever completed a lead is told besides what they see. Null: nothing. */
export function fixedWords(answer: Done): Inline[] | null {
  switch (answer.outcome) {
    case 'joined':
      return joinedWords(answer.child, answer.lead);
    case 'suppressed':
      return [
        plain(
          `This person asked not to be contacted, so ${leadNumber(answer.lead.id)} is closed and reaches nobody. What you typed is kept. An admin can lift that in its details.`,
        ),
      ];
    case 'complete':
      return answer.same ? [plain(`Saved. ${sameWords(answer.lead, answer.same)}`)] : null;
    case 'repeated':
      return null;
  }
}

/** `L-12 is the same as L-5 Jane Doe, which @ana has. It is part of that now, with all that it said.` */
function joinedWords(child: LeadWithDetails, left: LeadWithDetails): Inline[] {
  const { status, ownerId } = left;
  const stands = isClosed(status)
    ? [plain(`, which is closed: ${statuses[status].label}`)]
    : ownerId
      ? [plain(', which '), mention(ownerId), plain(' has')]
      : [plain(status === 'held' ? ', which is held back' : ', which is in the pool')];
  return [
    plain(`Saved. ${leadNumber(child.id)} is the same as ${named(left)}`),
    ...stands,
    plain('. It is part of that one now, with all that it said.'),
  ];
}

/** Of a lead that is out already. */
export const sameWords = (lead: LeadWithDetails, same: LeadWithDetails): string =>
  `${leadNumber(lead.id)} may be the same as ${named(same)}. A manager can merge them.`;

function named(lead: LeadWithDetails): string {
  const title = oneLine(withoutContacts(leadTitle(lead), lead.country), 60);
  const number = leadNumber(lead.id);
  return title === number ? number : `${number} ${title}`;
}
