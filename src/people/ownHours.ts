import type { WorkingTimeSettings } from '../settings/settings.ts';
import type { Calendar } from './calendar.ts';
import type { OwnHours } from './person.ts';
import { workingDay } from './workingTime.ts';
import { dayNumber, isoDate, localDate, timeOfDay } from './zone.ts';

/** Older hours matter to nothing that is still calculated. */
const forgottenAfterDays = 90;
const longestLookAhead = 366;

/** What somebody works in a week, in hours. */
export function hoursAWeek({ days, from, to }: WorkingTimeSettings): number {
  const length = timeOfDay(to) - timeOfDay(from);
  const night = length > 0 ? 0 : 24;
  return new Set(days).size * (length / 3_600_000 + night);
}

/**
 * The local date from which a change made now holds: of the next working day, being away aside.
 * Where there is none within a year, tomorrow's.
 */
export function nextWorkingDate(calendar: Calendar, now: Date): string {
  const today = dayNumber(localDate(now, calendar.timezone));
  const here = { ...calendar, away: [] };
  for (let ahead = 1; ahead <= longestLookAhead; ahead += 1) {
    const date = isoDate(today + ahead);
    if (workingDay(date, here)) return date;
  }
  return isoDate(today + 1);
}

/** The hours of which people are told now: the last that they set. Null: the workspace's. */
export const latestHours = (ownHours: readonly OwnHours[]): WorkingTimeSettings | null =>
  ownHours.at(-1)?.workingTime ?? null;

/** With other hours from a local date on; what was to hold later than that is not to be. */
export function withHours(ownHours: readonly OwnHours[], next: OwnHours): OwnHours[] {
  const before = ownHours.filter(({ holdsFrom }) => holdsFrom < next.holdsFrom);
  const forgotten = isoDate(dayNumber(next.holdsFrom) - forgottenAfterDays);
  const over = before.findLastIndex(({ holdsFrom }) => holdsFrom < forgotten);
  const kept = before.slice(Math.max(0, over));
  return sameHours(latestHours(kept), next.workingTime) ? kept : [...kept, next];
}

/** Null: the workspace's. */
export function sameHours(a: WorkingTimeSettings | null, b: WorkingTimeSettings | null): boolean {
  const written = (hours: WorkingTimeSettings | null) =>
    hours && [[...hours.days].toSorted(), hours.from, hours.to, hours.nightShift];
  return JSON.stringify(written(a)) === JSON.stringify(written(b));
}
