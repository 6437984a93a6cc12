import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byUrgency, judgeBreach, type Urgency } from '../../src/nudges/nudgePolicy.ts';
import { calendarOf } from '../../src/people/calendar.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { aPerson } from '../support/people.ts';

const calendar = calendarOf(aPerson({ timezone: 'Europe/Berlin' }), settingsSchema.parse({}));
const at = (time: string) => new Date(`2026-11-23T${time}:00+01:00`);
const judge = (now: Date, ...notifiedAt: Date[]) =>
  judgeBreach({ now, calendar, notifiedAt, perDay: 3 });

test.each([
  ['the first of the day notifies', 'notify', at('10:00'), []],
  ['within 45 minutes of the last it joins that', 'fold', at('10:44'), [at('10:00')]],
  ['after that the nudge is posted anew', 'notify', at('10:45'), [at('10:00')]],
  ['three a day are enough', 'fold', at('15:00'), [at('10:00'), at('11:00'), at('12:00')]],
  ['one that is queued for later counts as just sent', 'fold', at('10:00'), [at('10:30')]],
  ['before work it waits', 'wait', at('08:59'), []],
  ['the end of the day is not part of it', 'wait', at('17:30'), []],
  ['on Sunday it waits', 'wait', new Date('2026-11-22T11:00:00Z'), []],
])('%s', (_what, verdict, now, notifiedAt) => {
  expect(judge(now, ...notifiedAt)).toBe(verdict);
});

const urgency = fc.record<Urgency>({
  status: fc.constantFrom('claimed', 'attempted', 'quoted'),
  value: fc.option(fc.integer({ min: 0, max: 5 })),
  dueAt: fc.integer({ min: 0, max: 5 }).map((ms) => new Date(ms)),
});

test('first touches come first, then what is worth more, then what is longest over', () => {
  const lead = (status: string, value: number | null, due: string) => ({
    status,
    value,
    dueAt: at(due),
  });
  const sorted = [
    lead('claimed', null, '11:00'),
    lead('quoted', 900, '12:00'),
    lead('attempted', 100, '09:00'),
    lead('attempted', null, '08:00'),
    lead('attempted', 0, '08:30'),
  ];
  expect(sorted.toReversed().toSorted(byUrgency)).toEqual(sorted);
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
