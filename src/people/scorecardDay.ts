import { type Settings, weekdays } from '../settings/settings.ts';
import { atLocalTime, dayNumber, isoDate, localDate, mondayOf } from './zone.ts';

/**
 * Which scorecard a person gets on the day that `now` is on their clock, and from when on. Null: it is
 * not the day. A day that their clock skips is made up for at the moment at which it does.
 */
export function scorecardDue(
  now: Date,
  timezone: string,
  { scorecard }: Settings,
): { readonly at: Date; readonly date: string; readonly monday: string } | null {
  const today = localDate(now, timezone);
  const weekday = weekdays.indexOf(scorecard.day);
  const back = (dayNumber(today) - dayNumber(mondayOf(today)) - weekday + 7) % 7;
  const date = isoDate(dayNumber(today) - back);
  const at = atLocalTime(date, scorecard.at, timezone);
  return localDate(at, timezone) === today ? { at, date: today, monday: weekOf(date) } : null;
}

/** The Monday of the week that a scorecard of that date is about: until Wednesday the one before. */
export const weekOf = (date: string): string => mondayOf(isoDate(dayNumber(date) - 3));
