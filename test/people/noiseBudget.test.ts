import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  judgeNotification,
  nextNotification,
  type Notification,
} from '../../src/people/noiseBudget.ts';
import { calendarOf } from '../../src/people/calendar.ts';
import { isWorkingTime } from '../../src/people/workingTime.ts';
import { localDate } from '../../src/people/zone.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { aPerson } from '../support/people.ts';

const settings = settingsSchema.parse({ closures: ['2026-11-26'] });
const timezone = 'Europe/Berlin';
const off = { from: at('12:00', 25), until: at('14:00', 25), standInId: null, origin: 'said' };
const calendar = calendarOf(
  aPerson({ timezone, away: [{ ...off, origin: 'said' as const }] }),
  settings,
);

function at(time: string, day = 23): Date {
  return new Date(`2026-11-${day}T${time}:00+01:00`);
}
const noted = (when: Date, kind = 'nudge'): Notification => ({
  kind,
  at: when,
  localDate: localDate(when, timezone),
});
const judge = (now: Date, ...history: Notification[]) =>
  judgeNotification({ now, calendar, kind: 'nudge', perDay: 3, history });
const nudges = (...times: string[]) => times.map((time) => noted(at(time)));
const others = (...times: string[]) => times.map((time) => noted(at(time), 'escalation'));

test.each([
  ['the first of the day notifies', 'notify', at('10:00'), []],
  ['within 45 minutes of the last it joins that', 'fold', at('10:44'), nudges('10:00')],
  ['after that it is posted anew', 'notify', at('10:45'), nudges('10:00')],
  ['one of another kind does not hold it up', 'notify', at('10:10'), others('10:00')],
  ['three a day are enough', 'fold', at('15:00'), nudges('10:00', '11:00', '12:00')],
  [
    'five of all kinds are enough',
    'fold',
    at('15:00'),
    [...nudges('09:00'), ...others('09:10', '10:00', '11:00', '12:00')],
  ],
  ['yesterday’s do not count', 'notify', at('10:00', 24), nudges('09:00', '11:00', '12:00')],
  ['one that is queued for later counts as just sent', 'fold', at('10:00'), nudges('10:30')],
  ['before work it waits', 'wait', at('08:59'), []],
  ['the end of the day is not part of it', 'wait', at('17:30'), []],
  ['on Sunday it waits', 'wait', at('12:00', 22), []],
  ['when the company is closed it waits', 'wait', at('12:00', 26), []],
  ['while away it waits', 'wait', at('13:00', 25), []],
])('%s', (_what, verdict, now, history) => {
  expect(judge(now, ...history)).toBe(verdict);
});

const next = (now: Date, ...history: Notification[]) =>
  nextNotification({ now, calendar, kind: 'nudge', perDay: 3, history });

test.each([
  ['at work, at once', at('10:00'), at('10:00'), []],
  ['in the evening, when work begins', at('09:00', 24), at('20:00'), []],
  ['soon after one, 45 minutes after it', at('10:45'), at('10:10'), nudges('10:00')],
  ['late in the day, on the next', at('09:00', 24), at('17:20'), nudges('17:10')],
  ['after three, not today', 'used-up', at('16:00'), nudges('10:00', '11:00', '12:00')],
])('a message that is asked for goes out: %s', (_what, when, now, history) => {
  expect(next(now, ...history)).toEqual(when);
});

test('nobody without working time is notified', () => {
  const never = { ...calendar, hours: { ...calendar.hours } };
  for (const day of ['mon', 'tue', 'wed', 'thu', 'fri'] as const) never.hours[day] = [];
  const history: Notification[] = [];
  expect(
    nextNotification({ now: at('10:00'), calendar: never, kind: 'nudge', perDay: 3, history }),
  ).toBe('never');
});

/** Somebody to whom something happens at these moments, minutes from Sunday noon on; each asks to be told. */
const moments = fc.array(
  fc.record({
    minute: fc.integer({ min: 0, max: 7 * 24 * 60 }),
    kind: fc.constantFrom('nudge', 'escalation'),
  }),
  { maxLength: 200 },
);

test('whatever happens, nobody is disturbed more than allowed, or when they do not work', () => {
  fc.assert(
    fc.property(moments, fc.integer({ min: 1, max: 6 }), (asked, perDay) => {
      const sent: Notification[] = [];
      for (const { minute, kind } of asked.toSorted((a, b) => a.minute - b.minute)) {
        const now = new Date(at('12:00', 22).getTime() + minute * 60_000);
        const verdict = judgeNotification({ now, calendar, kind, perDay, history: sent });
        if (verdict === 'notify') sent.push(noted(now, kind));
      }
      for (const one of sent) expect(isWorkingTime(one.at, calendar)).toBe(true);
      for (const today of Map.groupBy(sent, (one) => one.localDate).values()) {
        expect(today.length).toBeLessThanOrEqual(5);
        for (const alike of Map.groupBy(today, ({ kind }) => kind).values()) {
          expect(alike.length).toBeLessThanOrEqual(perDay);
        }
      }
      for (const alike of Map.groupBy(sent, ({ kind }) => kind).values()) {
        const times = alike.map((one) => one.at.getTime());
        const pauses = times.slice(1).map((time, i) => time - (times[i] ?? 0));
        expect(pauses.filter((pause) => pause < 45 * 60_000)).toEqual([]);
      }
    }),
  );
});
