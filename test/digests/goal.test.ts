import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Claim,
  holdsIn,
  isMet,
  readShare,
  readWithin,
  touchedWithin,
} from '../../src/digests/goal.ts';
import { workspaceCalendar } from '../../src/people/calendar.ts';
import { settingsSchema } from '../../src/settings/settings.ts';

const calendar = workspaceCalendar(settingsSchema.parse({}));
// Monday, 09:00 to 17:30 in UTC.
const nine = new Date('2026-11-23T09:00:00Z');
const after = (minutes: number): Date => new Date(nine.getTime() + minutes * 60_000);
const claim = (more: Partial<Claim>): Claim => ({
  claimedAt: nine,
  claimerId: 'UANA',
  touchSeconds: null,
  endedAt: null,
  ...more,
});
const within = (claims: readonly Claim[], now: Date) =>
  touchedWithin(claims, '1h', now, () => calendar);

test('a share is a whole number from 1 to 100', () => {
  expect(['1', ' 95 ', '95%', '100 %'].map(readShare)).toEqual([1, 95, 95, 100]);
  for (const typed of ['0', '101', '-1', '9.5', '1e2', 'all', '', '٩٥', '95 % %'])
    expect(readShare(typed)).toBeNull();
});

test('a window of first touches is in minutes or hours', () => {
  expect(['1h', '45 minutes', '90m', '2 Hours'].map(readWithin)).toEqual([
    '1h',
    '45m',
    '90m',
    '2h',
  ]);
  for (const typed of ['0h', '1d', '2 days', '', 'soon', '9999h', '-1h'])
    expect(readWithin(typed)).toBeNull();
});

test('a week without anything to measure meets nothing', () => {
  expect(isMet({ share: 1 }, { count: 0, reached: 0 })).toBe(false);
  expect(isMet({ share: 95 }, { count: 20, reached: 19 })).toBe(true);
  expect(isMet({ share: 95 }, { count: 100, reached: 94 })).toBe(false);
});

test('it holds from its Monday until before its end', () => {
  const goal = { id: 1, channelId: 'C1', share: 95, within: null, setBy: 'UMIA' };
  const ended = { ...goal, startsOn: '2026-11-09', endsOn: '2026-11-23' };
  const mondays = ['2026-11-02', '2026-11-09', '2026-11-16', '2026-11-23'];
  expect(mondays.map((monday) => holdsIn(ended, monday))).toEqual([false, true, true, false]);
  expect(holdsIn({ ...ended, endsOn: '2026-11-09' }, '2026-11-09')).toBe(false);
  expect(holdsIn({ ...ended, endsOn: null }, '2030-01-07')).toBe(true);
});

test('a first touch counts where it came within the window', () => {
  const claims = [claim({ touchSeconds: 3_600 }), claim({ touchSeconds: 3_601 })];
  expect(within(claims, after(300))).toEqual({ count: 2, reached: 1 });
});

test('a claim that still has time is not counted yet; one that let it pass is', () => {
  expect(within([claim({})], after(60))).toEqual({ count: 0, reached: 0 });
  expect(within([claim({})], after(61))).toEqual({ count: 1, reached: 0 });
  // Friday, 17:20, until Monday, 09:30: working time stands still at the weekend.
  const friday = claim({ claimedAt: new Date('2026-11-20T17:20:00Z') });
  expect(within([friday], after(30))).toEqual({ count: 0, reached: 0 });
  expect(within([friday], after(51))).toEqual({ count: 1, reached: 0 });
});

test('a claim that was given back in time is nobody’s; one whose lease ended was not touched', () => {
  expect(within([claim({ endedAt: after(30) })], after(500))).toEqual({ count: 0, reached: 0 });
  expect(within([claim({ endedAt: after(200) })], after(500))).toEqual({ count: 1, reached: 0 });
});

test('for any claims: never more reached than counted, and a later look forgets none', () => {
  const claims = fc.array(
    fc.record({
      claimedAt: fc.integer({ min: 0, max: 2_000 }).map(after),
      claimerId: fc.constant('UANA'),
      touchSeconds: fc.option(fc.nat(20_000)),
      endedAt: fc.option(fc.integer({ min: 2_000, max: 5_000 }).map(after)),
    }),
  );
  fc.assert(
    fc.property(claims, fc.nat(5_000), fc.nat(5_000), (all, first, more) => {
      const then = within(all, after(2_000 + first));
      const later = within(all, after(2_000 + first + more));
      expect(then.reached).toBeLessThanOrEqual(then.count);
      expect(later.count).toBeGreaterThanOrEqual(then.count);
      expect(later.reached).toBe(then.reached);
    }),
  );
});
