import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawLeaderboard } from '../../src/digests/leaderboardMessage.ts';
import { leastUpdates, rank, type RepWeeks } from '../../src/digests/leaderboard.ts';

const rep = (
  personId: string,
  [onTime, due]: [number, number],
  [onTimeBefore, dueBefore]: [number, number] = [0, 0],
): RepWeeks => ({
  personId,
  week: { onTime, due },
  before: { onTime: onTimeBefore, due: dueBefore },
});
const top = (reps: readonly RepWeeks[]) =>
  rank(reps)?.top.map(({ personId, place }) => `${place} ${personId}`) ?? null;
const improved = (reps: readonly RepWeeks[]) =>
  rank(reps)?.improved.map(({ personId }) => personId) ?? null;

test('few updates win nothing, however good they were', () => {
  const many = [rep('UANA', [18, 20]), rep('UBEN', [24, 30]), rep('UEVE', [10, 20])];
  expect(top([...many, rep('UMAX', [9, 9])])).toEqual(['1 UANA', '2 UBEN']);
});

test('nobody is named last, and nobody alone', () => {
  expect(top([rep('UANA', [18, 20]), rep('UBEN', [10, 20])])).toEqual(['1 UANA']);
  expect(rank([rep('UANA', [18, 20])])).toBeNull();
  expect(rank([])).toBeNull();
  const tied = [rep('UANA', [18, 20]), rep('UBEN', [10, 20]), rep('UEVE', [5, 10])];
  expect(top(tied)).toEqual(['1 UANA']);
});

test('equals share a place, and the next one is left out', () => {
  const reps = [
    rep('UEVE', [30, 30]),
    rep('UANA', [12, 12]),
    rep('UBEN', [27, 30]),
    rep('UMAX', [8, 10]),
    rep('UZOE', [5, 10]),
  ];
  expect(top(reps)).toEqual(['1 UANA', '1 UEVE', '3 UBEN']);
  expect(top([rep('UBEN', [20, 20]), rep('UANA', [10, 10])])).toEqual(['1 UANA', '1 UBEN']);
});

test('a gain counts against their own weeks only, and with enough of them', () => {
  const reps = [
    rep('UANA', [19, 20], [95, 100]),
    rep('UBEN', [16, 20], [50, 100]),
    rep('UEVE', [15, 20], [0, 9]),
  ];
  expect(improved(reps)).toEqual(['UBEN']);
  expect(improved([rep('UANA', [10, 20], [10, 10]), rep('UBEN', [9, 20], [9, 10])])).toEqual([]);
  expect(improved([rep('UANA', [16, 20], [50, 100])])).toEqual(['UANA']);
  const same = [rep('UBEN', [18, 20], [8, 10]), rep('UANA', [9, 10], [80, 100])];
  expect(improved(same)).toEqual(['UANA', 'UBEN']);
});

test('of many equals some are named, and the others counted', () => {
  const board = rank(Array.from({ length: 7 }, (_, i) => rep(`UANA${i}`, [12, 12])));
  const text = board && drawLeaderboard(board, '2026-11-23').text;
  expect(text).toContain('<@UANA4> (12 of 12) and 2 more');
  expect(text).not.toContain('UANA5');
});

const weeks = fc
  .tuple(fc.nat(40), fc.nat(40))
  .map(([a, b]) => ({ onTime: Math.min(a, b), due: Math.max(a, b) }));
const team = fc
  .uniqueArray(fc.stringMatching(/^U[A-D]{2}$/), { maxLength: 12 })
  .chain((ids) =>
    fc.tuple(
      ...ids.map((personId) =>
        fc.record({ personId: fc.constant(personId), week: weeks, before: weeks }),
      ),
    ),
  );

test('for any team: a minimum, three places, one order, the last is not named', () => {
  fc.assert(
    fc.property(team, fc.nat(), (reps, turn) => {
      const board = rank(reps);
      const turned = [
        ...reps.slice(turn % (reps.length + 1)),
        ...reps.slice(0, turn % (reps.length + 1)),
      ];
      expect(rank(turned)).toEqual(board);
      if (!board) return;
      const share = ({ week }: RepWeeks) => week.onTime / week.due;
      const compared = reps.filter(({ week }) => week.due >= leastUpdates);
      for (const one of [...board.top, ...board.improved]) {
        expect(one.week.due).toBeGreaterThanOrEqual(leastUpdates);
      }
      for (const one of board.top) {
        const better = compared.filter((other) => share(other) > share(one));
        expect(one.place).toBe(1 + better.length);
        expect(one.place).toBeLessThanOrEqual(3);
        const behind = compared.some((other) => share(other) < share(one));
        expect(behind || compared.every((other) => share(other) === share(one))).toBe(true);
      }
      for (const one of board.improved) {
        expect(one.before.due).toBeGreaterThanOrEqual(leastUpdates);
        expect(share(one)).toBeGreaterThan(one.before.onTime / one.before.due);
      }
    }),
  );
});
