import { describe, expect, test } from 'vitest';
import { shareByDayInWords } from '../../src/pictures/shareByDay.ts';

const day = (date: string, part: number, whole: number) => ({ date, part, whole });

describe('the share by day in words', () => {
  test('says the span, the whole, the ends and the goal, each with its n', () => {
    const days = [
      day('2026-11-18', 3, 4),
      day('2026-11-19', 10, 10),
      day('2026-11-20', 9, 10),
      day('2026-11-21', 0, 0),
    ];
    expect(shareByDayInWords({ days, goal: 90 })).toBe(
      'Updates on time by day, 18 Nov to 21 Nov: 92 % (22 of 24) in all. ' +
        'Last 20 Nov, 90 % (9 of 10); lowest 18 Nov, 75 % (3 of 4); highest 19 Nov, 100 % (10 of 10). ' +
        'The goal of 90 % was met on 2 of 3 days with something due.',
    );
  });

  test('without a goal does not speak of one', () => {
    expect(shareByDayInWords({ days: [day('2026-11-18', 1, 2)], goal: null })).not.toContain(
      'goal',
    );
  });

  test('of a single day with something due says it once', () => {
    const days = [day('2026-11-18', 0, 0), day('2026-11-19', 1, 2)];
    expect(shareByDayInWords({ days, goal: null })).toBe(
      'Updates on time by day, 18 Nov to 19 Nov: 50 % (1 of 2) in all. Last 19 Nov, 50 % (1 of 2).',
    );
  });

  test('of days where nothing was due says so', () => {
    const days = [day('2026-11-21', 0, 0), day('2026-11-22', 0, 0)];
    expect(shareByDayInWords({ days, goal: 90 })).toBe(
      'Updates on time by day, 21 Nov to 22 Nov: nothing was due.',
    );
  });
});
