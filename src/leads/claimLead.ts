import type { Context, PersonActor } from '../context.ts';
import { calendarOf } from '../people/calendar.ts';
import { type Plan, type Situation, changeLead } from './changeLead.ts';
import { newLease, statusDue } from './due.ts';
import type { LeadWithDetails } from './lead.ts';
import type { Gone, Refused, Repeated } from './refusal.ts';
import { isClosed } from './statuses.ts';

export type ClaimOutcome =
  | { readonly outcome: 'claimed'; readonly lead: LeadWithDetails }
  | { readonly outcome: 'yours-already'; readonly lead: LeadWithDetails }
  | {
      readonly outcome: 'taken';
      readonly lead: LeadWithDetails;
      readonly by: string;
      readonly since: Date;
    }
  | Gone
  | Refused
  | Repeated;

/**
 * Makes the person the lead's owner, on a lease, where nobody is: of any number of claimers, at the
 * same time, exactly one. Reps of the channel may. Meets the unclaimed window and opens the window
 * of the first touch, on the claimer's calendar.
 */
export function claimLead(
  ctx: Context,
  input: { leadId: number; by: PersonActor },
): Promise<ClaimOutcome> {
  return changeLead(ctx, input, claim);
}

function claim({
  lead,
  actor,
  roles,
  settings,
  now,
}: Situation): Plan<ClaimOutcome> | ClaimOutcome {
  const { ownerId, status } = lead;
  if (isClosed(status) || status === 'held' || !actor) return { outcome: 'gone', lead };
  if (ownerId === actor.id) return { outcome: 'yours-already', lead };
  if (ownerId !== null) {
    return { outcome: 'taken', lead, by: ownerId, since: lead.claimedAt ?? lead.statusAt };
  }
  if (!roles.has('rep')) return { outcome: 'not-allowed', lead, why: 'roster' };

  const calendar = calendarOf(actor, settings.document);
  const next = statusDue({ ...lead, status: 'claimed' }, now, settings.document, calendar);
  return {
    change: {
      kind: 'claimed',
      set: {
        status: 'claimed',
        statusAt: now,
        ownerId: actor.id,
        claimedAt: now,
        ...newLease(next, settings.document, calendar),
        postponeCount: 0,
        revisitOn: null,
      },
      due: { outcome: 'met', next },
    },
    answer: (claimed) => ({ outcome: 'claimed', lead: claimed }),
  };
}
