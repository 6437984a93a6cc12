import type { Calendar } from './calendar.ts';
import type { Away } from './person.ts';
import type { SlackStatus } from './slackUser.ts';
import { workingDay } from './workingTime.ts';
import { atLocalTime, localDate } from './zone.ts';

const day = 24 * 60 * 60_000;

/** Nobody plans further. */
export const longestAway = 366 * day;
/** A status without an end counts for so long, and then anew while it is still there. */
const openStatus = 28 * day;
/** Nothing is calculated over a time as long past. */
const forgottenAfter = 90 * day;

type Period = Pick<Away, 'from' | 'until'>;

export const overlap = (a: Period, b: Period): boolean => a.from < b.until && b.from < a.until;

/** What a Slack status says while somebody has come back in spite of it: a period without length. */
const isDismissal = ({ from, until, origin }: Away): boolean =>
  origin === 'status' && from.getTime() === until.getTime();

const isAt = ({ from, until }: Period, now: Date): boolean => from <= now && now < until;

/** Now and ahead, the next first. */
export const periodsAhead = (away: readonly Away[], now: Date): Away[] =>
  away.filter(({ from, until }) => until > now && until > from);

/**
 * From a local date on, from now where that is today (left out), until work begins on the date on
 * which somebody is back; where there is none on it, until that begins.
 */
export function wholeDays(
  { from, until }: { readonly from: string; readonly until: string },
  calendar: Calendar,
  now: Date,
): { readonly from?: Date; readonly until: Date } {
  const { timezone } = calendar;
  const midnight = (date: string) => atLocalTime(date, '00:00', timezone);
  return {
    ...(from === localDate(now, timezone) ? {} : { from: midnight(from) }),
    until: workingDay(until, { ...calendar, away: [] })?.from ?? midnight(until),
  };
}

/** What somebody says goes before what their status says; a manager's pause stays beside it. */
export function withPeriod(away: readonly Away[], said: Away, now: Date): Away[] {
  const others = away.flatMap((period): Away[] => {
    if (!overlap(period, said) || period.origin === 'paused') return [period];
    return period.from < said.from ? [{ ...period, until: said.from }] : [];
  });
  return tidy([...others, said], now);
}

/** A manager's pause, in place of one that is. */
export const withPause = (away: readonly Away[], until: Date, now: Date): Away[] =>
  tidy([...withoutPause(away, now), { from: now, until, standInId: null, origin: 'paused' }], now);

/** The pause that runs ends now. */
export const withoutPause = (away: readonly Away[], now: Date): Away[] =>
  away.flatMap((period) => {
    if (period.origin !== 'paused' || period.until <= now) return [period];
    return period.from < now ? [{ ...period, until: now }] : [];
  });

/** Ends the period that runs, else takes back the next one. A pause is its manager's to end. Null: there is none. */
export function withoutNext(
  away: readonly Away[],
  now: Date,
): { readonly away: Away[]; readonly ended: Away } | null {
  const [ended] = periodsAhead(away, now).filter(({ origin }) => origin !== 'paused');
  if (!ended) return null;
  const others = away.filter((period) => period !== ended);
  if (ended.from > now) return { away: others, ended };
  // The status may still be there, and is not to send them away again.
  const dismissal: Away = { from: now, until: now, standInId: null, origin: 'status' };
  const past = ended.from < now ? [{ ...ended, until: now }] : [];
  return { away: tidy([...others, ...past, dismissal], now), ended };
}

/**
 * What follows from a person's Slack status, null where it does not mean away: a period while it is
 * shown. Not where they have said themselves when they are away, or that they are back since their
 * profile was changed (`toldAt`). The same array where nothing follows.
 */
export function afterStatus(
  away: readonly Away[],
  shown: SlackStatus | null,
  now: Date,
  toldAt: Date | null = null,
): readonly Away[] {
  const running = away.find((period) => period.origin === 'status' && isAt(period, now));
  const dismissal = away.findLast(isDismissal);
  const end = shown?.until ?? null;
  if (!shown || (end !== null && end <= now)) {
    if (!running && !dismissal) return away;
    const others = away.filter((period) => period !== running && !isDismissal(period));
    const over = running && running.from < now ? [{ ...running, until: now }] : [];
    return tidy([...others, ...over], now);
  }
  const said = away.find(({ origin, until }) => origin === 'said' && until > now);
  if (dismissal && (toldAt === null || toldAt <= dismissal.from)) return away;
  if (said && isAt(said, now)) return away;
  if (running && end === null && running.until.getTime() - now.getTime() > openStatus / 2)
    return away;
  const last = end ?? new Date(now.getTime() + openStatus);
  const until = said && said.from < last ? said.from : last;
  if (running?.until.getTime() === until.getTime()) return away;
  const period: Away = { from: running?.from ?? now, until, standInId: null, origin: 'status' };
  return tidy([...away.filter((other) => other !== running), period], now);
}

/** Emoji with or without their colons and skin; texts in any case. */
export function meansAway(status: SlackStatus | null, awayStatuses: readonly string[]): boolean {
  if (!status) return false;
  const shown = [bare(status.emoji), bare(status.text)].filter(Boolean);
  return awayStatuses.some((meant) => shown.includes(bare(meant)));
}

const bare = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^:([^:\s]+)(?:::skin-tone-\d)?:$/, '$1');

const tidy = (away: readonly Away[], now: Date): Away[] =>
  away
    .filter((period) => now.getTime() - period.until.getTime() < forgottenAfter)
    .toSorted((a, b) => a.from.getTime() - b.from.getTime());
