import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  atLocalTime,
  isTimezone,
  isoDate,
  localDate,
  mondayOf,
  wallTime,
} from '../../src/people/zone.ts';
import { minute, wallMinutes } from '../../bench/support/minuteClock.ts';

describe('a local time as an instant', () => {
  test.each([
    ['ordinary', '2026-11-23', '09:00', 'Europe/Berlin', '2026-11-23T08:00:00Z'],
    ['half an hour off', '2026-11-23', '09:00', 'Asia/Kolkata', '2026-11-23T03:30:00Z'],
    ['nonexistent: the next valid', '2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:00:00Z'],
    ['ambiguous: the first', '2026-10-25', '02:30', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
    [
      'an hour that begins by half',
      '2026-10-04',
      '02:15',
      'Australia/Lord_Howe',
      '2026-10-03T15:30:00Z',
    ],
    [
      'a midnight that does not exist',
      '2026-03-08',
      '00:00',
      'America/Havana',
      '2026-03-08T05:00:00Z',
    ],
    ['a day that does not exist', '2011-12-30', '09:00', 'Pacific/Apia', '2011-12-30T10:00:00Z'],
  ])('%s', (_, date, time, timezone, expected) => {
    expect(atLocalTime(date, time, timezone)).toEqual(new Date(expected));
  });
});

test('the date on the wall is not the date in Greenwich', () => {
  const instant = new Date('2026-11-23T10:30:00Z');
  expect(localDate(instant, 'Pacific/Kiritimati')).toBe('2026-11-24');
  expect(localDate(instant, 'Etc/GMT+12')).toBe('2026-11-22');
});

test('names that the runtime does not know are told apart', () => {
  expect(isTimezone('Europe/Kyiv')).toBe(true);
  expect(isTimezone('Mars/Olympus_Mons')).toBe(false);
  expect(isTimezone('')).toBe(false);
});

test('the clock on the wall shows what Intl says, in every zone', () => {
  const zones = Intl.supportedValuesOf('timeZone');
  const minutes = fc.integer({
    min: Date.UTC(2000, 0, 1) / minute,
    max: Date.UTC(2050, 0, 1) / minute,
  });
  fc.assert(
    fc.property(fc.constantFrom(...zones), minutes, (timezone, at) => {
      expect(wallTime(at * minute, timezone)).toBe(wallMinutes(timezone)(at * minute) * minute);
    }),
    { numRuns: 200 },
  );
});

test('the Monday of a date is that of its week, before 1970 too', () => {
  fc.assert(
    fc.property(fc.integer({ min: -40_000, max: 40_000 }), (number) => {
      const monday = Date.parse(mondayOf(isoDate(number)));
      expect(new Date(monday).getUTCDay()).toBe(1);
      const days = (Date.parse(isoDate(number)) - monday) / 86_400_000;
      expect(days >= 0 && days < 7).toBe(true);
    }),
  );
});
