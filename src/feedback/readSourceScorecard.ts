import type { Context } from '../context.ts';
import { countSources } from './countSources.ts';
import type { Quote } from './quoteStore.ts';
import { readQuotes } from './readQuotes.ts';
import { readSources } from './readSources.ts';
import { byArrivals, type SourceCounts, type SourceFigures } from './sourceFigures.ts';

/** A source's week, and its four weeks. */
export type SourceCard = {
  readonly figures: SourceFigures;
  readonly longer: SourceCounts & { readonly weeks: number };
  readonly quotes: readonly Quote[];
};

const weeksLonger = 4;

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
