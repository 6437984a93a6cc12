import type { Context, PersonActor } from '../context.ts';
import { cleanText } from '../db/cleanText.ts';
import { type Plan, type Situation, changeLead } from './changeLead.ts';
import { dueAt, newLease } from './due.ts';
import type { LeadWithDetails } from './lead.ts';
import { calendarFor } from './ownersOnly.ts';
import { exceptionRefused, type ExceptionRefused } from './exceptionRefused.ts';
import type { Invalid, Repeated } from './refusal.ts';
import { chosenTimeError } from './chosenTime.ts';

export type GiveMoreTime = {
  readonly leadId: number;
  readonly by: PersonActor;
  readonly until: Date;
  /** In the manager's words; printed in the digest. */
  readonly reason: string;
};

export type MoreTimeOutcome =
  | { readonly outcome: 'given'; readonly lead: LeadWithDetails; readonly before: LeadWithDetails }
  | Invalid<'until' | 'reason'>
  | ExceptionRefused
  | Repeated;

/**
 * Moves the due instant of somebody else's lead to `until`, at most `limits.ownDateDays` ahead, and
 * counts its lease from there: a manager's exception, kept as an override until then. A due instant
 * that has passed stays missed. A manager of the channel may, and an admin.
 */
export function giveMoreTime(ctx: Context, input: GiveMoreTime): Promise<MoreTimeOutcome> {
  return changeLead(ctx, input, (situation) => giveTime(situation, input));
}

function giveTime(
  situation: Situation,
  { until, reason }: GiveMoreTime,
): Plan<MoreTimeOutcome> | MoreTimeOutcome {
  const { lead, now } = situation;
  const refusal = exceptionRefused(situation, 'give more time');
  if (refusal) return refusal;
  const settings = situation.settings.document;
  const calendar = calendarFor(situation);
  const wrong = {
    until:
      chosenTimeError(until, { now, settings, calendar }) ??
      (lead.followUpDueAt && until <= lead.followUpDueAt
        ? 'It is not due before then. Choose a later time.'
        : null),
    reason: cleanText(reason) ? null : 'Say in a few words why.',
  };
  const errors = Object.entries(wrong).filter(([, error]) => error !== null);
  if (errors.length > 0) return { outcome: 'invalid', lead, errors: Object.fromEntries(errors) };

  const next = dueAt(until, 'more-time', calendar, now);
  return {
    change: {
      kind: 'more-time',
      // Nurture has no lease; of one that was sent back it begins anew.
      set: lead.status === 'nurture' ? {} : newLease(next, settings, calendar),
      due: { outcome: 'moved', next },
      exception: { kind: 'more-time', until, reason: cleanText(reason) },
    },
    answer: (changed) => ({ outcome: 'given', lead: changed, before: lead }),
  };
}
