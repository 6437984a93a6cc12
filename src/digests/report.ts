import type { Compliance } from '../leads/compliance.ts';
import { isClosed, type Status, statuses } from '../leads/statuses.ts';
import type { Period, PeriodName } from './period.ts';

/** What a report can be broken down by. */
export const breakdowns = {
  rep: 'By rep',
  source: 'By source',
  channel: 'By channel',
  segment: 'By segment',
} as const;
export type Breakdown = keyof typeof breakdowns;
export const isBreakdown = (text: string): text is Breakdown => Object.hasOwn(breakdowns, text);

/** What somebody asks a report for. Null: what is usual for them. */
export type ReportWords = {
  readonly period: PeriodName | Period;
  readonly by: Breakdown | null;
};

/** Whose leads somebody may have reported. */
export type Reach =
  | { readonly of: 'channels'; readonly channels: readonly string[] }
  /** A marketer's: no rep is named, nobody's contact details are shown. */
  | { readonly of: 'sources'; readonly sources: readonly string[] }
  | { readonly of: 'person'; readonly personId: string };

/** Seconds: half of them took at most `median`, nine in ten at most `p90`. */
export type Spread = { readonly n: number; readonly median: number; readonly p90: number };

/** How long something took. Those of `rep` are working time; `system`'s is by the clock on the wall. */
export type Times = {
  readonly claim: Spread | null;
  readonly touch: Spread | null;
  readonly update: Spread | null;
  readonly system: Spread | null;
};

/** What became of leads that came in, as they stand now. */
export type Standing = {
  readonly arrived: number;
  readonly touched: number;
  readonly won: number;
  readonly open: number;
  readonly byStatus: Readonly<Partial<Record<Status, number>>>;
};

export type Figures = Standing & {
  readonly times: Times;
  /** Null: not said of such a part. */
  readonly compliance: Compliance | null;
};

/** `key`: a rep's, channel's or source's id, or a segment; null: nobody, none. */
export type Part = Figures & { readonly key: string | null };

/** Seconds of working time. */
export type LostTime = {
  readonly kind: 'held' | 'incomplete' | 'bad';
  readonly seconds: number;
  readonly leads: number;
};

export type Report = {
  readonly period: Period;
  /** Null: of one person, undivided. */
  readonly by: Breakdown | null;
  readonly reach: Reach;
  readonly whole: Figures;
  /** How many first touches took how long: as many as `touchSteps` has, and one for what took longer. */
  readonly touches: readonly number[];
  /** What held, incomplete and bad leads cost then; of a person, what they bore. */
  readonly lost: readonly LostTime[];
  /** The largest. */
  readonly parts: readonly Part[];
  readonly moreParts: number;
};

/** Working seconds: the ends of the steps in which first touches are counted. */
export const touchSteps = [5, 15, 30, 60, 120, 240, 480].map((minutes) => minutes * 60);

export const noTimes: Times = { claim: null, touch: null, update: null, system: null };

/** One part's leads, counted by status. */
export type StatusCount = {
  readonly key: string | null;
  readonly status: Status;
  readonly leads: number;
  readonly touched: number;
};

export function standing(counts: readonly StatusCount[]): Standing {
  const sum = (which: (one: StatusCount) => boolean, of: 'leads' | 'touched' = 'leads') =>
    counts.filter(which).reduce((total, one) => total + one[of], 0);
  // keyof of a literal: Object.keys only forgets it
  const present = (Object.keys(statuses) as Status[]).flatMap((status) => {
    const leads = sum((one) => one.status === status);
    return leads > 0 ? [[status, leads] as const] : [];
  });
  return {
    arrived: sum(() => true),
    touched: sum(() => true, 'touched'),
    won: sum(({ status }) => status === 'won'),
    open: sum(({ status }) => !isClosed(status)),
    byStatus: Object.fromEntries(present),
  };
}
