import {
  faultWords,
  isPeriodName,
  type Period,
  type PeriodFault,
  type PeriodName,
  periodNames,
  periodTyped,
} from '../digests/period.ts';
import { type Breakdown, breakdowns, isBreakdown, type ReportWords } from '../digests/report.ts';
import { type CommandProblem, nearestWord, type Token } from './commandWords.ts';

export type ReportCommand = {
  readonly verb: 'report' | 'export';
  readonly words: ReportWords;
};

const date = String.raw`(\d{4}-\d{1,2}-\d{1,2})`;
const range = new RegExp(
  String.raw`(?:from )?${date}\s*(?:\.{2,}|…|[-–—]+|\b(?:to|until|till)\b)\s*${date}`,
);
const day = new RegExp(String.raw`(?:on )?${date}`);
const name = /\b(?:this )?(last (?:week|month)|today|yesterday|week|month)\b/;
const fillers = new Set(['by', 'per', 'for', 'of', 'the', 'and']);
const known = [...Object.keys(breakdowns), ...Object.keys(periodNames)];

/**
 * Reads `last week source`, `2026-11-01..2026-11-15 by rep`, in any order; a report with `export`
 * among its words is an export. Never throws.
 */
export function readReport(
  verb: ReportCommand['verb'],
  rest: readonly Token[],
): ReportCommand | CommandProblem {
  const others = rest.filter(({ text }) => text.toLowerCase() !== 'export');
  if (verb === 'report' && others.length < rest.length) return readReport('export', others);
  const typed = rest.map(({ text }) => text.toLowerCase()).join(' ');
  const { period, left } = readPeriod(typed);
  const words = left.split(/\s+/).filter((word) => word && !fillers.has(word));
  const read = words.map(breakdownMeant);
  const by = read.find((one) => one !== null) ?? null;
  const line = (also: string | null = by) =>
    `/lead ${verb} ${periodTyped(period ?? 'week')}${also ? ` ${also}` : ''}`;
  const strange = words.find((_, i) => read[i] === null);
  if (strange?.match(/^<?@/)) return aboutOne;
  if (strange !== undefined) {
    const meant = nearestWord(strange, known);
    const nearest =
      !meant || isBreakdown(meant)
        ? line(meant ?? by)
        : `/lead ${verb} ${meant}${by ? ` ${by}` : ''}`;
    return { problem: `“${short(strange)}” is nothing that a report can be asked for.`, nearest };
  }
  if (new Set(read).size > 1)
    return { problem: 'A report is broken down by one thing at a time.', nearest: line() };
  if (name.test(left) || day.test(left))
    return { problem: 'A report is about one period.', nearest: line() };
  return { verb, words: { period: period ?? 'week', by } };
}

const aboutOne: CommandProblem = {
  problem: 'A report is not about one person. Of a rep there is a page for your talk with them.',
  nearest: '/lead review',
};

function readPeriod(typed: string): { period: PeriodName | Period | null; left: string } {
  const [both = '', from = '', until = ''] = range.exec(typed) ?? [];
  if (both)
    return { period: { from: iso(from), until: iso(until) }, left: typed.replace(both, ' ') };
  const [one = '', on = ''] = day.exec(typed) ?? [];
  if (one) return { period: { from: iso(on), until: iso(on) }, left: typed.replace(one, ' ') };
  const [words = '', called = ''] = name.exec(typed) ?? [];
  return isPeriodName(called)
    ? { period: called, left: typed.replace(words, ' ') }
    : { period: null, left: typed };
}

/** `2026-11-1` as `2026-11-01`. */
const iso = (written: string): string =>
  written
    .split('-')
    .map((part) => part.padStart(2, '0'))
    .join('-');

const breakdownMeant = (word: string): Breakdown | null => {
  const one = word.replace(/s$/, '');
  return isBreakdown(one) ? one : null;
};

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

/** A period of which nothing can be said. */
export const periodProblem = (
  { verb, words }: ReportCommand,
  { why, instead }: PeriodFault,
): CommandProblem => ({
  problem: faultWords[why],
  nearest: `/lead ${verb} ${periodTyped(instead)}${words.by ? ` ${words.by}` : ''}`,
});

/** A breakdown that is not theirs to see. */
export const otherBreakdown = (
  { words }: ReportCommand,
  instead: Breakdown | null,
): CommandProblem => ({
  problem: 'Figures of single reps are for the managers of their channels.',
  nearest: `/lead report ${periodTyped(words.period)}${instead ? ` ${instead}` : ''}`,
});
