import type { Actor, Context } from '../context.ts';
import type { LeadWithDetails } from './lead.ts';
import type { Changed, Gone, Invalid, NotOwner, Refused, Repeated } from './refusal.ts';

export type ReleaseLead = {
  readonly leadId: number;
  readonly by: Actor;
  /** Why, in the person's words. */
  readonly reason: string;
  readonly expectedVersion?: number | undefined;
};

export type ReleaseOutcome =
  | {
      readonly outcome: 'released';
      readonly lead: LeadWithDetails;
      readonly before: LeadWithDetails;
    }
  | Invalid<'reason'>
  | Changed
  | NotOwner
  | Gone
  | Refused
  | Repeated;

/**
 * Gives an open lead back to the pool: status `new`, no owner, touches kept, the same card claimable
 * again, the unclaimed window begun anew. The owner may, a manager of the channel, and the app.
 */
export async function releaseLead(_ctx: Context, _input: ReleaseLead): Promise<ReleaseOutcome> {
  throw new Error('not written yet');
}
