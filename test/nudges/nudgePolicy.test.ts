import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runsOutSoon } from '../../src/nudges/nudgePolicy.ts';
import { calendarOf } from '../../src/people/calendar.ts';
import { addWorkingTime } from '../../src/people/workingTime.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { aPerson } from '../support/people.ts';

const calendar = calendarOf(aPerson({ timezone: 'Europe/Berlin' }), settingsSchema.parse({}));
const at = (time: string, day = 23) => new Date(`2026-11-${day}T${time}:00+01:00`);
const window = (opened: Date | null, due: Date | null) => ({
  dueOpenedAt: opened,
  followUpDueAt: due,
});

test.each([
  ['an hour, after 41 minutes', at('10:00'), at('11:00'), at('10:41'), false],
  ['an hour, after 42 minutes', at('10:00'), at('11:00'), at('10:42'), true],
  ['an hour that is over', at('10:00'), at('11:00'), at('11:00'), false],
  // Friday 16:00 to Monday 16:00 is eight and a half hours of work; 5:57 of them are 70 %.
  ['a day over a weekend, on Monday 13:26', at('16:00', 20), at('16:00'), at('13:26'), false],
  ['a day over a weekend, on Monday 13:27', at('16:00', 20), at('16:00'), at('13:27'), true],
  ['nothing due', at('10:00'), null, at('10:59'), false],
  ['no beginning', null, at('11:00'), at('10:59'), false],
  ['a window without working time', at('20:00'), at('21:00'), at('20:59'), false],
])('about to run out: %s', (_what, opened, due, now, soon) => {
  expect(runsOutSoon(window(opened, due), calendar, now)).toBe(soon);
});

test('once it is about to run out it stays so until it has', () => {
  const minutes = fc.integer({ min: 1, max: 5_000 });
  fc.assert(
    fc.property(minutes, minutes, minutes, (length, first, later) => {
      const opened = at('10:00');
      const due = addWorkingTime(opened, { minutes: length }, calendar);
      const [a, b] = [first, later]
        .toSorted((x, y) => x - y)
        .map((after) => new Date(opened.getTime() + after * 60_000));
      if (!due || !a || !b || b >= due) return;
      const soon = (now: Date) => runsOutSoon(window(opened, due), calendar, now);
      expect(soon(a) && !soon(b)).toBe(false);
    }),
  );
});
