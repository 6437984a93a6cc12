import { calendarOf } from '../people/calendar.ts';
import type { Person } from '../people/person.ts';
import { workingDay } from '../people/workingTime.ts';
import { atLocalTime, dayNumber, isoDate } from '../people/zone.ts';
import type { Settings } from '../settings/settings.ts';

/**
 * What the message of a local date of its reader tells of: from when the one of the working day before
 * was due until it is due itself, so that nothing that ended on a weekend is left out.
 */
export function feedbackSpan(
  date: string,
  reader: Person,
  settings: Settings,
): { readonly since: Date; readonly until: Date } {
  const calendar = calendarOf(reader, settings);
  const at = (on: string) => atLocalTime(on, settings.feedback.at, reader.timezone);
  const before = Array.from({ length: 31 }, (_, back) => isoDate(dayNumber(date) - 1 - back));
  const last = before.find((on) => workingDay(on, calendar)) ?? before[0] ?? date;
  return { since: at(last), until: at(date) };
}
