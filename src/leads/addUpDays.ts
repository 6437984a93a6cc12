import type { Context } from '../context.ts';
import { channelCalendar } from '../people/calendar.ts';
import { dayNumber, isoDate, localDate } from '../people/zone.ts';
import { addUp, findMissing, firstDecided } from './addUpDaysStore.ts';
import { daysOf } from './complianceDays.ts';

/** By then nothing that was done on a day can be undone any more. */
const settled = 15 * 60_000;
const atOnce = 5_000;

/**
 * Adds up what was due in each channel, day by day, once a day is over there; the latest days first.
 * What was missed meanwhile is made good: it does not matter when a day is added up, nor by which of
 * several processes. Days whose channel keeps another timezone since then are added up anew.
 */
export async function addUpDays(ctx: Context): Promise<{ days: number }> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const { document } = await ctx.settings.current();
  const begun = await firstDecided(db, workspaceId, Object.keys(document.channels));
  const stretches = begun.map(({ channelId, at }) => {
    const { timezone } = channelCalendar(channelId, document);
    const today = localDate(new Date(now.getTime() - settled), timezone);
    const last = isoDate(dayNumber(today) - 1);
    return { channelId, timezone, first: localDate(at, timezone), last };
  });
  const missing = await findMissing(db, workspaceId, stretches, atOnce);
  const together = Map.groupBy(missing, ({ date, timezone }) => `${date} ${timezone}`);
  let days = 0;
  for (const ofOneDate of together.values()) {
    days += await db
      .transaction()
      .execute((trx) => addUp(trx, workspaceId, daysOf(ofOneDate), now));
  }
  return { days };
}
