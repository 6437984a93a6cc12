import type { Obstacle } from '../leads/obstacles.ts';
import type { Status } from '../leads/statuses.ts';

/** What other CRMs call our statuses, compared by letters and digits alone. */
const words: Partial<Record<Status, string>> = {
  new: 'new, open, not contacted, open - not contacted, uncontacted, unassigned, nouveau, neu',
  claimed: 'claimed, assigned, accepted',
  attempted: 'attempted, attempted to contact, no answer, left voicemail, called',
  connected:
    'connected, contacted, working - contacted, working, in progress, engaged, kontaktiert, contacté',
  qualified: 'qualified, pre-qualified, sales qualified, open deal, qualifiziert, qualifié',
  quoted:
    'quoted, quote sent, proposal, proposal sent, proposal/price quote, negotiation, negotiation/review',
  nurture: 'nurture, nurturing, contact in future, bad timing, recycled, on hold',
  won: 'won, closed won, converted, closed - converted, customer, gewonnen, gagné',
  lost: 'lost, lost lead, closed lost, closed - not converted, dead, verloren, perdu',
  disqualified: 'disqualified, unqualified, not qualified, junk, junk lead, invalid, spam',
};

/** Words that say why, too. */
const reasons: Readonly<Record<string, Obstacle>> = {
  junk: 'invalid',
  junklead: 'invalid',
  invalid: 'invalid',
  spam: 'invalid',
};

const letters = (word: string): string =>
  word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

const known = new Map<string, Status>(
  // keyof of a literal: Object.entries only forgets it
  (Object.entries(words) as [Status, string][]).flatMap(([status, spellings]) =>
    spellings.split(', ').map((word): [string, Status] => [letters(word), status]),
  ),
);

/** Null: nobody can say what this word means here. */
export function readStatus(
  written: string,
): { readonly status: Status; readonly obstacle: Obstacle | null } | null {
  const word = letters(written);
  const status = known.get(word);
  return status ? { status, obstacle: reasons[word] ?? null } : null;
}
