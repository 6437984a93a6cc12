import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCommand } from '../../src/commands/leadCommand.ts';
import { writtenDateReader } from '../../src/commands/writtenDateReader.ts';
import { calendarOf } from '../../src/people/calendar.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { aPerson } from '../support/people.ts';

// A Monday morning in Berlin.
const now = new Date('2026-11-23T08:30:00Z');
const readDate = writtenDateReader(
  now,
  calendarOf(aPerson({ timezone: 'Europe/Berlin' }), settingsSchema.parse({})),
);
const read = (text: string) => readCommand(text, readDate);
const until = (instant: string, from: string | null = null) => ({
  from: from === null ? null : new Date(from),
  until: new Date(instant),
});

describe('when', () => {
  test.each([
    ['away', null],
    ['AWAY until Monday', until('2026-11-30T08:00:00Z')],
    ['away until “Monday”.', until('2026-11-30T08:00:00Z')],
    ['away till thursday 3pm', until('2026-11-26T14:00:00Z')],
    ['away until 3 dec', until('2026-12-03T08:00:00Z')],
    ['away today until tomorrow', until('2026-11-24T08:00:00Z')],
    ['away from now until 2026-12-01', until('2026-12-01T08:00:00Z')],
    ['away from 1 dec until 5 dec', until('2026-12-07T08:00:00Z', '2026-12-01T08:00:00Z')],
    ['away 28 dec to 4 jan', until('2027-01-04T08:00:00Z', '2026-12-28T08:00:00Z')],
    ['away 3pm until 5pm', until('2026-11-23T16:00:00Z', '2026-11-23T14:00:00Z')],
    ['away tomorrow', { on: '2026-11-24' }],
    ['away today', { on: '2026-11-23' }],
    ['away from 2026-12-01', { on: '2026-12-01' }],
  ])('%j', (text, when) => {
    expect(read(text)).toEqual({ verb: 'away', when, standInId: null });
  });
});

describe('who stands in', () => {
  test.each([
    'away until monday standing in: <@U0BEN>',
    'away until monday, standing in <@U0BEN>',
    'away until monday stand-in: <@U0BEN>',
    'away until monday with standin <@U0BEN>',
    'away standing in: <@U0BEN> until monday',
    'away until monday <@U0BEN>',
  ])('%j', (text) => {
    expect(read(text)).toEqual({
      verb: 'away',
      when: until('2026-11-30T08:00:00Z'),
      standInId: 'U0BEN',
    });
  });
});

describe('what cannot be read is answered with a line that can', () => {
  test.each([
    ['away until monday standing in: ben', 'type @', '/lead away until monday'],
    ['away until monday @ben', 'type @', '/lead away until monday'],
    ['away until 3 dec <@U0BEN> <@U0MIA>', 'one person', '/lead away until 3 dec'],
    ['away <@U0BEN>', 'until when', '/lead away until monday'],
    ['away until the cows come home', 'the cows come home', '/lead away until monday'],
    ['away from blue until monday', '“blue”', '/lead away until monday'],
    ['away soon', '“soon”', '/lead away until monday'],
    ['away until yesterday', '“yesterday”', '/lead away until monday'],
    ['away tomorrow 10am', '“until”', '/lead away until tomorrow 10am'],
    ['away next week', 'first day', '/lead away until monday'],
    ['away 1 dec - 5 dec', 'first day', '/lead away 1 dec until 5 dec'],
    ['away 1-5 dec', 'first day', '/lead away until monday'],
    ['awayy until monday', 'not something that /lead knows', '/lead away'],
  ])('%j', (text, problem, nearest) => {
    expect(read(text)).toEqual({ problem: expect.stringContaining(problem), nearest });
  });
});

test('back', () => {
  expect(read('Back')).toEqual({ verb: 'back' });
});

test('whatever is typed, a line that is proposed can be read', () => {
  const word = fc.constantFrom(
    'until',
    'from',
    'to',
    'monday',
    '3 dec',
    '-',
    'standing in:',
    '<@U0BEN>',
    '@ben',
    'tomorrow',
    '10am',
    'next week',
    '<@',
    '“',
    ':',
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(word, fc.string({ maxLength: 8 })), { maxLength: 8 }),
      (words) => {
        const answer = read(`away ${words.join(' ')}`);
        const readable = 'problem' in answer ? read(answer.nearest) : answer;
        expect(readable).toHaveProperty('verb', 'away');
      },
    ),
    { numRuns: 2_000 },
  );
});
