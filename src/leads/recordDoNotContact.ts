import type { Context, PersonActor } from '../context.ts';
import { theApp } from '../context.ts';
import { type Plan, type Situation, changeLead } from './changeLead.ts';
import { notContacted } from './doNotContact.ts';
import { contactHashes, findOthersOf, type IdentityHash } from './doNotContactStore.ts';
import type { LeadWithDetails } from './lead.ts';
import { may } from './permissions.ts';
import type { Gone, Refused, Repeated } from './refusal.ts';
import { isClosed } from './statuses.ts';

export type RecordDoNotContactOutcome =
  | { readonly outcome: 'recorded' | 'recorded-before'; readonly lead: LeadWithDetails }
  /** The lead has no email address and no phone number to know them by. */
  | { readonly outcome: 'no-contact'; readonly lead: LeadWithDetails }
  | Gone
  | Refused
  | Repeated;

/**
 * The customer asked not to be contacted: their email address and phone number are remembered, as
 * keyed hashes, and the lead closes, with every other open lead of theirs. From then on their
 * arrivals reach nobody, until an admin lifts it. The owner may, their stand-in, the reps and
 * managers of the channel, admins.
 */
export async function recordDoNotContact(
  ctx: Context,
  { leadId, by }: { leadId: number; by: PersonActor },
): Promise<RecordDoNotContactOutcome> {
  const { db, workspaceId, secrets } = ctx;
  const answer = await changeLead<RecordDoNotContactOutcome>(ctx, { leadId, by }, (situation) =>
    record(situation, contactHashes(situation.lead.details, secrets)),
  );
  if (answer.outcome !== 'recorded' && answer.outcome !== 'recorded-before') return answer;
  // Whoever clicks again, after a failure here, makes it whole.
  const hashes = contactHashes(answer.lead.details, secrets);
  for (const other of await findOthersOf(db, workspaceId, leadId, hashes)) {
    await changeLead<RecordDoNotContactOutcome>(ctx, { leadId: other, by: theApp }, (situation) =>
      record(situation, []),
    );
  }
  return answer;
}

/** `hashes`: what to remember; of the other leads it is remembered already. */
function record(
  { lead, by, roles, now }: Situation,
  hashes: readonly IdentityHash[],
): Plan<RecordDoNotContactOutcome> | RecordDoNotContactOutcome {
  if (lead.status === 'merged') return { outcome: 'gone', lead };
  const isApp = by.kind === 'app';
  if (!isApp && !may('record do not contact', roles)) {
    return { outcome: 'not-allowed', lead, why: 'role' };
  }
  if (lead.doNotContactAt) return { outcome: 'recorded-before', lead };
  if (!isApp && hashes.length === 0) return { outcome: 'no-contact', lead };
  const ends = !isClosed(lead.status);
  return {
    change: {
      kind: 'do-not-contact',
      set: {
        doNotContactAt: now,
        ...(ends && notContacted(now)),
      },
      due: { outcome: isApp ? 'cancelled' : 'met', next: null },
      doNotContact: { record: hashes },
    },
    answer: (closed) => ({ outcome: 'recorded', lead: closed }),
  };
}
