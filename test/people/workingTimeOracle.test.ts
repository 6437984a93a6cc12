import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Calendar, Hours } from '../../src/people/calendar.ts';
import {
  addWorkingTime,
  isWorkingTime,
  nextWorkingTime,
  workingTimeBetween,
} from '../../src/people/workingTime.ts';
import type { Window } from '../../src/people/window.ts';
import { counted, minute, type MinuteClock, minuteClock, wallMinutes } from './minuteClock.ts';

/** `WORKING_TIME_CASES=100000` covers both changes of the clocks in five years; the default, a change per zone. */
const cases = Number(process.env['WORKING_TIME_CASES'] ?? 400);
const isThorough = cases > 5_000;

const day = 24 * 60 * minute;
const coveredDays = 16;

const zones = [
  'Europe/Berlin',
  'Europe/London',
  'Europe/Dublin',
  'America/New_York',
  'America/Los_Angeles',
  'America/St_Johns',
  'America/Santiago',
  'America/Asuncion',
  // The clocks change at midnight.
  'America/Havana',
  'Asia/Beirut',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Tehran',
  'Australia/Sydney',
  'Australia/Adelaide',
  // By half an hour, and by two.
  'Australia/Lord_Howe',
  'Antarctica/Troll',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Apia',
  // They never change.
  'Pacific/Kiritimati',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Etc/GMT+12',
];

/** The days on which a zone's distance from UTC changes, from Intl alone. */
function changes(timezone: string, year: number): number[] {
  const wallAt = wallMinutes(timezone);
  const offset = (instant: number) => wallAt(instant) - instant / minute;
  const days = Array.from({ length: 366 }, (_, i) => Date.UTC(year, 0, 1) + i * day);
  return days.filter((at) => offset(at) !== offset(at + day));
}

function clocksOf(timezone: string): MinuteClock[] {
  const found = (isThorough ? [2021, 2022, 2023, 2024, 2025] : [2024]).flatMap((year) =>
    changes(timezone, year),
  );
  const days =
    found.length === 0 ? [Date.UTC(2024, 1, 25)] : isThorough ? found : found.slice(0, 1);
  return days.map((at) => minuteClock(timezone, at - 6 * day, coveredDays));
}

/** Samoa had no 30 December 2011. */
const lostDay = minuteClock('Pacific/Apia', Date.UTC(2011, 11, 24), coveredDays);
const clocks = [lostDay, ...zones.flatMap(clocksOf)];

const times = [
  '00:00',
  '00:30',
  '01:30',
  '02:00',
  '02:30',
  '03:00',
  '08:15',
  '12:00',
  '13:00',
  '17:30',
  '22:00',
  '23:30',
];
const time = fc.constantFrom(...times);
const shifts: fc.Arbitrary<readonly Hours[]> = fc.oneof(
  { arbitrary: fc.constant([{ from: '09:00', to: '17:30' }]), weight: 3 },
  fc.constant([{ from: '22:00', to: '06:00' }]),
  fc.constant([
    { from: '08:00', to: '12:00' },
    { from: '13:00', to: '17:00' },
  ]),
  fc.constant([]),
  fc.array(fc.record({ from: time, to: time }), { minLength: 1, maxLength: 3 }),
);

const someCase = fc.constantFrom(...clocks.keys()).chain((index) => {
  const clock = clocks[index] ?? lostDay;
  const away = fc
    .tuple(fc.nat(coveredDays * 1440), fc.integer({ min: 1, max: 3000 }))
    .map(([from, length]) => ({
      from: new Date(clock.start + from * minute),
      until: new Date(clock.start + (from + length) * minute),
    }));
  const holiday = fc
    .nat(coveredDays - 1)
    .map((days) => new Date(clock.start + days * day).toISOString().slice(0, 10));
  const calendar: fc.Arbitrary<Calendar> = fc.record({
    timezone: fc.constant(clock.timezone),
    hours: fc.record({
      mon: shifts,
      tue: shifts,
      wed: shifts,
      thu: shifts,
      fri: shifts,
      sat: shifts,
      sun: shifts,
    }),
    changes: fc.constant([]),
    holidays: fc.array(holiday, { maxLength: 2 }).map((dates) => new Set(dates)),
    away: fc.array(away, { maxLength: 2 }),
  });
  const window: fc.Arbitrary<Window> = fc.oneof(
    fc.record({ minutes: fc.integer({ min: 1, max: 2000 }) }),
    fc.record({ days: fc.integer({ min: 1, max: 4 }) }),
  );
  // The clock's first days are there for night shifts that began before.
  const from = fc.integer({ min: 3 * 1440, max: 9 * 1440 });
  return fc.record({ index: fc.constant(index), calendar, window, from });
});

describe('working time is what counting the minutes on the wall gives', () => {
  test(`${cases} calendars around changes of the clocks`, { timeout: 600_000 }, () => {
    let compared = 0;
    fc.assert(
      fc.property(someCase, ({ index, calendar, window, from }) => {
        const oracle = counted(clocks[index] ?? lostDay, calendar);
        const instant = oracle.instant(from);
        expect(isWorkingTime(instant, calendar)).toBe(oracle.isWorkingTime(from));
        const until = oracle.instant(from + 3 * 1440);
        expect(workingTimeBetween(instant, until, calendar)).toBe(
          oracle.between(from, from + 3 * 1440),
        );
        const next = oracle.nextWorkingTime(from);
        const due = oracle.add(from, window);
        if (next === null || due === null) return;
        compared += 1;
        expect(nextWorkingTime(instant, calendar)).toEqual(oracle.instant(next));
        expect(addWorkingTime(instant, window, calendar)).toEqual(oracle.instant(due));
      }),
      { numRuns: cases },
    );
    // Windows that end after the covered days are left out; they must be few.
    expect(compared).toBeGreaterThan(cases * 0.8);
  });
});
