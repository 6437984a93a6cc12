import type { Grade } from '../leads/grade.ts';
import type { LostTime } from '../leads/lostTimeStore.ts';
import type { Obstacle } from '../leads/obstacles.ts';
import { wilson } from '../leads/wilson.ts';
import { channelCalendar } from '../people/calendar.ts';
import { atLocalTime, dayNumber, isoDate } from '../people/zone.ts';
import type { Settings } from '../settings/settings.ts';
import type { AnswerRates } from './feedbackStore.ts';

/** Whole weeks, Monday to Sunday, of which the last is the one that is looked at. */
export const sourcePeriods = {
  week: { label: 'This week', weeks: 1 },
  'four-weeks': { label: 'Last 4 weeks', weeks: 4 },
  quarter: { label: 'Last quarter (13 weeks)', weeks: 13 },
} as const;
export type SourcePeriod = keyof typeof sourcePeriods;
export const sourcePeriodKeys = Object.keys(sourcePeriods) as SourcePeriod[]; // keyof of a literal: Object.keys only forgets it

/** Which of a source's leads are counted: those that came in from then on, and before then. */
export type Arrivals = { readonly key: string; readonly from: Date; readonly until: Date };

/** A source's days are those of its own channel, so that everybody reads the same figures. */
export function arrivalsOf(
  settings: Settings,
  key: string,
  { monday, weeks }: { readonly monday: string; readonly weeks: number },
): Arrivals {
  const { timezone } = channelCalendar(settings.sources[key]?.channel ?? '', settings);
  const midnight = (days: number) =>
    atLocalTime(isoDate(dayNumber(monday) + days), '00:00', timezone);
  return { key, from: midnight(7 - 7 * weeks), until: midnight(7) };
}

/** Working seconds: as many as half of `n` did not exceed. */
export type Median = { readonly n: number; readonly median: number };

/** Of the leads that came in then, as they stand now. What is said of their quality is said of those that were worked only. */
export type SourceCounts = {
  readonly arrived: number;
  /** They lacked nothing that their source must have. */
  readonly complete: number;
  /** Somebody had them, or has. */
  readonly claimed: number;
  /** With a touch, at least. */
  readonly worked: number;
  /** Ended, with no touch on record. */
  readonly endedUnworked: number;
  /** Worked, and still open. */
  readonly open: number;
  readonly qualified: number;
  readonly won: number;
  /** The same with no touch on record. */
  readonly qualifiedUnworked: number;
  readonly wonUnworked: number;
  readonly claim: Median | null;
  readonly touch: Median | null;
};

export const nothingArrived: SourceCounts = {
  ...{ arrived: 0, complete: 0, claimed: 0, worked: 0, endedUnworked: 0, open: 0 },
  ...{ qualified: 0, won: 0, qualifiedUnworked: 0, wonUnworked: 0, claim: null, touch: null },
};

/** What a source's leads came to. */
export type SourceFigures = SourceCounts & {
  readonly key: string;
  readonly name: string;
  /** The source has must-haves, so that `complete` says something. */
  readonly isGated: boolean;
  /** What was won of them; `leads`: those of which it is known. */
  readonly worth: readonly {
    readonly currency: string | null;
    readonly value: number;
    readonly leads: number;
  }[];
  /** Why those ended that were worked, the most frequent first. */
  readonly obstacles: readonly { readonly obstacle: Obstacle; readonly count: number }[];
  readonly grades: Readonly<Record<Grade, number>>;
  /** Of one lead. */
  readonly cost: { readonly each: number; readonly currency: string } | null;
  /** Of those whose stage marketing said and a rep confirmed, how many were somewhere else. */
  readonly stage: { readonly confirmed: number; readonly differs: number };
  /** What was asked then, of whatever lead of the source. */
  readonly answers: AnswerRates;
  /** Arrivals then that nobody was told of: their customers had asked not to be contacted. */
  readonly suppressed: number;
  /** What was lost then to leads of the source, by kind and by who bore it. */
  readonly lost: readonly Omit<LostTime, 'sourceKey'>[];
};

/** Something arrived, or something is to be said of what arrived before. */
export const hasNews = ({ arrived, suppressed, lost, answers }: SourceFigures): boolean =>
  arrived + suppressed + lost.length + answers.marketing.asked + answers.sales.asked > 0;

/** Those that brought most leads first. */
export const byArrivals = (
  a: Pick<SourceFigures, 'arrived' | 'name'>,
  b: Pick<SourceFigures, 'arrived' | 'name'>,
): number => b.arrived - a.arrived || a.name.localeCompare(b.name, 'en');

/** Fewer than these may be so by chance alone, so the range is said. */
const certain = 200;

/** `34 % (17 of 50; 23 to 48 %)`: between the two the truth lies, most probably. `whole` is not 0. */
export function shareWithRange(part: number, whole: number): string {
  const { low, high } = wilson(part, whole);
  const range = `; ${Math.round(100 * low)} to ${Math.round(100 * high)} %`;
  return `${Math.round((100 * part) / whole)} % (${part} of ${whole}${whole < certain ? range : ''})`;
}

/** The first day of a date's month. */
export const monthOf = (date: string): string => `${date.slice(0, 7)}-01`;
