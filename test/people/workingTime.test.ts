import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Calendar,
  calendarOf,
  calendarVersion,
  channelCalendar,
} from '../../src/people/calendar.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import {
  addWorkingTime,
  isWorkingTime,
  nextWorkingTime,
  workingDay,
  workingTimeBetween,
} from '../../src/people/workingTime.ts';
import { atLocalTime, localDate } from '../../src/people/zone.ts';
import type { Window } from '../../src/people/window.ts';
import { aPerson } from '../support/people.ts';

const settings = settingsSchema.parse({});
const office = calendarOf(aPerson({ timezone: 'Europe/Berlin' }), settings);
const never: Calendar = {
  ...office,
  hours: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] },
};
const nights = [{ from: '22:00', to: '06:00' }];
const nightShift: Calendar = {
  ...office,
  hours: { mon: nights, tue: nights, wed: nights, thu: nights, fri: nights, sat: [], sun: [] },
};

/** A local time in Berlin: `2026-11-23 09:00`, a Monday. */
const berlin = (text: string) => atLocalTime(text.slice(0, 10), text.slice(11), 'Europe/Berlin');
const due = (from: string, window: Window, calendar = office) =>
  addWorkingTime(berlin(from), window, calendar);

describe('hours and minutes are working minutes', () => {
  test.each([
    ['within a day', '2026-11-23 10:00', 60, '2026-11-23 11:00'],
    ['to the end of the day', '2026-11-23 16:30', 60, '2026-11-23 17:30'],
    ['over the night', '2026-11-23 17:00', 60, '2026-11-24 09:30'],
    ['over the weekend', '2026-11-27 17:20', 15, '2026-11-30 09:05'],
    ['from before work', '2026-11-23 06:00', 15, '2026-11-23 09:15'],
    ['from after work', '2026-11-23 20:00', 15, '2026-11-24 09:15'],
    ['from the weekend', '2026-11-28 12:00', 60, '2026-11-30 10:00'],
  ])('%s', (_, from, minutes, expected) => {
    expect(due(from, { minutes })).toEqual(berlin(expected));
  });

  test('a night shift goes over midnight, and its Friday night into Saturday', () => {
    expect(due('2026-11-27 23:00', { minutes: 120 }, nightShift)).toEqual(
      berlin('2026-11-28 01:00'),
    );
    expect(due('2026-11-28 05:30', { minutes: 60 }, nightShift)).toEqual(
      berlin('2026-11-30 22:30'),
    );
  });

  test('the night on which the clocks go back is an hour longer', () => {
    const shift = { ...nightShift, hours: { ...nightShift.hours, sat: nights } };
    expect(workingTimeBetween(berlin('2026-10-24 12:00'), berlin('2026-10-25 12:00'), shift)).toBe(
      9 * 60,
    );
    expect(workingTimeBetween(berlin('2026-03-28 12:00'), berlin('2026-03-29 12:00'), shift)).toBe(
      7 * 60,
    );
  });
});

describe('N days are the same local time N working days later, within its hours', () => {
  test.each([
    ['the next day', '2026-11-23 10:20', 1, '2026-11-24 10:20'],
    ['over the weekend', '2026-11-27 10:20', 1, '2026-11-30 10:20'],
    ['three days', '2026-11-25 16:00', 3, '2026-11-30 16:00'],
    ['from before work', '2026-11-23 06:00', 1, '2026-11-24 09:00'],
    ['from after work', '2026-11-23 20:00', 1, '2026-11-24 17:30'],
    ['from the weekend', '2026-11-28 10:00', 1, '2026-11-30 10:00'],
    ['over the change of the clocks', '2026-10-23 10:00', 1, '2026-10-26 10:00'],
  ])('%s', (_, from, days, expected) => {
    expect(due(from, { days })).toEqual(berlin(expected));
  });

  test('holidays and days away do not count', () => {
    const calendar: Calendar = {
      ...office,
      holidays: new Set(['2026-11-24']),
      away: [{ from: berlin('2026-11-25 00:00'), until: berlin('2026-11-26 14:00') }],
    };
    expect(due('2026-11-23 10:00', { days: 1 }, calendar)).toEqual(berlin('2026-11-26 14:00'));
    expect(due('2026-11-23 17:00', { minutes: 60 }, calendar)).toEqual(berlin('2026-11-26 14:30'));
  });

  test('in the gap between two shifts, the second begins', () => {
    const split = [
      { from: '08:00', to: '12:00' },
      { from: '13:00', to: '17:00' },
    ];
    const calendar = {
      ...office,
      hours: { ...office.hours, mon: [{ from: '09:00', to: '17:30' }], tue: split },
    };
    expect(due('2026-11-23 12:20', { days: 1 }, calendar)).toEqual(berlin('2026-11-24 13:00'));
  });

  test('after midnight in a night shift it is still the day on which it began', () => {
    expect(due('2026-11-24 02:00', { days: 1 }, nightShift)).toEqual(berlin('2026-11-25 02:00'));
    expect(due('2026-11-28 02:00', { days: 1 }, nightShift)).toEqual(berlin('2026-12-01 02:00'));
  });

  test('Samoa had no 30 December 2011, a Friday', () => {
    const apia = { ...office, timezone: 'Pacific/Apia' };
    const thursday = atLocalTime('2011-12-29', '10:00', 'Pacific/Apia');
    expect(addWorkingTime(thursday, { days: 1 }, apia)).toEqual(
      atLocalTime('2012-01-02', '10:00', 'Pacific/Apia'),
    );
    expect(workingDay('2011-12-30', apia)).toBeNull();
  });
});

describe('a calendar in which nobody works', () => {
  test('has no working time, ever', () => {
    const now = berlin('2026-11-23 10:00');
    expect(addWorkingTime(now, { minutes: 15 }, never)).toBeNull();
    expect(addWorkingTime(now, { days: 1 }, never)).toBeNull();
    expect(nextWorkingTime(now, never)).toBeNull();
    expect(isWorkingTime(now, never)).toBe(false);
    expect(workingTimeBetween(now, berlin('2036-11-23 10:00'), never)).toBe(0);
  });

  test('somebody away for a year comes back', () => {
    const away = [{ from: berlin('2026-01-01 00:00'), until: berlin('2027-01-04 00:00') }];
    expect(nextWorkingTime(berlin('2026-01-02 10:00'), { ...office, away })).toEqual(
      berlin('2027-01-04 09:00'),
    );
  });
});

test('the working day ends when its hours do', () => {
  expect(isWorkingTime(berlin('2026-11-23 09:00'), office)).toBe(true);
  expect(isWorkingTime(berlin('2026-11-23 17:29'), office)).toBe(true);
  expect(isWorkingTime(berlin('2026-11-23 17:30'), office)).toBe(false);
  expect(workingDay('2026-11-23', office)).toEqual({
    from: berlin('2026-11-23 09:00'),
    until: berlin('2026-11-23 17:30'),
  });
  expect(workingDay('2026-11-28', office)).toBeNull();
});

describe('whose calendar', () => {
  const document = settingsSchema.parse({
    timezone: 'America/New_York',
    channels: {
      C1: {
        timezone: 'Asia/Kolkata',
        workingTime: { days: ['sun'], from: '10:00', to: '12:00' },
        holidays: ['2026-11-22'],
      },
    },
  });

  test("a channel has its own, else the workspace's", () => {
    const sunday = new Date('2026-11-29T04:30:00Z');
    expect(isWorkingTime(sunday, channelCalendar('C1', document))).toBe(true);
    expect(workingDay('2026-11-22', channelCalendar('C1', document))).toBeNull();
    const monday = nextWorkingTime(sunday, channelCalendar('C2', document));
    expect(monday).toEqual(atLocalTime('2026-11-30', '09:00', 'America/New_York'));
  });

  test('two that mean the same times have the same version', () => {
    const version = calendarVersion(office);
    expect(calendarVersion(calendarOf(aPerson({ timezone: 'Europe/Berlin' }), document))).toBe(
      version,
    );
    expect(calendarVersion(calendarOf(aPerson({ timezone: 'Europe/Paris' }), document))).not.toBe(
      version,
    );
    expect(calendarVersion({ ...office, holidays: new Set(['2026-12-25']) })).not.toBe(version);
  });
});

const zone = fc.constantFrom(
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/Havana',
  'Pacific/Apia',
  'UTC',
);
const instant = fc.date({
  min: new Date('2021-01-01'),
  max: new Date('2030-01-01'),
  noInvalidDate: true,
});
const shift = fc.record({
  from: fc.constantFrom('00:00', '08:30', '09:00', '22:00'),
  to: fc.constantFrom('00:00', '06:00', '12:15', '17:30', '23:00'),
});
const hoursOfDay = fc.array(shift, { maxLength: 2 });
const calendars: fc.Arbitrary<Calendar> = fc.record({
  timezone: zone,
  hours: fc.record({
    mon: fc.array(shift, { minLength: 1, maxLength: 2 }),
    tue: hoursOfDay,
    wed: hoursOfDay,
    thu: hoursOfDay,
    fri: hoursOfDay,
    sat: hoursOfDay,
    sun: hoursOfDay,
  }),
  changes: fc.constant([]),
  holidays: fc
    .array(instant, { maxLength: 3 })
    .map((days) => new Set(days.map((day) => localDate(day, 'UTC')))),
  away: fc.array(fc.record({ from: instant, until: instant }), { maxLength: 2 }),
});
const minutes = fc.integer({ min: 1, max: 5000 });
const window: fc.Arbitrary<Window> = fc.oneof(
  fc.record({ minutes }),
  fc.record({ days: fc.integer({ min: 1, max: 20 }) }),
);
const ms = (date: Date | null) => date?.getTime() ?? Infinity;

describe('for any calendar', () => {
  test('what is due is later, and within working time or at its end', () => {
    fc.assert(
      fc.property(instant, window, calendars, (at, length, calendar) => {
        const end = addWorkingTime(at, length, calendar);
        if (end === null) return;
        expect(end > at).toBe(true);
        const before = new Date(end.getTime() - 1);
        expect(isWorkingTime(end, calendar) || isWorkingTime(before, calendar)).toBe(true);
      }),
    );
  });

  test('between the opening of a window of minutes and its end lie just those minutes', () => {
    fc.assert(
      fc.property(instant, minutes, calendars, (at, length, calendar) => {
        const end = addWorkingTime(at, { minutes: length }, calendar);
        if (end === null) return;
        expect(workingTimeBetween(at, end, calendar)).toBeCloseTo(length, 6);
      }),
    );
  });

  test('later and longer is never due earlier', () => {
    fc.assert(
      fc.property(
        instant,
        fc.nat(1e9),
        minutes,
        fc.nat(500),
        calendars,
        (at, later, length, longer, calendar) => {
          const end = ms(addWorkingTime(at, { minutes: length }, calendar));
          const then = new Date(at.getTime() + later);
          expect(ms(addWorkingTime(then, { minutes: length }, calendar))).toBeGreaterThanOrEqual(
            end,
          );
          expect(
            ms(addWorkingTime(at, { minutes: length + longer }, calendar)),
          ).toBeGreaterThanOrEqual(end);
        },
      ),
    );
  });

  test('a day more is due on a later day, and so is what opens on a later working day', () => {
    const days = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(instant, fc.nat(1e9), days, calendars, (at, later, count, { timezone, away }) => {
        const calendar = { ...office, timezone, away };
        const end = ms(addWorkingTime(at, { days: count }, calendar));
        expect(ms(addWorkingTime(at, { days: count + 1 }, calendar))).toBeGreaterThan(end);
        const then = new Date(at.getTime() + later);
        if (!isWorkingTime(at, calendar) || !isWorkingTime(then, calendar)) return;
        expect(ms(addWorkingTime(then, { days: count }, calendar))).toBeGreaterThanOrEqual(end);
      }),
    );
  });

  test('working time adds up, and none is before work begins again', () => {
    fc.assert(
      fc.property(instant, fc.nat(1e9), fc.nat(1e9), calendars, (from, first, second, calendar) => {
        const middle = new Date(from.getTime() + first);
        const until = new Date(middle.getTime() + second);
        const parts =
          workingTimeBetween(from, middle, calendar) + workingTimeBetween(middle, until, calendar);
        expect(workingTimeBetween(from, until, calendar)).toBeCloseTo(parts, 6);
        const next = nextWorkingTime(from, calendar);
        if (next === null) return;
        expect(isWorkingTime(next, calendar)).toBe(true);
        expect(workingTimeBetween(from, next, calendar)).toBe(0);
      }),
    );
  });
});
