import type { Context, PersonActor } from '../context.ts';
import type { LeadWithDetails } from './lead.ts';
import type { Changed, Gone, NotOwner, Refused, Repeated } from './refusal.ts';

export type PostponeLead = {
  readonly leadId: number;
  readonly by: PersonActor;
  readonly to: Date;
  readonly expectedVersion?: number | undefined;
};

/**
 * `nothing-due`: it has no due instant. `overdue`: that has passed, so only an update helps.
 * `too-often`: `limits.postponesInRow` times since the last touch. `not-later`: `to` is not after
 * the due instant. `too-far`: more than `limits.postponeDays` after the last touch. `past-lease`:
 * the claim would end before then.
 */
export type PostponeProblem =
  | 'nothing-due'
  | 'overdue'
  | 'too-often'
  | 'not-later'
  | 'too-far'
  | 'past-lease';

export type PostponeOutcome =
  | {
      readonly outcome: 'postponed';
      readonly lead: LeadWithDetails;
      readonly before: LeadWithDetails;
    }
  | {
      readonly outcome: 'refused';
      readonly lead: LeadWithDetails;
      readonly why: PostponeProblem;
      /** The latest instant that would be taken; null: none would. */
      readonly latest: Date | null;
    }
  | Changed
  | NotOwner
  | Gone
  | Refused
  | Repeated;

/** Moves the due instant to a later one before it passes. The owner may, and a manager of the channel. */
export async function postponeLead(_ctx: Context, _input: PostponeLead): Promise<PostponeOutcome> {
  throw new Error('not written yet');
}
