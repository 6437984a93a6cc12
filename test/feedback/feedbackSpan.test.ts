import { expect, test } from 'vitest';
import { feedbackSpan } from '../../src/feedback/feedbackSpan.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { aPerson } from '../support/people.ts';

const settings = settingsSchema.parse({ closures: ['2026-11-26'] });
const berlin = aPerson({ timezone: 'Europe/Berlin' });

test.each([
  ['Tuesday tells of a day', '2026-11-24', '2026-11-23T08:00:00Z'],
  ['Monday tells of the weekend, too', '2026-11-23', '2026-11-20T08:00:00Z'],
  ['the day after a closure tells of it, too', '2026-11-27', '2026-11-25T08:00:00Z'],
])('%s', (_, date, since) => {
  expect(feedbackSpan(date, berlin, settings)).toEqual({
    since: new Date(since),
    until: new Date(`${date}T08:00:00Z`),
  });
});
