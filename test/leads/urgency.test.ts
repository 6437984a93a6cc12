import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byUrgency, type Urgency } from '../../src/leads/urgency.ts';

const lead = (more: Partial<Urgency> & { due: string }): Urgency => ({
  hot: false,
  status: 'attempted',
  value: null,
  stage: null,
  dueAt: new Date(`2026-11-23T${more.due}:00Z`),
  ...more,
});

test('hot leads, first touches, what is worth more, who is further, what is longest over', () => {
  const sorted = [
    lead({ hot: true, due: '12:30' }),
    lead({ status: 'claimed', due: '11:00' }),
    lead({ value: 900, status: 'quoted', due: '12:00' }),
    lead({ value: 100, due: '09:00' }),
    lead({ stage: 'decision', due: '10:00' }),
    lead({ stage: 'unaware', due: '09:50' }),
    lead({ due: '08:00' }),
    lead({ value: 0, due: '08:30' }),
  ];
  expect(sorted.toReversed().toSorted(byUrgency)).toEqual(sorted);
});

const urgency = fc.record<Urgency>({
  hot: fc.boolean(),
  status: fc.constantFrom('claimed', 'attempted', 'quoted'),
  value: fc.option(fc.integer({ min: 0, max: 5 })),
  stage: fc.constantFrom('unaware', 'purchase', null),
  dueAt: fc.integer({ min: 0, max: 5 }).map((ms) => new Date(ms)),
});

test('the order is one, however they come', () => {
  fc.assert(
    fc.property(urgency, urgency, urgency, (a, b, c) => {
      expect(Math.sign(byUrgency(a, b))).toBe(-Math.sign(byUrgency(b, a)) || 0);
      const [first, second, third] = [a, b, c].toSorted(byUrgency) as [Urgency, Urgency, Urgency];
      expect(byUrgency(first, second)).toBeLessThanOrEqual(0);
      expect(byUrgency(first, third)).toBeLessThanOrEqual(0);
    }),
  );
});
