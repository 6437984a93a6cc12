import type { Context, PersonActor } from '../context.ts';
import { type Plan, type Situation, changeLead } from './changeLead.ts';
import { dueAt, latestPostponement } from './due.ts';
import type { Lead, LeadWithDetails } from './lead.ts';
import { calendarFor, ownersOnly } from './ownersOnly.ts';
import type { Changed, Gone, NotOwner, Refused, Repeated } from './refusal.ts';
import { isClosed } from './statuses.ts';

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

/**
 * Moves the due instant to a later one before it passes. The owner may, their stand-in while they are
 * away, and a manager of the channel.
 */
export function postponeLead(ctx: Context, input: PostponeLead): Promise<PostponeOutcome> {
  return changeLead(ctx, input, (situation) => postpone(situation, input));
}

function postpone(
  situation: Situation,
  { to, expectedVersion }: PostponeLead,
): Plan<PostponeOutcome> | PostponeOutcome {
  const { lead, now, settings } = situation;
  const refusal = ownersOnly(situation, expectedVersion, 'postpone');
  if (refusal) return refusal;
  if (isClosed(lead.status)) return { outcome: 'gone', lead };

  const { postponesInRow, postponeDays } = settings.document.limits;
  const latest = latestPostponement(lead, postponeDays);
  const why =
    whyNot(lead, now, postponesInRow) ??
    (lead.followUpDueAt && to <= lead.followUpDueAt ? 'not-later' : null) ??
    (lead.leaseEndsAt && to > lead.leaseEndsAt ? 'past-lease' : null) ??
    (to > latest ? 'too-far' : null);
  if (why) {
    const possible = whyNot(lead, now, postponesInRow) === null && isLater(latest, lead);
    return { outcome: 'refused', lead, why, latest: possible ? latest : null };
  }
  return {
    change: {
      kind: 'postponed',
      undoable: true,
      set: { postponeCount: lead.postponeCount + 1 },
      due: { outcome: 'moved', next: dueAt(to, 'postponed', calendarFor(situation), now) },
    },
    answer: (postponed) => ({ outcome: 'postponed', lead: postponed, before: lead }),
  };
}

/** Why no instant at all would do. */
function whyNot(lead: Lead, now: Date, postponesInRow: number): PostponeProblem | null {
  if (lead.followUpDueAt === null) return 'nothing-due';
  if (lead.followUpDueAt <= now) return 'overdue';
  return lead.postponeCount >= postponesInRow ? 'too-often' : null;
}

const isLater = (instant: Date, { followUpDueAt }: Lead) =>
  followUpDueAt !== null && instant > followUpDueAt;
