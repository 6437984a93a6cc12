import type { Calendar } from '../people/calendar.ts';
import { formatWindow, parseWindow } from '../people/window.ts';
import { workingTimeBetween } from '../people/workingTime.ts';
import { shareInWords } from '../leads/complianceWords.ts';

/** What a manager wants of a channel each week: a row of `goals`. Never of a person. */
export type Goal = {
  readonly id: number;
  readonly channelId: string;
  /** In percent, 1 to 100. */
  readonly share: number;
  /** Of claims with a first touch within this window. Null: of updates made in time. */
  readonly within: string | null;
  readonly setBy: string;
  /** A Monday, on the channel's clock. */
  readonly startsOn: string;
  /** The day after its last; null: it goes on. */
  readonly endsOn: string | null;
};

/** How a goal stands in a week: `reached` of `count`. */
export type Progress = { readonly count: number; readonly reached: number };

/** Nothing to measure meets no goal. */
export const isMet = ({ share }: Pick<Goal, 'share'>, { count, reached }: Progress): boolean =>
  count > 0 && 100 * reached >= share * count;

/** Whether the week that begins on this Monday is one of the goal's. */
export const holdsIn = ({ startsOn, endsOn }: Goal, monday: string): boolean =>
  startsOn <= monday && (endsOn === null || monday < endsOn);

/** A lead that was claimed in the week, as far as a first touch concerns it. */
export type Claim = {
  readonly claimedAt: Date;
  /** Who claimed it, or was given it. */
  readonly claimerId: string | null;
  /** Null: not touched. */
  readonly touchSeconds: number | null;
  /** When it was given back or closed, or its lease ended, where that was. */
  readonly endedAt: Date | null;
};

/**
 * Of these claims, those with a first touch within the window. One that still has time is not
 * counted yet; one that ended before the window did, without a touch, is not counted at all.
 */
export function touchedWithin(
  claims: readonly Claim[],
  within: string,
  now: Date,
  calendarOf: (claimerId: string | null) => Calendar,
): Progress {
  const window = parseWindow(within);
  if (!('minutes' in window)) throw new RangeError(`not in hours or minutes: ${within}`);
  const decided = claims.flatMap(({ claimedAt, claimerId, touchSeconds, endedAt }) => {
    if (touchSeconds !== null) return [touchSeconds <= 60 * window.minutes];
    const waited = workingTimeBetween(claimedAt, endedAt ?? now, calendarOf(claimerId));
    return waited > window.minutes ? [false] : [];
  });
  return { count: decided.length, reached: decided.filter(Boolean).length };
}

/** `95 % on time`, `90 % of claims touched within 1 hour` */
export const goalInWords = ({ share, within }: Pick<Goal, 'share' | 'within'>): string =>
  within === null
    ? `${share} % of updates on time`
    : `${share} % of claims touched within ${formatWindow(parseWindow(within))}`;

/** `93 % (14 of 15)`; where there is nothing to measure, that. */
export const progressInWords = ({ count, reached }: Progress): string =>
  count === 0 ? 'nothing due yet' : shareInWords(reached, count);

/** `95`, `95 %`: 1 to 100. Null: anything else. */
export function readShare(typed: string): number | null {
  const digits = /^(\d{1,3})\s*%?$/.exec(typed.trim())?.[1];
  const share = Number(digits ?? 0);
  return share >= 1 && share <= 100 ? share : null;
}

const longestMinutes = 59 * 8 * 60;

/** `1h`, `45 minutes`, as settings write it: `1h`, `45m`. Null: no window, or one in days. */
export function readWithin(typed: string): string | null {
  const found = /^([1-9]\d{0,3})\s*(m|min|minutes?|h|hours?)$/i.exec(typed.trim());
  if (!found?.[1] || !found[2]) return null;
  const unit = found[2].toLowerCase().startsWith('h') ? 'h' : 'm';
  const minutes = Number(found[1]) * (unit === 'h' ? 60 : 1);
  return minutes <= longestMinutes ? `${found[1]}${unit}` : null;
}
