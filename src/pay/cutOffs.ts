import { dayNumber, isoDate, localDate } from '../people/zone.ts';
import { type PayPeriod, type PaySettings, periodsBetween } from './period.ts';

/** Settings on pay, from when until when they were in force. `pay` null: no period was kept. */
export type PayInForce = {
  readonly from: Date;
  readonly until: Date | null;
  readonly settings: PaySettings | null;
};

/** A period and its days of grace are no longer than so many days. */
const reach = 500;

/**
 * The periods whose cut-off lies between two instants, both included, the first first: those that the
 * settings in force at that instant say. Where a change of settings moved a cut-off to before the
 * change, the period closes with the change.
 */
export function closedBetween(
  history: readonly PayInForce[],
  since: Date | null,
  now: Date,
): PayPeriod[] {
  return history
    .flatMap((one, i) => closedUnder(one, history[i - 1], now))
    .filter(({ cutOffAt }) => cutOffAt <= now && (!since || cutOffAt >= since))
    .toSorted((a, b) => a.cutOffAt.getTime() - b.cutOffAt.getTime());
}

function closedUnder(
  { from, until, settings }: PayInForce,
  before: PayInForce | undefined,
  now: Date,
): PayPeriod[] {
  if (!settings) return [];
  const end = until ?? new Date(now.getTime() + 1);
  const date = (at: Date, days: number) =>
    isoDate(dayNumber(localDate(at, settings.timezone)) + days);
  return periodsBetween(settings, date(from, -reach), date(end, 1)).flatMap((period) => {
    const { cutOffAt } = period;
    if (cutOffAt >= from) return cutOffAt < end ? [period] : [];
    return wasAhead(period, before, from) ? [{ ...period, cutOffAt: from }] : [];
  });
}

/** The settings before said that it closes later. */
function wasAhead({ from, until }: PayPeriod, before: PayInForce | undefined, at: Date): boolean {
  if (!before?.settings) return false;
  return periodsBetween(before.settings, from, until).some(
    (one) => one.from === from && one.until === until && one.cutOffAt >= at,
  );
}
