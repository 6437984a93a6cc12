import type { Context, PersonActor } from '../context.ts';
import { cleanText } from '../db/cleanText.ts';
import { day } from '../people/zone.ts';
import { type Plan, type Situation, changeLead } from './changeLead.ts';
import { newLease, statusDue } from './due.ts';
import { exceptionRefused, type ExceptionRefused } from './exceptionRefused.ts';
import type { LeadWithDetails } from './lead.ts';
import { calendarFor } from './ownersOnly.ts';
import type { Invalid, Repeated } from './refusal.ts';

/** No exception is longer; another one can be made then. */
export const longestException = 31;

export type WaiveLead = {
  readonly leadId: number;
  readonly by: PersonActor;
  readonly until: Date;
  /** In the manager's words; printed in the digest. */
  readonly reason: string;
};

export type WaiveOutcome =
  | { readonly outcome: 'waived'; readonly lead: LeadWithDetails; readonly before: LeadWithDetails }
  | Invalid<'until' | 'reason'>
  | ExceptionRefused
  | Repeated;

/**
 * Nothing is due on somebody else's lead until then, at most 31 days ahead: its window begins anew at
 * that moment, and its lease with it. A manager's exception, kept as an override. A due instant that
 * has passed stays missed. A manager of the channel may, and an admin.
 */
export function waiveLead(ctx: Context, input: WaiveLead): Promise<WaiveOutcome> {
  return changeLead(ctx, input, (situation) => waive(situation, input));
}

function waive(
  situation: Situation,
  { until, reason }: WaiveLead,
): Plan<WaiveOutcome> | WaiveOutcome {
  const refusal = exceptionRefused(situation, 'waive a lead');
  if (refusal) return refusal;
  const { lead, now } = situation;
  const wrong = {
    until:
      exceptionEndError(until, now) ??
      (lead.status === 'nurture'
        ? 'It is in nurture. An update changes the day on which it comes back.'
        : null) ??
      (lead.followUpDueAt && until <= lead.followUpDueAt
        ? 'It is not due before then. Choose a later time.'
        : null),
    reason: cleanText(reason) ? null : 'Say in a few words why.',
  };
  const errors = Object.entries(wrong).filter(([, error]) => error !== null);
  if (errors.length > 0) return { outcome: 'invalid', lead, errors: Object.fromEntries(errors) };

  const settings = situation.settings.document;
  const calendar = calendarFor(situation);
  const next = statusDue(lead, until, settings, calendar);
  return {
    change: {
      kind: 'waived',
      set: newLease(next, settings, calendar),
      due: { outcome: 'cancelled', next },
      exception: { kind: 'waived-lead', until, reason: cleanText(reason) },
    },
    answer: (waived) => ({ outcome: 'waived', lead: waived, before: lead }),
  };
}

export function exceptionEndError(until: Date, now: Date): string | null {
  if (until <= now) return 'Choose a time that is still to come.';
  return until.getTime() - now.getTime() > longestException * day
    ? `An exception ends within ${longestException} days. Another one can be made then.`
    : null;
}
