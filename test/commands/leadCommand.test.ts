import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LeadCommand, readCommand } from '../../src/commands/leadCommand.ts';
import type { CommandProblem } from '../../src/commands/commandWords.ts';
import { calendarOf } from '../../src/people/calendar.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { writtenDateReader } from '../../src/commands/writtenDateReader.ts';
import { aPerson } from '../support/people.ts';

// A Monday morning in Berlin.
const now = new Date('2026-11-23T08:00:00Z');
const readDate = writtenDateReader(
  now,
  calendarOf(aPerson({ timezone: 'Europe/Berlin' }), settingsSchema.parse({})),
);
const read = (text: string) => readCommand(text, readDate);
const update = (text: string) => {
  const command = read(text);
  if ('problem' in command || command.verb !== 'update') throw new Error(JSON.stringify(command));
  return command;
};

describe('what stands alone', () => {
  test.each([
    ['', { verb: 'home' }],
    ['   ', { verb: 'home' }],
    ['/lead', { verb: 'home' }],
    ['help', { verb: 'help' }],
    ['MINE', { verb: 'mine' }],
    ['team', { verb: 'team' }],
    ['setup', { verb: 'setup' }],
    ['new', { verb: 'new', name: '' }],
    ['new Jane Doe', { verb: 'new', name: 'Jane Doe' }],
    ['find acme ltd', { verb: 'find', text: 'acme ltd' }],
    ['FIND “acme ltd”', { verb: 'find', text: 'acme ltd' }],
  ] satisfies [string, LeadCommand][])('%j', (text, command) => {
    expect(read(text)).toEqual(command);
  });
});

describe('a report is asked for in any order', () => {
  const days = { from: '2026-11-01', until: '2026-11-15' };
  test.each([
    ['report', { period: 'week', by: null }],
    ['report today', { period: 'today', by: null }],
    ['Report Source this week', { period: 'week', by: 'source' }],
    ['report by reps last month', { period: 'last month', by: 'rep' }],
    ['report segment 2026-11-01..2026-11-15', { period: days, by: 'segment' }],
    ['report 2026-11-1 .. 2026-11-15 per channel', { period: days, by: 'channel' }],
    ['report 2026-11-01…2026-11-15', { period: days, by: null }],
    ['report from 2026-11-01 to 2026-11-15', { period: days, by: null }],
    ['report 2026-11-01', { period: { from: '2026-11-01', until: '2026-11-01' }, by: null }],
  ] as const)('%j', (text, words) => {
    expect(read(text)).toEqual({ verb: 'report', words });
    expect(read(text.replace(/^report/i, 'export'))).toEqual({ verb: 'export', words });
    expect(read(`${text} export`)).toEqual({ verb: 'export', words });
    expect(read(text.replace(/^report/i, 'report Export'))).toEqual({ verb: 'export', words });
  });

  test.each([
    ['report sauce', '/lead report week source'],
    ['report yesterdy rep', '/lead report yesterday rep'],
    ['export next decade', '/lead export week'],
    ['report rep channel today', '/lead report today rep'],
    ['report today last week', '/lead report last week'],
    ['report 2026-11-01..', '/lead report 2026-11-01..2026-11-01'],
    ['report sauce export', '/lead export week source'],
    ['report <@U0ANA> this week', '/lead review'],
    ['report @ana', '/lead review'],
  ])('%j → %s', (text, nearest) => {
    expect(read(text)).toEqual({ problem: expect.any(String), nearest });
    expect(read(nearest)).not.toHaveProperty('problem');
  });
});

describe('a lead is named as people write it', () => {
  test.each(['L-1042', 'l-1042', 'L1042', '1042', '#1042', 'L 1042', 'L–1042', '  L-1042  '])(
    '%j',
    (text) => {
      expect(read(text)).toEqual({ verb: 'show', lead: 1042 });
    },
  );
});

describe('statuses that nobody sets by hand', () => {
  test.each([
    ['L-7 new', '/lead release L-7 "not my region"'],
    ['7 Claimed', '/lead claim L-7'],
    ['L-7 merged into L-8', '/lead L-7'],
    ['held L-7', '/lead L-7'],
  ])('%j', (text, nearest) => {
    expect(read(text)).toEqual({
      problem: expect.stringContaining('is a status that is not set by hand'),
      nearest,
    });
  });
});

describe('amounts', () => {
  test.each([
    ['L-7 won 7000', { value: 7000, currency: null }],
    ['L-7 won 1.234,50 €', { value: 1234.5, currency: 'EUR' }],
    ['L-7 quoted £ 5,000, tomorrow', { value: 5000, currency: 'GBP' }],
    ['L-7 quoted 5,000 $ "net"', { value: 5000, currency: null }],
    ['L-7 quoted 12 dec', null],
    ['L-7 qualified 5000 eur', { value: 5000, currency: 'EUR' }],
  ])('%j', (text, value) => {
    expect(update(text).value).toEqual(value);
  });
});

describe('verbs', () => {
  test.each([
    ['claim L-1042', { verb: 'claim', lead: 1042 }],
    ['1042 Claim', { verb: 'claim', lead: 1042 }],
    ['why L-1042', { verb: 'why', lead: 1042 }],
    ['L-1042 why', { verb: 'why', lead: 1042 }],
    ['release L-1042 not my region', { verb: 'release', lead: 1042, text: 'not my region' }],
    ['release L-1042 “not my region”', { verb: 'release', lead: 1042, text: 'not my region' }],
    [
      'note L-1042 she said "call me" twice',
      { verb: 'note', lead: 1042, text: 'she said "call me" twice' },
    ],
    ["note L-1042 doesn't answer", { verb: 'note', lead: 1042, text: "doesn't answer" }],
    [
      'postpone L-1042 thursday 10am',
      { verb: 'postpone', lead: 1042, to: new Date('2026-11-26T09:00:00Z') },
    ],
  ] satisfies [string, LeadCommand][])('%j', (text, command) => {
    expect(read(text)).toEqual(command);
  });
});

describe('updates', () => {
  test('touch, note and next step in one line', () => {
    expect(update('L-1042 connected call “wants a quote” next tue 10am')).toEqual({
      verb: 'update',
      lead: 1042,
      status: 'connected',
      touch: 'call',
      outcome: null,
      obstacle: null,
      text: 'wants a quote',
      value: null,
      next: { at: new Date('2026-12-01T09:00:00Z'), on: '2026-12-01' },
    });
  });
  test('the order does not matter', () => {
    expect(update('connected L-1042 tomorrow 10am "wants a quote" call')).toMatchObject({
      status: 'connected',
      touch: 'call',
      text: 'wants a quote',
      next: { on: '2026-11-24' },
    });
  });
  test('disqualified with its obstacle and evidence', () => {
    expect(update('L-1042 disqualified invalid "number does not exist"')).toMatchObject({
      status: 'disqualified',
      obstacle: 'invalid',
      text: 'number does not exist',
      next: null,
    });
  });
  test('nurture with the day to come back on', () => {
    expect(update('L-1042 nurture 3 dec')).toMatchObject({
      status: 'nurture',
      next: { on: '2026-12-03' },
    });
  });
  test.each([
    ['€5,000', { value: 5000, currency: 'EUR' }],
    ['5000 eur', { value: 5000, currency: 'EUR' }],
    ['value 5k', { value: 5000, currency: null }],
    ['value 1234.50', { value: 1234.5, currency: null }],
    ['$99.95', { value: 99.95, currency: null }],
  ])('quoted %s', (text, value) => {
    expect(update(`L-1042 quoted ${text} 3 dec`)).toMatchObject({
      value,
      next: { on: '2026-12-03' },
    });
  });
  test('tried without an answer', () => {
    expect(update('L-1042 attempted email no answer')).toMatchObject({
      touch: 'email',
      outcome: 'no-answer',
    });
  });
});

describe('what cannot be read is answered with the nearest line that can', () => {
  test.each([
    ['hlep', '/lead help'],
    ['L-1042 conected', '/lead L-1042 connected'],
    ['L-1042 tried tomorrow', '/lead L-1042 attempted tomorrow'],
    ['clam L-1042', '/lead claim L-1042'],
    ['claim', '/lead claim L-1042'],
    ['L-1042 connected wants a quote', '/lead L-1042 connected "wants a quote"'],
    [
      'L-1042 connected wants a quote tomorrow 10am',
      '/lead L-1042 connected "wants a quote" tomorrow 10am',
    ],
    ['L-1042 disqualified', '/lead L-1042 disqualified invalid "the number does not exist"'],
    [
      'L-1042 disqualified invlid "no such number"',
      '/lead L-1042 disqualified invalid "no such number"',
    ],
    ['L-1042 disqualified trust', '/lead L-1042 disqualified trust "the number does not exist"'],
    ['L-1042 lost', '/lead L-1042 lost money'],
    ['L-1042 lost money tomorrow', '/lead L-1042 lost money'],
    ['L-1042 quoted 5k eur soon', '/lead L-1042 quoted 5000 EUR "soon"'],
    ['L-1042 nurture', '/lead L-1042 nurture in 3 months'],
    ['postpone L-1042 whenever', '/lead postpone L-1042 tomorrow 10am'],
    ['note L-1042', '/lead note L-1042 "asked for a call after lunch"'],
    ['make me a sandwich', '/lead help'],
    ['constructor', '/lead find constructor'],
    ['Jane Keller', '/lead find Jane Keller'],
    ['https://example.org', '/lead help'],
    ['find', '/lead find acme'],
  ])('%j → %s', (text, nearest) => {
    const answer = read(text);
    expect(answer).toHaveProperty('problem');
    expect((answer as CommandProblem).nearest).toBe(nearest); // checked in the line above
  });
});

describe('whatever is typed', () => {
  const words = fc.constantFrom(
    ...[
      'L-1042',
      '7',
      'claim',
      'note',
      'postpone',
      'release',
      'connected',
      'disqualified',
      'lost',
      'nurture',
    ],
    ...[
      'quoted',
      'invalid',
      'invlid',
      'call',
      'no',
      'answer',
      '"said yes"',
      '“open',
      "'",
      'tomorrow',
      '3 dec',
    ],
    ...['report', 'export', 'last week', 'source', '2026-11-01..2026-11-15', '2026-02-30'],
    ...['5000', 'EUR', '€5k', 'value', 'wants', '__proto__', '<!channel>', '&amp;', '\u202e', '🙂'],
  );
  const line = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.array(words, { maxLength: 8 }).map((all) => all.join(' ')),
  );

  test('it is a command, or a problem whose nearest line is a command', () => {
    fc.assert(
      fc.property(line, (text) => {
        const answer = read(text);
        if (!('problem' in answer)) return;
        expect(answer.problem).not.toBe('');
        expect(answer.nearest).toMatch(/^\/lead /);
        expect(read(answer.nearest)).not.toHaveProperty('problem');
      }),
      { numRuns: 500 },
    );
  });

  test('however long it is, few dates are looked for in it', () => {
    let looks = 0;
    readCommand(`L-1042 connected ${'1 '.repeat(5_000)}`, () => {
      looks += 1;
      return null;
    });
    expect(looks).toBeLessThan(20);
  });
});
