import type { Calendar } from '../people/calendar.ts';
import { dayNumber, isoDate, localDate } from '../people/zone.ts';
import type { Settings } from '../settings/settings.ts';

/** What is wrong with a time that somebody chose for the next update, for the person; null: nothing. */
export function chosenTimeError(
  at: Date,
  { now, settings, calendar }: { now: Date; settings: Settings; calendar: Calendar },
): string | null {
  if (at <= now) return 'Choose a time that is still to come.';
  const days = settings.limits.ownDateDays;
  const lastDay = isoDate(dayNumber(localDate(now, calendar.timezone)) + days);
  return localDate(at, calendar.timezone) > lastDay
    ? `Choose a time within the next ${days} days.`
    : null;
}
