import fc from 'fast-check';
import type { Calendar, Hours } from '../../src/people/calendar.ts';
import {
  addWorkingTime,
  isWorkingTime,
  nextWorkingTime,
  workingTimeBetween,
} from '../../src/people/workingTime.ts';
import type { Window } from '../../src/people/window.ts';
import { counted, minute, type MinuteClock, minuteClock, wallMinutes } from './minuteClock.ts';

/** Both changes of the clocks in each of these years. */
export const changingZones = [
  'Europe/Berlin',
  'Europe/London',
  'Europe/Dublin',
  'Europe/Chisinau',
  'America/New_York',
  'America/Los_Angeles',
  'America/St_Johns',
  'America/Santiago',
  // The clocks change at midnight.
  'America/Havana',
  'Asia/Beirut',
  'Atlantic/Azores',
  'Asia/Jerusalem',
  // Backwards in winter, forwards in Ramadan.
  'Africa/Casablanca',
  'Australia/Sydney',
  'Australia/Adelaide',
  // By half an hour, and by two hours.
  'Australia/Lord_Howe',
  'Antarctica/Troll',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Easter',
];
export const years = [2021, 2022, 2023, 2024, 2025];

/** They changed their rules in these years, or never change their clocks. */
export const otherZones = [
  'Africa/Cairo',
  'Asia/Tehran',
  'Asia/Amman',
  'America/Asuncion',
  'America/Mexico_City',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Etc/GMT+12',
];

const day = 24 * 60 * minute;
const coveredDays = 16;

/** The days on which a zone's distance from UTC changes, from Intl alone. */
export function changesOfClocks(timezone: string, year: number): number[] {
  const wallAt = wallMinutes(timezone);
  const offset = (instant: number) => wallAt(instant) - instant / minute;
  const days = Array.from({ length: 366 }, (_, i) => Date.UTC(year, 0, 1) + i * day);
  return days.filter((at) => offset(at) !== offset(at + day));
}

/** Some days around an instant. */
export const clockAround = (timezone: string, at: number): MinuteClock =>
  minuteClock(timezone, at - 6 * day, coveredDays);

/** Samoa had no 30 December 2011. */
export const lostDay = (): MinuteClock => clockAround('Pacific/Apia', Date.UTC(2011, 11, 30));

export type Case = {
  readonly calendar: Calendar;
  readonly window: Window;
  /** A minute of the clock. */
  readonly from: number;
};

const time = fc.constantFrom(
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
);
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
const hours = fc.record({
  mon: shifts,
  tue: shifts,
  wed: shifts,
  thu: shifts,
  fri: shifts,
  sat: shifts,
  sun: shifts,
});

/** Any calendar, window and instant on the days of a clock. */
export function casesOn({ timezone, start }: MinuteClock): fc.Arbitrary<Case> {
  const date = fc
    .nat(coveredDays - 1)
    .map((days) => new Date(start + days * day).toISOString().slice(0, 10));
  const away = fc
    .tuple(fc.nat(coveredDays * 1440), fc.integer({ min: 1, max: 3000 }))
    .map(([from, length]) => ({
      from: new Date(start + from * minute),
      until: new Date(start + (from + length) * minute),
    }));
  const changes = fc
    .uniqueArray(fc.record({ from: date, hours }), { maxLength: 2, selector: ({ from }) => from })
    .map((found) => found.toSorted((a, b) => (a.from < b.from ? -1 : 1)));
  return fc.record({
    calendar: fc.record({
      timezone: fc.constant(timezone),
      hours,
      changes,
      holidays: fc.array(date, { maxLength: 2 }).map((dates) => new Set(dates)),
      away: fc.array(away, { maxLength: 2 }),
    }),
    window: fc.oneof(
      fc.record({ minutes: fc.integer({ min: 1, max: 2000 }) }),
      fc.record({ days: fc.integer({ min: 1, max: 4 }) }),
    ),
    // The clock's first days are there for night shifts that began before.
    from: fc.integer({ min: 3 * 1440, max: 9 * 1440 }),
  });
}

/**
 * Where working time is not what counting the minutes on the wall gives, as sentences.
 * `isWhole`: nothing was left out because it ends after the clock's days.
 */
export function compare(
  clock: MinuteClock,
  { calendar, window, from }: Case,
): { readonly faults: string[]; readonly isWhole: boolean } {
  const oracle = counted(clock, calendar);
  const instant = oracle.instant(from);
  const until = from + 3 * 1440;
  const next = oracle.nextWorkingTime(from);
  const due = oracle.add(from, window);
  const isWhole = next !== null && due !== null;
  const pairs: [what: string, ours: unknown, theirs: unknown][] = [
    ['isWorkingTime', isWorkingTime(instant, calendar), oracle.isWorkingTime(from)],
    [
      'workingTimeBetween',
      workingTimeBetween(instant, oracle.instant(until), calendar),
      oracle.between(from, until),
    ],
  ];
  if (isWhole) {
    pairs.push(
      ['nextWorkingTime', nextWorkingTime(instant, calendar)?.getTime(), +oracle.instant(next)],
      [
        'addWorkingTime',
        addWorkingTime(instant, window, calendar)?.getTime(),
        +oracle.instant(due),
      ],
    );
  }
  const faults = pairs.flatMap(([what, ours, theirs]) =>
    ours === theirs
      ? []
      : [
          `${what} at ${instant.toISOString()} in ${clock.timezone} gives ${String(ours)} instead of ${String(theirs)}: ` +
            JSON.stringify({ window, calendar, holidays: [...calendar.holidays] }),
        ],
  );
  return { faults, isWhole };
}
