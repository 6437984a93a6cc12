import { type Calendar, calendarOf } from '../people/calendar.ts';
import type { Person } from '../people/person.ts';
import { barred } from '../people/roles.ts';
import { isWorkingTime, workingTimeBetween } from '../people/workingTime.ts';
import { day } from '../people/zone.ts';
import type { Settings } from '../settings/settings.ts';

/** They work here, and just now. */
export const mayBeNudged = (person: Person, settings: Settings, now: Date): boolean =>
  !barred(person) && isWorkingTime(now, calendarOf(person, settings));

/** A claim that ended is told, and offered back, for so long: over a long weekend. */
export const toldOfLeasesSince = (now: Date): Date => new Date(now.getTime() - 4 * day);

/** So many of what is due next of somebody's leads may be shown as about to run out. */
export const upcoming = 12;

/** From here on a window is about to run out. */
const soonFrom = 0.7;

/** Whether so much of the window's working time is over that its end is shown, silently; it is not over yet. */
export function runsOutSoon(
  window: { readonly dueOpenedAt: Date | null; readonly followUpDueAt: Date | null },
  calendar: Calendar,
  now: Date,
): boolean {
  const { dueOpenedAt: opened, followUpDueAt: due } = window;
  if (!opened || !due || due <= now) return false;
  const whole = workingTimeBetween(opened, due, calendar);
  return whole > 0 && workingTimeBetween(opened, now, calendar) >= soonFrom * whole;
}
