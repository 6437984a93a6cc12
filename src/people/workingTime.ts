import { weekdays } from '../settings/settings.ts';
import type { Calendar, WeeklyHours } from './calendar.ts';
import type { Window } from './window.ts';
import { day, dayNumber, dayOf, firstInstant, isoDate, timeOfDay, wallTime } from './zone.ts';

/** Work without a break; `until` no longer belongs to it. Epoch milliseconds. */
type Stretch = { readonly from: number; readonly until: number };

/** A calendar in which nobody works for ten years on end has no working time. */
const longestIdleDays = 3_653;

/**
 * When a window that opens at `instant` is over. Minutes are working minutes; N days is the same
 * local time N working days later, clamped into that day's hours. The result is within working time
 * or exactly at its end. Null: the calendar has no working time.
 */
export function addWorkingTime(instant: Date, window: Window, calendar: Calendar): Date | null {
  return 'days' in window
    ? addDays(instant.getTime(), window.days, calendar)
    : addMinutes(instant.getTime(), window.minutes, calendar);
}

/** Working minutes between two instants, fractions included; 0 where `until` is not later. */
export function workingTimeBetween(from: Date, until: Date, calendar: Calendar): number {
  const end = until.getTime();
  let sum = 0;
  for (const stretch of stretchesAfter(from.getTime(), calendar)) {
    if (stretch.from >= end) break;
    sum += Math.min(stretch.until, end) - stretch.from;
  }
  return sum / 60_000;
}

/** The end of the working day does not belong to it. */
export function isWorkingTime(instant: Date, calendar: Calendar): boolean {
  return nextWorkingTime(instant, calendar)?.getTime() === instant.getTime();
}

/** The instant itself in working time, else when work begins again. Null: never. */
export function nextWorkingTime(instant: Date, calendar: Calendar): Date | null {
  for (const { from } of stretchesAfter(instant.getTime(), calendar)) return new Date(from);
  return null;
}

/** When the work that belongs to a local date begins and ends. Null: not a working day. */
export function workingDay(date: string, calendar: Calendar): { from: Date; until: Date } | null {
  const work = workOf(dayNumber(date), calendar);
  const [first] = work;
  if (first === undefined) return null;
  return {
    from: new Date(first.from),
    until: new Date(endOf(work)),
  };
}

function addMinutes(instant: number, minutes: number, calendar: Calendar): Date | null {
  let left = minutes * 60_000;
  for (const { from, until } of stretchesAfter(instant, calendar)) {
    if (left <= until - from) return new Date(from + left);
    left -= until - from;
  }
  return null;
}

function addDays(instant: number, days: number, calendar: Calendar): Date | null {
  const wall = wallTime(instant, calendar.timezone);
  let today = dayOf(wall);
  // After midnight in a night shift it is still the day on which the shift began.
  if (!isWithin(workOf(today, calendar), instant) && isWithin(workOf(today - 1, calendar), instant))
    today -= 1;
  const time = wall - today * day;
  let left = days;
  for (let idle = 0; idle <= longestIdleDays; idle += 1) {
    today += 1;
    const work = workOf(today, calendar);
    if (work.length === 0) continue;
    idle = 0;
    left -= 1;
    if (left === 0)
      return new Date(clamp(firstInstant(today * day + time, calendar.timezone), work));
  }
  return null;
}

function clamp(instant: number, work: readonly Stretch[]): number {
  const next = work.find(({ until }) => instant <= until);
  return next ? Math.max(instant, next.from) : endOf(work);
}

/** Shifts of one day may overlap, so it is not the last one's end. */
function endOf(work: readonly Stretch[]): number {
  return Math.max(...work.map(({ until }) => until));
}

function isWithin(work: readonly Stretch[], instant: number): boolean {
  return work.some(({ from, until }) => from <= instant && instant < until);
}

/** What is left of work from `instant` on: in order, without overlaps, without end. */
function* stretchesAfter(instant: number, calendar: Calendar): Generator<Stretch> {
  let doneUntil = instant;
  // Yesterday's night shift may not be over.
  let today = dayOf(wallTime(instant, calendar.timezone)) - 1;
  for (let idle = 0; idle <= longestIdleDays; idle += 1) {
    for (const { from, until } of workOf(today, calendar)) {
      if (until <= doneUntil) continue;
      yield { from: Math.max(from, doneUntil), until };
      doneUntil = until;
      idle = 0;
    }
    today += 1;
  }
}

/** The work that belongs to a local day, earliest first. */
function workOf(number: number, calendar: Calendar): Stretch[] {
  const { timezone, holidays, away } = calendar;
  // 1970-01-01 was a Thursday.
  const weekday = weekdays[(((number + 3) % 7) + 7) % 7];
  const shifts = weekday === undefined ? [] : hoursOn(number, calendar)[weekday];
  if (shifts.length === 0 || (holidays.size > 0 && holidays.has(isoDate(number)))) return [];
  // A zone that moves across the date line has no such day.
  if (dayOf(wallTime(firstInstant(number * day, timezone), timezone)) !== number) return [];
  return shifts
    .map(({ from, to }) => {
      const begin = timeOfDay(from);
      const end = timeOfDay(to);
      return {
        from: firstInstant(number * day + begin, timezone),
        until: firstInstant(number * day + end + (end > begin ? 0 : day), timezone),
      };
    })
    .flatMap((shift) => away.reduce(without, [shift]))
    .filter(({ from, until }) => from < until)
    .sort((a, b) => a.from - b.from);
}

function hoursOn(number: number, { hours, changes }: Calendar): WeeklyHours {
  if (changes.length === 0) return hours;
  const date = isoDate(number);
  return changes.findLast(({ from }) => from <= date)?.hours ?? hours;
}

function without(
  stretches: Stretch[],
  period: { readonly from: Date; readonly until: Date },
): Stretch[] {
  const from = period.from.getTime();
  const until = period.until.getTime();
  if (until <= from) return stretches;
  return stretches.flatMap((stretch) =>
    until <= stretch.from || stretch.until <= from
      ? [stretch]
      : [
          { from: stretch.from, until: from },
          { from: until, until: stretch.until },
        ],
  );
}
