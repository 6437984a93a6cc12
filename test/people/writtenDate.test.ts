import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Calendar, calendarOf } from '../../src/people/calendar.ts';
import { parseWrittenDate } from '../../src/people/writtenDate.ts';
import { atLocalTime } from '../../src/people/zone.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { aPerson } from '../support/people.ts';

const settings = settingsSchema.parse({});
const calendarIn = (timezone: string) => calendarOf(aPerson({ timezone }), settings);
const berlin = calendarIn('Europe/Berlin');
// A Tuesday, half past eleven in Berlin.
const now = new Date('2026-11-10T10:30:00Z');

/** What is read, as the writer's clock shows it: `2026-11-11 10:00`. */
function read(text: string, calendar = berlin, at = now): string | null {
  const found = parseWrittenDate(text, at, calendar);
  if (found === null) return null;
  return found.at.toLocaleString('sv', { timeZone: calendar.timezone }).slice(0, 16);
}

describe('with a time', () => {
  test.each([
    ['tomorrow 10am', '2026-11-11 10:00'],
    ['tomorrow at 10', '2026-11-11 10:00'],
    ['next tue 10am', '2026-11-17 10:00'],
    ['tues 3:30pm', '2026-11-10 15:30'],
    ['tue 9am', '2026-11-17 09:00'],
    ['mon 9', '2026-11-16 09:00'],
    ['15:00', '2026-11-10 15:00'],
    ['10am', '2026-11-11 10:00'],
    ['in 3 hours', '2026-11-10 14:30'],
    ['2h', '2026-11-10 13:30'],
    ['2026-12-01 14:30', '2026-12-01 14:30'],
    ['2026-12-01T10:00Z', '2026-12-01 11:00'],
    ['tomorrow afternoon', '2026-11-11 15:00'],
    ['tomorrow 10am PST', '2026-11-11 19:00'],
    ['friday 10-11am', '2026-11-13 10:00'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected);
    expect(parseWrittenDate(text, now, berlin)).toMatchObject({ hasTime: true, rest: '' });
  });

  test('"at 3" is in the afternoon for whoever works by day; 03:00 and 3am are what they say', () => {
    expect(read('tomorrow at 3')).toBe('2026-11-11 15:00');
    expect(read('tomorrow 03:00')).toBe('2026-11-11 03:00');
    expect(read('tomorrow 3am')).toBe('2026-11-11 03:00');
  });
});

describe('without a time, work begins', () => {
  test.each([
    ['thursday', '2026-11-12 09:00'],
    ['weds', '2026-11-11 09:00'],
    ['tuesday', '2026-11-17 09:00'],
    ['next friday', '2026-11-20 09:00'],
    ['in 2 weeks', '2026-11-24 09:00'],
    ['3 days', '2026-11-13 09:00'],
    ['a week', '2026-11-17 09:00'],
    ['next month', '2026-12-10 09:00'],
    ['the day after tomorrow', '2026-11-12 09:00'],
    ['2026-12-01', '2026-12-01 09:00'],
    ['1 dec', '2026-12-01 09:00'],
    ['dec 1st', '2026-12-01 09:00'],
    ['3 nov', '2027-11-03 09:00'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected);
    expect(parseWrittenDate(text, now, berlin)).toMatchObject({ hasTime: false, rest: '' });
  });

  test('on a day without work, on the next', () => {
    expect(read('saturday')).toBe('2026-11-16 09:00');
  });

  test('today is over when work ends, unless it has not begun', () => {
    expect(read('today')).toBe('2026-11-10 17:30');
    expect(read('today', berlin, new Date('2026-11-10T06:00:00Z'))).toBe('2026-11-10 09:00');
    expect(read('today', berlin, new Date('2026-11-10T20:00:00Z'))).toBeNull();
  });

  test('whoever has no hours at all begins at nine', () => {
    const hours = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
    expect(read('thursday', { ...berlin, hours })).toBe('2026-11-12 09:00');
  });
});

describe('no date', () => {
  test.each([
    '',
    'hello',
    'asked for 2 boxes',
    'he may buy',
    'they may buy in march',
    'yesterday',
    'last friday',
    '2 weeks ago',
    'today 9am',
    '2020-01-01',
    'now',
    'in 0 minutes',
    '30 feb',
    '99999-01-01',
    'in 99999999999 years',
  ])('%j', (text) => {
    expect(read(text)).toBeNull();
  });
});

describe('on the clock of the writer', () => {
  test.each([
    ['Pacific/Auckland', 'tomorrow 10am', '2026-11-11 10:00'],
    ['Pacific/Auckland', 'today 11:45pm', '2026-11-10 23:45'],
    ['Pacific/Kiritimati', 'tomorrow', '2026-11-12 09:00'],
    ['America/Los_Angeles', 'tomorrow 10am', '2026-11-11 10:00'],
    ['Asia/Kathmandu', '5pm', '2026-11-10 17:00'],
    ['Asia/Kathmandu', 'the day after tomorrow', '2026-11-12 09:00'],
  ])('in %s, %s', (timezone, text, expected) => {
    expect(read(text, calendarIn(timezone))).toBe(expected);
  });

  test('dates in figures are read as where the writer is', () => {
    expect(read('1/12', calendarIn('America/Chicago'))).toBe('2027-01-12 09:00');
    expect(read('1/12')).toBe('2026-12-01 09:00');
    expect(read('13/12', calendarIn('America/Chicago'))).toBe('2026-12-14 09:00');
  });

  test('hours are hours when the clocks change; a wall time that is skipped is the next valid', () => {
    const saturday = new Date('2026-03-28T22:30:00Z');
    expect(parseWrittenDate('in 3 hours', saturday, berlin)?.at).toEqual(
      new Date('2026-03-29T01:30:00Z'),
    );
    expect(parseWrittenDate('tomorrow 02:30', saturday, berlin)?.at).toEqual(
      new Date('2026-03-29T01:00:00Z'),
    );
  });
});

const rest = (text: string) => parseWrittenDate(text, now, berlin)?.rest;

test('the rest is the text without the date', () => {
  expect(rest('asked for a quote tomorrow at 10')).toBe('asked for a quote');
  expect(rest('call back on  tuesday please')).toBe('call back please');
  expect(rest('until Monday')).toBe('');
  expect(rest('met last friday, call in 2 weeks')).toBe('met last friday, call');
  expect(rest('10am tomorrow or friday')).toBe('10am tomorrow or');
});

describe('whatever is written', () => {
  const word = fc.constantFrom(
    ...[
      'tomorrow',
      'next',
      'in',
      'at',
      'on',
      'tue',
      'friday',
      '10am',
      '25:61',
      '1/12',
      '99/99/9999',
      '-3',
      '0',
    ],
    ...[
      'weeks',
      'hours',
      'days ago',
      'dec',
      '2026-02-30',
      'and',
      'after',
      'before',
      'T00:00Z',
      'noon',
      'PST',
      '1e9',
    ],
  );
  const phrase = fc.array(word, { maxLength: 8 }).map((words) => words.join(' '));
  const text = fc.oneof(
    phrase,
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ maxLength: 400 }),
  );
  const timezone = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kathmandu',
    'Pacific/Apia',
  );
  const instant = fc.date({
    min: new Date('2021-01-01'),
    max: new Date('2030-01-01'),
    noInvalidDate: true,
  });

  test('nothing is thrown, and what is read is in the future', () => {
    fc.assert(
      fc.property(text, instant, timezone, (written, at, zone) => {
        const found = parseWrittenDate(written, at, calendarIn(zone));
        if (found === null) return;
        expect(found.at.getTime()).toBeGreaterThan(at.getTime());
      }),
      { numRuns: Number(process.env['WRITTEN_DATE_CASES'] ?? 1_000) },
    );
  });

  test('a date and time in figures is that wall time', () => {
    const calendar: fc.Arbitrary<Calendar> = timezone.map(calendarIn);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.nat(1439),
        calendar,
        (days, minutes, clock) => {
          const date = new Date(now.getTime() + (days + 1) * 86_400_000).toISOString().slice(0, 10);
          const time = new Date(minutes * 60_000).toISOString().slice(11, 16);
          const found = parseWrittenDate(`${date} ${time}`, now, clock);
          expect(found?.at).toEqual(atLocalTime(date, time, clock.timezone));
        },
      ),
    );
  });
});
