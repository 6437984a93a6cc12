import type { Component, ParsedComponents, ParsedResult } from 'chrono-node';
import { casual, GB } from 'chrono-node/en';
import type { Calendar } from './calendar.ts';
import { isWorkingTime, nextWorkingTime, workingDay } from './workingTime.ts';
import { atLocalTime, day, dayOf, firstInstant, isoDate, wallTime } from './zone.ts';

type Found = {
  /** Always later than now. */
  readonly at: Date;
  /** Whether a time of day was written. Without one, `at` is when that day's work begins. */
  readonly hasTime: boolean;
};

/** `rest` is the text without the date. */
export type WrittenDate = Found & { readonly rest: string };

/** Nobody needs more for a date, and patterns are slow over long texts. */
const longest = 300;

const weekday =
  '(?:mon|tue|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)';

const length =
  '(?:\\d{1,4}|an?|one|two|three|four|five|six) ?(?:m|mins?|minutes?|h|hours?|d|days?|w|weeks?|months?)';

/** What people write and chrono misreads, as what it reads. */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/\btues\b/gi, 'tue'],
  [/\bweds\b/gi, 'wed'],
  [/\b(?:the )?day after tomorrow\b/gi, 'overmorrow'],
  [new RegExp(`^(${length})$`, 'i'), 'in $1'],
  [new RegExp(`\\b(${weekday}) (\\d{1,2})$`, 'i'), '$1 at $2'],
];

const dateParts: readonly Component[] = ['day', 'weekday', 'hour', 'year'];

/**
 * The last future date in a text, read on the writer's own clock: `tomorrow 10am`, `thursday`,
 * `in 2 weeks`, `1 dec`, `in 3 hours`. Null where there is none. `1/12` is the 12th of January in
 * America and the 1st of December elsewhere. Never throws.
 */
export function parseWrittenDate(text: string, now: Date, calendar: Calendar): WrittenDate | null {
  const start = Math.max(0, text.length - longest);
  const written = spellings.reduce((so, [from, to]) => so.replace(from, to), text.slice(start));
  for (const result of read(written, now, calendar.timezone).reverse()) {
    const found = toInstant(result, now, calendar);
    if (found === null) continue;
    const before = written.slice(0, result.index).replace(/\b(?:on|at|by|until|till)\s*$/i, '');
    const after = written.slice(result.index + result.text.length);
    return {
      ...found,
      rest: `${text.slice(0, start)}${before} ${after}`.replace(/\s+/g, ' ').trim(),
    };
  }
  return null;
}

/**
 * Chrono is asked as if the writer's wall clock were UTC, so that the machine's own zone plays no
 * part; its option `forwardDate` compares with the machine's clock and is not used.
 */
function read(written: string, now: Date, timezone: string): ParsedResult[] {
  const chrono = timezone.startsWith('America/') ? casual : GB;
  const instant = new Date(wallTime(now.getTime(), timezone));
  return chrono.parse(written, { instant, timezone: 0 }).filter(isDate);
}

/** A month alone ("they may buy in march") is no date, and "last friday" is not the next one. */
function isDate({ text, start }: ParsedResult): boolean {
  if (/\b(?:now|last|past|previous|ago|earlier)\b/i.test(text)) return false;
  if (dateParts.some((part) => start.isCertain(part))) return true;
  return [...start.tags()].some((tag) => /^casualReference|relativeDate$/.test(tag));
}

function toInstant({ text, start }: ParsedResult, now: Date, calendar: Calendar): Found | null {
  const wall = start.date().getTime();
  const tags = [...start.tags()].join(' ');
  const hasTime = start.isCertain('hour') || /afternoon|evening|night/.test(tags);
  const candidates = (): readonly Date[] => {
    if (tags.includes('relativeDateAndTime')) {
      return [new Date(now.getTime() + wall - wallTime(now.getTime(), calendar.timezone))];
    }
    if (start.isCertain('timezoneOffset')) return [new Date(wall)];
    // "03:00" and "3am" say which one they mean; "at 3" does not.
    const isOpen =
      start.isCertain('hour') && !start.isCertain('meridiem') && !/\b0|midnight/i.test(text);
    if (hasTime) return occurrences(start, wall).map((shown) => atTime(shown, isOpen, calendar));
    const days = occurrences(start, wall).map((shown) => edgesOfWork(shown, calendar));
    // Today, once its work has begun, is over when the work is; a weekday is then next week's.
    return days.flatMap(([begin, end]) => (start.isCertain('day') ? [begin, end] : [begin]));
  };
  const at = Number.isFinite(wall) && candidates().find((instant) => instant > now);
  return at ? { at, hasTime } : null;
}

/** A time alone is today's or tomorrow's, a weekday comes every week, a day of a month every year. */
function occurrences(start: ParsedComponents, wall: number): readonly number[] {
  const next = new Date(wall);
  if (start.isCertain('year')) return [wall];
  if (start.isCertain('day')) return [wall, next.setUTCFullYear(next.getUTCFullYear() + 1)];
  if (start.isCertain('weekday')) return [wall, wall + 7 * day];
  return start.isCertain('hour') ? [wall, wall + day] : [wall];
}

function atTime(wall: number, isOpen: boolean, calendar: Calendar): Date {
  const at = new Date(firstInstant(wall, calendar.timezone));
  const later = new Date(firstInstant(wall + day / 2, calendar.timezone));
  // "At 3" is in the afternoon for whoever works then and not at night.
  return isOpen && !isWorkingTime(at, calendar) && isWorkingTime(later, calendar) ? later : at;
}

/** When work begins and ends on a day; where nobody works then, when it begins after that day. */
function edgesOfWork(wall: number, calendar: Calendar): [Date, Date] {
  const date = isoDate(dayOf(wall));
  const work = workingDay(date, calendar);
  if (work !== null) return [work.from, work.until];
  const next = nextWorkingTime(atLocalTime(date, '00:00', calendar.timezone), calendar);
  const begin = next ?? atLocalTime(date, '09:00', calendar.timezone);
  return [begin, begin];
}
