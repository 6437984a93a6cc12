import type { Context, PersonActor } from '../context.ts';
import type { LeadWithDetails } from './lead.ts';
import type { Gone, Refused, Repeated } from './refusal.ts';

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
export async function claimLead(
  _ctx: Context,
  _input: { leadId: number; by: PersonActor },
): Promise<ClaimOutcome> {
  throw new Error('not written yet');
}
