import { Temporal } from 'temporal-polyfill';

/** A time in which a zone's clocks keep one distance from UTC. Epoch milliseconds. */
type Span = { readonly from: number; readonly until: number; readonly offset: number };

const hour = 3_600_000;
export const day = 24 * hour;

// Temporal needs about a millisecond to find a zone's transitions, and a zone has two a year.
const spansOf = new Map<string, Span[]>();

/** Whether the runtime knows the name. Slack's profiles may carry newer zones than it does. */
export function isTimezone(name: string): boolean {
  if (spansOf.has(name)) return true;
  try {
    spanAt(name, 0);
    return true;
  } catch {
    return false;
  }
}

/** What the clock on the wall shows at an instant: epoch milliseconds as if it were UTC. */
export function wallTime(instant: number, timezone: string): number {
  return instant + spanAt(timezone, instant).offset;
}

/**
 * The first instant at which the clock on the wall shows `wall` or later. So a time that the clocks
 * skip is the moment at which they do, and one that they show twice is the first of the two.
 */
export function firstInstant(wall: number, timezone: string): number {
  // No zone has ever been 16 hours ahead of UTC.
  let span = spanAt(timezone, wall - 16 * hour);
  for (;;) {
    const instant = Math.max(span.from, wall - span.offset);
    if (instant < span.until) return instant;
    span = spanAt(timezone, span.until);
  }
}

/** The date on the wall: `2026-12-01`. */
export function localDate(instant: Date, timezone: string): string {
  return isoDate(dayOf(wallTime(instant.getTime(), timezone)));
}

/** When the clock on the wall shows `09:00` on a local date; nonexistent → the next valid time, ambiguous → the first. */
export function atLocalTime(date: string, time: string, timezone: string): Date {
  return new Date(firstInstant(dayNumber(date) * day + timeOfDay(time), timezone));
}

/** `Mon 30 Nov 2026, 09:00`: for where Slack shows no time on the reader's own clock. */
export function writtenMoment(instant: Date, timezone: string): string {
  const wall = new Date(wallTime(instant.getTime(), timezone)).toUTCString();
  return `${wall.slice(0, 3)} ${Number(wall.slice(5, 7))} ${wall.slice(8, 16)}, ${wall.slice(17, 22)}`;
}

/** `Mon 30 Nov 2026`, of a local date. */
export const writtenDay = (date: string): string =>
  writtenMoment(new Date(`${date}T00:00:00Z`), 'UTC').slice(0, -7);

/** `09:30` as milliseconds since the local midnight. */
export function timeOfDay(time: string): number {
  return Number(time.slice(0, 2)) * hour + Number(time.slice(3)) * 60_000;
}

/** Days since 1970-01-01, a Thursday, of a wall time. */
export function dayOf(wall: number): number {
  return Math.floor(wall / day);
}

export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / day;
}

export function isoDate(number: number): string {
  return new Date(number * day).toISOString().slice(0, 10);
}

export const nextDate = (date: string): string => isoDate(dayNumber(date) + 1);

/** The Monday of that date's week. 1970-01-01 was a Thursday. */
export function mondayOf(date: string): string {
  const number = dayNumber(date);
  return isoDate(number - ((((number + 3) % 7) + 7) % 7));
}

function spanAt(timezone: string, instant: number): Span {
  const known = spansOf.get(timezone) ?? [];
  const span = known.find(({ from, until }) => from <= instant && instant < until);
  if (span !== undefined) return span;
  const found = findSpan(timezone, instant);
  spansOf.set(timezone, [...known, found]);
  return found;
}

function findSpan(timezone: string, instant: number): Span {
  const there = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timezone);
  // `previous` looks strictly before, and the instant may be the transition itself.
  const before = there.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  const after = there.getTimeZoneTransition('next');
  return {
    from: before?.epochMilliseconds ?? -Infinity,
    until: after?.epochMilliseconds ?? Infinity,
    offset: there.offsetNanoseconds / 1e6,
  };
}
