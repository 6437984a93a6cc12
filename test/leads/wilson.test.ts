import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWorse, wilson } from '../../src/leads/wilson.ts';

// R: prop.test(x, n, correct = FALSE)$conf.int
test.each([
  [0, 10, 0, 0.277_53],
  [1, 10, 0.017_88, 0.404_15],
  [5, 10, 0.236_59, 0.763_41],
  [17, 50, 0.224_39, 0.478_46],
  [10, 10, 0.722_47, 1],
])('%i of %i may be %f to %f', (part, whole, low, high) => {
  const interval = wilson(part, whole);
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

test('of nothing anything may be so', () => {
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
});

const share = fc
  .tuple(fc.nat(2_000), fc.nat(2_000))
  .map(([a, b]) => ({ part: Math.min(a, b), whole: Math.max(a, b, 1) }));

test('an interval holds its share, and is narrower with more of the same', () => {
  fc.assert(
    fc.property(share, ({ part, whole }) => {
      const { low, high } = wilson(part, whole);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(part / whole);
      expect(high).toBeGreaterThanOrEqual(part / whole);
      const more = wilson(part * 10, whole * 10);
      expect(more.high - more.low).toBeLessThan(high - low);
    }),
  );
});

test('what is as good or better is never worse, nor is what is little', () => {
  fc.assert(
    fc.property(share, share, (now, before) => {
      const mayBe = now.part * before.whole < before.part * now.whole && now.whole >= 8;
      expect(isWorse(now, before) && !mayBe).toBe(false);
    }),
  );
});

test.each([
  ['a fall from 40 % to 10 % of twenty', { part: 2, whole: 20 }, { part: 40, whole: 100 }, true],
  ['a fall from 40 % to 30 % of twenty', { part: 6, whole: 20 }, { part: 40, whole: 100 }, false],
  ['nothing of seven', { part: 0, whole: 7 }, { part: 40, whole: 100 }, false],
  ['a young source', { part: 0, whole: 20 }, { part: 20, whole: 29 }, false],
])('%s: slipping is %s', (_, now, before, worse) => {
  expect(isWorse(now, before)).toBe(worse);
});
