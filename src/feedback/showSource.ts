import type { Context } from '../context.ts';
import { channelCalendar } from '../people/calendar.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { type Barred, barred } from '../people/roles.ts';
import { localDate, mondayOf } from '../people/zone.ts';
import type { Quote } from './quoteStore.ts';
import { readQuotes } from './readQuotes.ts';
import { readSources } from './readSources.ts';
import { type SourceFigures, type SourcePeriod, sourcePeriods } from './sourceFigures.ts';
import { seenSources } from './sourceReach.ts';

export type ShownSource = {
  readonly figures: SourceFigures;
  readonly quotes: readonly Quote[];
  readonly period: SourcePeriod;
};

export type ShowSourceOutcome =
  | { readonly outcome: 'shown'; readonly source: ShownSource }
  | { readonly outcome: 'not-allowed'; readonly why: Barred | 'source-owner' }
  /** There are no sources yet. */
  | { readonly outcome: 'none' };

/**
 * The figures of a source and period, asked for: for its owner, its owner's manager, and admins. `key`
 * null, or one that is none: the first of theirs.
 */
export async function showSource(
  ctx: Context,
  { by, key, period }: { by: string; key: string | null; period: SourcePeriod },
): Promise<ShowSourceOutcome> {
  const person = await meetPerson(ctx, by);
  const why = barred(person);
  if (!person || why) return { outcome: 'not-allowed', why: why ?? 'unknown' };
  const { document } = await ctx.settings.current();
  if (Object.keys(document.sources).length === 0) return { outcome: 'none' };
  const seen = seenSources(document, person);
  const [first] = seen;
  const isOthers = key !== null && Object.hasOwn(document.sources, key) && !seen.includes(key);
  if (first === undefined || isOthers) return { outcome: 'not-allowed', why: 'source-owner' };
  const chosen = key !== null && seen.includes(key) ? key : first;
  const { timezone } = channelCalendar(document.sources[chosen]?.channel ?? '', document);
  const monday = mondayOf(localDate(ctx.clock.now(), timezone));
  const { weeks } = sourcePeriods[period];
  const [figures] = await readSources(ctx, [chosen], { monday, weeks });
  if (!figures) return { outcome: 'none' };
  const quotes = (await readQuotes(ctx, [chosen])).get(chosen) ?? [];
  return { outcome: 'shown', source: { figures, quotes, period } };
}
