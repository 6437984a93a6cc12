import { shareInWords } from '../leads/complianceWords.ts';
import { writtenDay } from '../people/zone.ts';
import type { PeriodDates } from './period.ts';
import type { Verdict } from './verdict.ts';

/** `1 to 30 Nov 2026`, `23 Nov to 6 Dec 2026` */
export function periodInWords({ from, until }: PeriodDates): string {
  const [first, last] = [writtenDay(from), writtenDay(until)].map((day) => day.slice(4).split(' '));
  const same = (n: number) => first?.[n] === last?.[n];
  const shown = same(2) ? (same(1) ? 1 : 2) : 3;
  return from === until
    ? (last?.join(' ') ?? '')
    : `${first?.slice(0, shown).join(' ')} to ${last?.join(' ')}`;
}

/** How many of somebody's leads count which way; `updated + blocked + excused` are all of them. */
export type PayCounts = {
  readonly updated: number;
  readonly blocked: number;
  readonly excused: number;
};

export function countVerdicts(verdicts: readonly Verdict[]): PayCounts {
  const count = (state: Verdict['state']) =>
    verdicts.filter((verdict) => verdict.state === state).length;
  return { updated: count('updated'), blocked: count('blocked'), excused: count('excused') };
}

/** `93 % (14 of 15) fully updated, 1 blocking, 2 excused` */
export function countsInWords({ updated, blocked, excused }: PayCounts): string {
  const counted = updated + blocked;
  return [
    counted > 0 ? `${shareInWords(updated, counted)} fully updated` : 'no lead counts',
    ...(blocked > 0 ? [`${blocked} blocking`] : []),
    ...(excused > 0 ? [`${excused} excused`] : []),
  ].join(', ');
}
