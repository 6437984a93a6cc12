import { type Context, type PersonActor, theApp } from '../context.ts';
import { type Plan, type Situation, changeLead } from './changeLead.ts';
import { contactHashes, findOthersOf, type IdentityHash } from './doNotContactStore.ts';
import type { LeadWithDetails } from './lead.ts';
import { may } from './permissions.ts';
import type { Gone, Refused, Repeated } from './refusal.ts';

export type LiftDoNotContactOutcome =
  | { readonly outcome: 'lifted' | 'not-recorded'; readonly lead: LeadWithDetails }
  | Gone
  | Refused
  | Repeated;

/** The customer may be contacted again. The leads stay closed, as they are. Admins may. */
export async function liftDoNotContact(
  ctx: Context,
  { leadId, by }: { leadId: number; by: PersonActor },
): Promise<LiftDoNotContactOutcome> {
  const { db, workspaceId, secrets } = ctx;
  const liftFrom = (id: number, who: PersonActor | typeof theApp) =>
    changeLead<LiftDoNotContactOutcome>(ctx, { leadId: id, by: who }, (situation) =>
      lift(situation, contactHashes(situation.lead.details, secrets)),
    );
  const answer = await liftFrom(leadId, by);
  if (answer.outcome !== 'lifted' && answer.outcome !== 'not-recorded') return answer;
  const hashes = contactHashes(answer.lead.details, secrets);
  for (const other of await findOthersOf(db, workspaceId, leadId, hashes)) {
    await liftFrom(other, theApp);
  }
  return answer;
}

function lift(
  { lead, by, roles }: Situation,
  hashes: readonly IdentityHash[],
): Plan<LiftDoNotContactOutcome> | LiftDoNotContactOutcome {
  if (lead.status === 'merged') return { outcome: 'gone', lead };
  if (by.kind === 'person' && !may('lift do not contact', roles)) {
    return { outcome: 'not-allowed', lead, why: 'admin' };
  }
  if (!lead.doNotContactAt) return { outcome: 'not-recorded', lead };
  return {
    change: {
      kind: 'do-not-contact-lifted',
      set: { doNotContactAt: null },
      // Nothing is due on a lead that is closed.
      due: { outcome: 'cancelled', next: null },
      doNotContact: { lift: hashes },
    },
    answer: (lifted) => ({ outcome: 'lifted', lead: lifted }),
  };
}
