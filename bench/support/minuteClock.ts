import { weekdays } from '../../src/settings/settings.ts';
import type { Calendar } from '../../src/people/calendar.ts';
import type { Window } from '../../src/people/window.ts';

/*
 * A second opinion on working time. It takes every minute of some days, asks Intl what the clock on
 * the wall shows then, and counts. It knows neither offsets nor transitions.
 */

export const minute = 60_000;
const perDay = 1440;

/** Some days of a zone, minute by minute. Minutes of the wall are counted from 1970, as if it were UTC. */
export type MinuteClock = {
  readonly timezone: string;
  readonly start: number;
  /** What the wall shows in the i-th minute. */
  readonly wall: Int32Array;
  /** The local days of which it shows at least a minute. */
  readonly days: ReadonlySet<number>;
  /** The first minute in which the wall shows this or later; past the end where none does. */
  readonly firstShowing: (shown: number) => number;
};

export function minuteClock(timezone: string, start: number, days: number): MinuteClock {
  const wallAt = wallMinutes(timezone);
  const wall = Int32Array.from({ length: days * perDay }, (_, i) => wallAt(start + i * minute));
  const earliest = wall[0] ?? 0;
  const first: number[] = [];
  wall.forEach((shown, i) => {
    while (first.length <= shown - earliest) first.push(i);
  });
  return {
    timezone,
    start,
    wall,
    days: new Set(Array.from(wall, (shown) => Math.floor(shown / perDay))),
    firstShowing: (shown) => first[Math.max(0, shown - earliest)] ?? wall.length,
  };
}

export function wallMinutes(timezone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (instant) => Date.parse(`${format.format(instant).replace(', ', 'T')}Z`) / minute;
}

/** Which minutes of a clock belong to the work of a local day, by the calendar. */
type Work = (day: number) => Uint8Array;

export function counted(clock: MinuteClock, calendar: Calendar) {
  const { wall, start } = clock;
  const work = workOf(clock, calendar);
  const works = new Uint8Array(wall.length);
  for (const day of clock.days) {
    const ofDay = work(day);
    const [begin, end] = [ofDay.indexOf(1), ofDay.lastIndexOf(1)];
    for (let i = begin; i !== -1 && i <= end; i += 1) works[i] ||= ofDay[i] ?? 0;
  }
  const instant = (i: number) => new Date(start + i * minute);
  const next = (from: number): number | null => {
    for (let i = from; i < wall.length; i += 1) if (works[i]) return i;
    return null;
  };

  return {
    instant,
    isWorkingTime: (i: number) => works[i] === 1,
    /** Null here and below: beyond the days that the clock covers. */
    nextWorkingTime: next,
    between: (from: number, until: number) =>
      works.subarray(from, Math.max(from, until)).reduce((a, b) => a + b, 0),
    add: (from: number, window: Window) =>
      'days' in window
        ? addDays(clock, work, from, window.days)
        : addMinutes(works, from, window.minutes),
  };
}

function addMinutes(works: Uint8Array, from: number, minutes: number): number | null {
  let left = minutes;
  for (let i = from; i < works.length; i += 1) {
    if (works[i]) left -= 1;
    if (left === 0) return i + 1;
  }
  return null;
}

function addDays(
  { wall, firstShowing }: MinuteClock,
  work: Work,
  from: number,
  days: number,
): number | null {
  const shown = wall[from] ?? 0;
  let day = Math.floor(shown / perDay);
  if (!work(day)[from] && work(day - 1)[from]) day -= 1;
  const time = shown - day * perDay;
  const last = Math.floor((wall.at(-1) ?? 0) / perDay) - 2;
  for (let left = days; left > 0;) {
    day += 1;
    if (day > last) return null;
    if (work(day).includes(1)) left -= 1;
  }
  const works = work(day);
  const wanted = firstShowing(day * perDay + time);
  if (works[wanted - 1] && !works[wanted]) return wanted;
  const later = works.indexOf(1, wanted);
  return later === -1 ? works.lastIndexOf(1) + 1 : later;
}

function workOf(
  { wall, start, days, firstShowing }: MinuteClock,
  { hours, changes, holidays, away }: Calendar,
): Work {
  const known = new Map<number, Uint8Array>();
  const compute = (day: number): Uint8Array => {
    const works = new Uint8Array(wall.length);
    const midnight = new Date(day * perDay * minute);
    const date = midnight.toISOString().slice(0, 10);
    if (!days.has(day) || holidays.has(date)) return works;
    // JavaScript's weeks begin on Sunday.
    const weekday = weekdays[(midnight.getUTCDay() + 6) % 7] ?? 'mon';
    let inForce = hours;
    for (const change of changes) if (Date.parse(change.from) <= +midnight) inForce = change.hours;
    for (const { from, to } of inForce[weekday]) {
      const end = minutesOf(to) > minutesOf(from) ? minutesOf(to) : minutesOf(to) + perDay;
      const begin = firstShowing(day * perDay + minutesOf(from));
      works.fill(1, begin, firstShowing(day * perDay + end));
    }
    if (away.length === 0) return works;
    for (let i = works.indexOf(1); i !== -1; i = works.indexOf(1, i + 1)) {
      const at = start + i * minute;
      if (away.some(({ from, until }) => from.getTime() <= at && at < until.getTime()))
        works[i] = 0;
    }
    return works;
  };
  return (day) => {
    const works = known.get(day) ?? compute(day);
    known.set(day, works);
    return works;
  };
}

function minutesOf(time: string): number {
  const [hour, minutes] = time.split(':').map(Number);
  return (hour ?? 0) * 60 + (minutes ?? 0);
}
