import { type Calendar, calendarVersion } from '../people/calendar.ts';
import { parseWindow } from '../people/window.ts';
import { addWorkingTime, nextWorkingTime, workingDay } from '../people/workingTime.ts';
import { atLocalTime, day } from '../people/zone.ts';
import type { Settings } from '../settings/settings.ts';
import type { Lead } from './lead.ts';
import { type Grouped, isOf } from './leadCondition.ts';
import { isClosed, type Status } from './statuses.ts';

export type DueRule =
  | 'unclaimed'
  | `status:${Status}`
  | 'own-date'
  | 'postponed'
  | 'appointment'
  | 'revisit'
  /** A manager gave more time. */
  | 'more-time'
  /** A window that is longer by the time that a bad lead cost. */
  | 'made-up';

/** When the next update is due, why then, and on which calendar that was computed. */
export type Due = {
  readonly at: Date;
  /** When the window that ends then was opened, or the date was chosen. */
  readonly openedAt: Date;
  readonly rule: DueRule;
  readonly timezone: string;
  readonly calendarVersion: string;
};

export function dueAt(at: Date, rule: DueRule, calendar: Calendar, openedAt: Date): Due {
  const { timezone } = calendar;
  return { at, openedAt, rule, timezone, calendarVersion: calendarVersion(calendar) };
}

export type WindowStatus = keyof Settings['windows'];

/**
 * The follow-up window of such leads in that status, and which of `windowRules` says so: the first
 * that fits them and names the status. Null: none does, so it is everyone's.
 */
export function windowFor(
  lead: Grouped,
  status: WindowStatus,
  { windows, windowRules }: Settings,
): { readonly window: string; readonly rule: number | null } {
  for (const [rule, { when, windows: own }] of windowRules.entries()) {
    const window = own[status];
    if (window !== undefined && isOf(lead, when)) return { window, rule };
  }
  return { window: windows[status], rule: null };
}

/** The window of a lead that nobody owns. Null: the calendar has no working time. */
export function unclaimedDue(
  lead: Grouped,
  opens: Date,
  settings: Settings,
  calendar: Calendar,
): Due | null {
  const { window } = windowFor(lead, 'unclaimed', settings);
  return afterWindow(opens, window, 'unclaimed', calendar);
}

/**
 * What is due on an owned lead that took on its status at `opens`. Null: it is closed, or it is
 * nurture without a date. The first thing due on an appointment is the appointment.
 */
export function statusDue(
  lead: Grouped & Pick<Lead, 'status' | 'revisitOn' | 'appointmentAt'>,
  opens: Date,
  settings: Settings,
  calendar: Calendar,
): Due | null {
  const { status, revisitOn, appointmentAt } = lead;
  if (isClosed(status) || status === 'held' || status === 'new') return null;
  if (status === 'nurture')
    return revisitOn === null ? null : revisitDue(revisitOn, calendar, opens);
  if (status === 'claimed' && appointmentAt !== null && appointmentAt > opens) {
    return dueAt(appointmentAt, 'appointment', calendar, opens);
  }
  return afterWindow(opens, windowFor(lead, status, settings).window, `status:${status}`, calendar);
}

export type Lease = Pick<Lead, 'leaseEndsAt' | 'leaseFromAt'>;

export const noLease: Lease = { leaseEndsAt: null, leaseFromAt: null };

/** The lease of a claim that begins, or is renewed by a touch, together with this due instant. */
export function newLease(due: Due | null, settings: Settings, calendar: Calendar): Lease {
  if (!due) return noLease;
  const leaseEndsAt = addWorkingTime(due.at, parseWindow(settings.lease), calendar);
  return { leaseEndsAt, leaseFromAt: due.at };
}

/** So many days after the last touch, or after the claim where that is later; never past the lease. */
export function latestPostponement(lead: Lead, postponeDays: number): Date {
  const from = Math.max(
    lead.lastTouchAt?.getTime() ?? 0,
    (lead.claimedAt ?? lead.statusAt).getTime(),
  );
  const latest = from + postponeDays * day;
  return new Date(Math.min(latest, lead.leaseEndsAt?.getTime() ?? latest));
}

/**
 * The start of that working day; where nobody works on it, of the next one. A day after `opens` where
 * that has passed: whoever gets the lead does not get it overdue.
 */
function revisitDue(date: string, calendar: Calendar, opens: Date): Due | null {
  const midnight = atLocalTime(date, '00:00', calendar.timezone);
  const at = workingDay(date, calendar)?.from ?? nextWorkingTime(midnight, calendar);
  if (at && at <= opens) return afterWindow(opens, '1d', 'revisit', calendar);
  return at && dueAt(at, 'revisit', calendar, opens);
}

function afterWindow(opens: Date, window: string, rule: DueRule, calendar: Calendar): Due | null {
  const at = addWorkingTime(opens, parseWindow(window), calendar);
  return at && dueAt(at, rule, calendar, opens);
}
