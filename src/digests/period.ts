import { dayNumber, isoDate, mondayOf } from '../people/zone.ts';

/** Local dates, both included. */
export type Period = { readonly from: string; readonly until: string };

/** What a period can be called; of this week and this month, what is over of them. */
export const periodNames = {
  today: 'Today',
  yesterday: 'Yesterday',
  week: 'This week',
  'last week': 'Last week',
  month: 'This month',
  'last month': 'Last month',
} as const;
export type PeriodName = keyof typeof periodNames;
export const isPeriodName = (text: string): text is PeriodName => Object.hasOwn(periodNames, text);

/** What nothing can be said of: why, and what can be asked for in its place. */
export type PeriodFault = {
  readonly why: 'no-date' | 'reversed' | 'ahead' | 'long';
  readonly instead: PeriodName | Period;
};

export const mostDays = 366;

/** The days that are meant by somebody for whom it is `today`. */
export function periodOf(meant: PeriodName | Period, today: string): Period {
  const now = dayNumber(today);
  const monday = dayNumber(mondayOf(today));
  const first = dayNumber(`${today.slice(0, 7)}-01`);
  switch (meant) {
    case 'today':
      return { from: today, until: today };
    case 'yesterday':
      return between(now - 1, now - 1);
    case 'week':
      return between(monday, now);
    case 'last week':
      return between(monday - 7, monday - 1);
    case 'month':
      return between(first, now);
    case 'last month':
      return between(dayNumber(`${isoDate(first - 1).slice(0, 7)}-01`), first - 1);
    default:
      return meant;
  }
}

const between = (from: number, until: number): Period => ({
  from: isoDate(from),
  until: isoDate(until),
});

/** Null: it can be reported on. */
export function periodFault({ from, until }: Period, today: string): PeriodFault | null {
  if (!isDate(from) || !isDate(until)) return { why: 'no-date', instead: 'last month' };
  if (from > until) {
    const turned = { from: until, until: from };
    return { why: 'reversed', instead: periodFault(turned, today)?.instead ?? turned };
  }
  if (from > today) return { why: 'ahead', instead: 'week' };
  if (dayNumber(until) - dayNumber(from) < mostDays) return null;
  const last = Math.min(dayNumber(until), dayNumber(today));
  return { why: 'long', instead: between(last - mostDays + 1, last) };
}

/** Of a text that looks like one: whether the calendar has it, in a century in which people work. */
const isDate = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`);
  return /^(19|20|21)\d\d-/.test(text) && !Number.isNaN(at) && isoDate(dayNumber(text)) === text;
};

export const faultWords = {
  'no-date': 'One of these days is in no calendar.',
  reversed: 'The first day of this period is after its last.',
  ahead: 'This period has not begun yet.',
  long: `A report covers ${mostDays} days at most.`,
} as const satisfies Record<PeriodFault['why'], string>;

/** As it is typed: `last week`, `2026-11-01..2026-11-15`. */
export const periodTyped = (meant: PeriodName | Period): string =>
  typeof meant === 'string' ? meant : `${meant.from}..${meant.until}`;
