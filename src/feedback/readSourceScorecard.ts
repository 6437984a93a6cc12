import type { Context } from '../context.ts';
import { atLocalTime, dayNumber, isoDate, localDate } from '../people/zone.ts';
import { findQuotes, type Quote } from './quoteStore.ts';
import { countSources, readSources } from './readSources.ts';
import { byArrivals, type SourceCounts, type SourceFigures } from './sourceFigures.ts';

/** A source's week, and its four weeks. */
export type SourceCard = {
  readonly figures: SourceFigures;
  readonly longer: SourceCounts & { readonly weeks: number };
  readonly quotes: readonly Quote[];
};

const weeksLonger = 4;
const mostQuotes = 3;

/** Those that brought most leads in the week first. */
export async function readSourceScorecard(
  ctx: Context,
  keys: readonly string[],
  monday: string,
): Promise<SourceCard[]> {
  const figures = await readSources(ctx, keys, { monday, weeks: 1 });
  const longer = await countSources(ctx, keys, { monday, weeks: weeksLonger });
  const quotes = await readQuotes(ctx, keys);
  return figures.toSorted(byArrivals).flatMap((one) => {
    const counts = longer.find(({ key }) => key === one.key);
    return counts
      ? [
          {
            figures: one,
            longer: { ...counts, weeks: weeksLonger },
            quotes: quotes.get(one.key) ?? [],
          },
        ]
      : [];
  });
}

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

/** The first day of a date's month. */
export const monthOf = (date: string): string => `${date.slice(0, 7)}-01`;
