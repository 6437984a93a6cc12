import { atLocalTime, dayNumber, isoDate, localDate, nextDate } from '../people/zone.ts';
import type { Settings } from '../settings/settings.ts';

/** What settings say about pay periods, and on which clock. */
export type PaySettings = {
  readonly pay: NonNullable<Settings['pay']>;
  readonly timezone: string;
};

/** Local dates of the workspace, both included. */
export type PeriodDates = { readonly from: string; readonly until: string };

export type PayPeriod = PeriodDates & {
  /** Midnight before the first day, and after the last. */
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Until then leads can still be put right; what stands then is frozen. */
  readonly cutOffAt: Date;
};

const fortnight = 14;

/** Every period that has a day between two local dates, both included, in order. */
export function periodsBetween(
  { pay, timezone }: PaySettings,
  from: string,
  until: string,
): PayPeriod[] {
  const dates =
    pay.every === 'own'
      ? pay.periods.toSorted((a, b) => (a.from < b.from ? -1 : 1))
      : pay.every === 'month'
        ? monthsBetween(from, until)
        : fortnightsBetween(pay.from ?? from, from, until);
  return dates
    .filter((period) => period.until >= from && period.from <= until)
    .map((period) => payPeriod(period, { pay, timezone }));
}

function payPeriod({ from, until }: PeriodDates, { pay, timezone }: PaySettings): PayPeriod {
  const lastDay = isoDate(dayNumber(until) + pay.cutOffDays);
  return {
    from,
    until,
    startsAt: atLocalTime(from, '00:00', timezone),
    endsAt: atLocalTime(nextDate(until), '00:00', timezone),
    cutOffAt: atLocalTime(lastDay, pay.cutOffAt, timezone),
  };
}

function monthsBetween(from: string, until: string): PeriodDates[] {
  const months: PeriodDates[] = [];
  for (let first = `${from.slice(0, 7)}-01`; first <= until;) {
    const [year, month] = [Number(first.slice(0, 4)), Number(first.slice(5, 7))];
    const next = new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
    months.push({ from: first, until: isoDate(dayNumber(next) - 1) });
    first = next;
  }
  return months;
}

function fortnightsBetween(first: string, from: string, until: string): PeriodDates[] {
  const one = dayNumber(first);
  const numberOf = (date: string) => Math.floor((dayNumber(date) - one) / fortnight);
  const count = numberOf(until) - numberOf(from) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => {
    const begins = one + (numberOf(from) + i) * fortnight;
    return { from: isoDate(begins), until: isoDate(begins + fortnight - 1) };
  });
}

/** The longest that a period and its days of grace may last, with room to spare. */
const reach = 500;

/** The period whose cut-off comes next, begun or not. Null: there is none for a year. */
export function nextToClose(settings: PaySettings, today: string, now: Date): PayPeriod | null {
  const around = periodsBetween(
    settings,
    isoDate(dayNumber(today) - reach),
    isoDate(dayNumber(today) + reach),
  );
  return around.find(({ cutOffAt }) => cutOffAt > now) ?? null;
}

/** When reps are told what blocks: so many local days before the cut-off. */
export function nudgeFrom({ cutOffAt }: PayPeriod, { pay, timezone }: PaySettings): Date {
  const closes = localDate(cutOffAt, timezone);
  const date = isoDate(dayNumber(closes) - pay.nudgeDays);
  return atLocalTime(date, '00:00', timezone);
}
