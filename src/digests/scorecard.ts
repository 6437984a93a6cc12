import type { Compliance } from '../leads/compliance.ts';
import { isOverdue, type LeadWithDetails } from '../leads/lead.ts';
import { isClosed } from '../leads/statuses.ts';
import { dayNumber, isoDate } from '../people/zone.ts';
import type { Goal, Progress } from './goal.ts';
import type { Spread } from './report.ts';
import { lengthInWords } from '../people/lengthInWords.ts';
import type { Review } from './review.ts';

/** A week that begins on this Monday; the days of a channel are those of its own clock. */
export type Week = { readonly monday: string; readonly compliance: Compliance };

export type Work = { readonly touches: number; readonly won: number };

/** Working seconds, as a report by rep has them. */
export type Median = Pick<Spread, 'n' | 'median'>;
export type OwnTimes = { readonly claim: Median | null; readonly touch: Median | null };

export type Figures = Work & OwnTimes;

/** Why a lead is one to look at first. */
export type Reason = 'overdue' | 'untouched' | 'due-next';

export type Chance = { readonly lead: LeadWithDetails; readonly reason: Reason };

/** What a rep's week comes to: the same numbers that their manager sees. */
export type Scorecard = {
  readonly week: Week;
  /** Its last day, a local date: today, where the week is not over. */
  readonly until: string;
  /** The four weeks before, the latest first. */
  readonly before: readonly Week[];
  readonly figures: Figures;
  /** Over those four weeks. */
  readonly figuresBefore: Figures;
  readonly chances: readonly Chance[];
  readonly goals: readonly { readonly goal: Goal; readonly progress: Progress }[];
  readonly agreed: Review | null;
};

export const weeksBefore = 4;

export const weekAfter = (monday: string, weeks = 1): string =>
  isoDate(dayNumber(monday) + 7 * weeks);

/** The last of a week's days that is not after `today`. */
export const lastDayOf = (monday: string, today: string): string => {
  const sunday = isoDate(dayNumber(monday) + 6);
  return sunday < today ? sunday : today;
};

/**
 * The leads that would change somebody's figures most: what is overdue, the longest first; then
 * claims without a touch; then what is due next. At most `most`.
 */
export function chancesAmong(open: readonly LeadWithDetails[], now: Date, most: number): Chance[] {
  return open
    .flatMap((lead): (Chance & { dueAt: Date })[] => {
      const { followUpDueAt: dueAt, status, touchCount } = lead;
      if (!dueAt || isClosed(status) || status === 'nurture') return [];
      const untouched = status === 'claimed' && touchCount === 0;
      const reason = isOverdue(lead, now) ? 'overdue' : untouched ? 'untouched' : 'due-next';
      return [{ lead, reason, dueAt }];
    })
    .toSorted(
      (a, b) =>
        order.indexOf(a.reason) - order.indexOf(b.reason) ||
        a.dueAt.getTime() - b.dueAt.getTime() ||
        a.lead.id - b.lead.id,
    )
    .slice(0, most)
    .map(({ lead, reason }) => ({ lead, reason }));
}

const order: readonly Reason[] = ['overdue', 'untouched', 'due-next'];

/** Several weeks as one. */
export const allOf = (weeks: readonly Week[]): Pick<Compliance, 'due' | 'onTime'> => ({
  due: weeks.reduce((sum, { compliance }) => sum + compliance.due, 0),
  onTime: weeks.reduce((sum, { compliance }) => sum + compliance.onTime, 0),
});

const fewest = 3;

/** A fact about the week that is good; null: there is none to tell. */
export function wentWell({ week, before, figures, figuresBefore }: Scorecard): string | null {
  const { due, onTime } = week.compliance;
  const usual = allOf(before);
  if (due >= fewest && onTime === due) return `All ${due} updates were on time.`;
  if (due >= fewest && usual.due >= fewest && onTime * usual.due > usual.onTime * due)
    return 'More on time than in the four weeks before.';
  if (figures.won > 0) return `${counted(figures.won, 'lead')} won.`;
  const [now, then] = [figures.touch, figuresBefore.touch];
  if (now && then && now.n >= fewest && then.n >= fewest && now.median < then.median)
    return `First touch after ${lengthInWords(now.median)} (median of ${now.n}), after ${lengthInWords(then.median)} (of ${then.n}) in the four weeks before.`;
  return figures.touches >= fewest ? `${figures.touches} touches made.` : null;
}

/** There was something to do in the week, or there is now. */
export const hasContent = ({ week, figures, chances }: Scorecard): boolean => {
  const { due, moved, postponed, cancelled, excused } = week.compliance;
  const owed = due + moved + postponed + cancelled + excused;
  return owed + figures.touches + (figures.claim?.n ?? 0) + chances.length > 0;
};

export const counted = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? '' : 's'}`;
