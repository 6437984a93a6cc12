import type { Context } from '../context.ts';
import { atLocalTime, dayNumber, isoDate, localDate } from '../people/zone.ts';
import { findQuotes, type Quote } from './quoteStore.ts';
import { monthOf } from './sourceFigures.ts';

const mostQuotes = 3;

/** What was said this month or last of each of these sources. */
export async function readQuotes(
  ctx: Context,
  keys: readonly string[],
): Promise<Map<string, Quote[]>> {
  const { document } = await ctx.settings.current();
  const month = monthOf(localDate(ctx.clock.now(), document.timezone));
  const lastMonth = monthOf(isoDate(dayNumber(month) - 1));
  const since = atLocalTime(lastMonth, '00:00', document.timezone);
  const quotes = await findQuotes(ctx.db, ctx.workspaceId, keys, since);
  const bySource = Map.groupBy(quotes, ({ sourceKey }) => sourceKey);
  return new Map([...bySource].map(([key, said]) => [key, said.slice(0, mostQuotes)]));
}
