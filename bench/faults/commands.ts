import fc from 'fast-check';
import { firstWords, readCommand } from '../../src/commands/leadCommand.ts';
import { obstacleKeys } from '../../src/leads/obstacles.ts';
import type { ReadDate } from '../../src/commands/updateCommand.ts';
import { writtenDateReader } from '../../src/commands/writtenDateReader.ts';
import { workspaceCalendar } from '../../src/people/calendar.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import type { FaultRun } from './faultRun.ts';

const batch = 500;
/** Enough to understand what is wrong. */
const mostViolations = 100;

export const commands: FaultRun = {
  about: 'lines of random words, typos and characters after /lead',
  repeats: 100_000,
  async play({ repeats, say }) {
    const violations: string[] = [];
    for (let from = 0; from < repeats && violations.length < mostViolations; from += batch) {
      const readDate = readerAt(from / batch);
      const numRuns = Math.min(batch, repeats - from);
      // The same lines each time, so that a violation can be looked at again.
      for (const text of fc.sample(line, { numRuns, seed: from })) {
        violations.push(...faultsOf(text, readDate));
      }
      if ((from + batch) % 10_000 === 0) say(`${from + batch} of ${repeats}`);
    }
    return violations;
  },
};

/** Some zone, and some time of a year, changes of clocks included. */
function readerAt(n: number): ReadDate {
  const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia'];
  const settings = settingsSchema.parse({ timezone: zones[n % zones.length] });
  const now = new Date(Date.UTC(2026, 2, 1) + ((n * 37) % (365 * 24)) * 3_600_000);
  return writtenDateReader(now, workspaceCalendar(settings));
}

/** To say who, one chooses them from Slack's list: no line that is proposed can do that. */
const needsColleague = /^\/lead pass L-\d+ @colleague$/;

function faultsOf(text: string, readDate: ReadDate): string[] {
  try {
    const answer = readCommand(text, readDate);
    if (!('problem' in answer)) return [];
    const { problem, nearest } = answer;
    if (!problem || !nearest.startsWith('/lead ')) {
      return [`${JSON.stringify(text)} is answered with ${JSON.stringify(answer)}`];
    }
    const isRight = needsColleague.test(nearest) || !('problem' in readCommand(nearest, readDate));
    return isRight ? [] : [`${JSON.stringify(text)} proposes ${nearest}, which is none`];
  } catch (error) {
    return [`${JSON.stringify(text)} throws ${String(error)}`];
  }
}

const right = [
  'L-1042 connected call "wants a quote" tomorrow 10am',
  'L-1042 disqualified invalid "the number does not exist"',
  'L-1042 quoted 5.000 eur next tue 10am',
  'L-1042 lost money',
  'L-1042 nurture 3 dec',
  'postpone L-1042 thursday',
  'release L-1042 "not my region"',
  'pass L-1042 <@U024BE7LH> "speaks English only"',
  'away from 1 dec until 5 dec standing in: <@U024BE7LH>',
  'away until monday',
  'undo L-1042',
  'find acme ltd',
];
const words = fc.constantFrom(
  ...firstWords,
  ...obstacleKeys,
  ...right.flatMap((whole) => whole.split(' ')),
  ...['L-7', '7', '#7', 'l 7', 'L–1042', 'L-99999999999', '-5', '0', '1e3', 'held', 'merged'],
  ...['no', 'answer', 'voicemail', 'invlid', 'conected', 'value', '€5k', '£', '31 feb', '25:61'],
  ...['next week', 'in 3 months', 'noon', 'until', 'from', '-', '–', 'in 99999999 days'],
  ...['"', '“', '„', "'", '’', '<!channel>', '<@', '<@U1|ana>', '&amp;', '@ben', '*bold*', '`'],
  ...['__proto__', 'constructor', 'toString', '\u202e', '\u0000', '\ud800', '\u00a0', '🙂', '١٢'],
);
const anything = fc.string({ unit: 'binary', maxLength: 12 });
const wordsInARow = fc
  .array(fc.oneof({ weight: 4, arbitrary: words }, anything), { maxLength: 9 })
  .map((all) => all.join(' '));
/** A right line in which something was struck out, put in or written twice. */
const typo = fc
  .tuple(fc.constantFrom(...right), fc.nat(60), fc.nat(3), fc.oneof(words, anything))
  .map(([text, at, cut, put]) => `${text.slice(0, at)}${put}${text.slice(at + cut)}`);
const line = fc.oneof(
  { weight: 5, arbitrary: wordsInARow },
  { weight: 3, arbitrary: typo },
  fc.string({ unit: 'grapheme', maxLength: 80 }),
);
