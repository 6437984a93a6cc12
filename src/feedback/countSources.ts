import type { Context } from '../context.ts';
import { sourceName } from '../settings/settings.ts';
import {
  arrivalsOf,
  nothingArrived,
  type SourceCounts,
  type SourceFigures,
} from './sourceFigures.ts';
import { countArrived } from './sourceFigureStore.ts';

/** The counts alone. */
export async function countSources(
  ctx: Context,
  keys: readonly string[],
  period: { readonly monday: string; readonly weeks: number },
): Promise<(SourceCounts & Pick<SourceFigures, 'key' | 'name'>)[]> {
  const { document } = await ctx.settings.current();
  const asked = keys.map((key) => arrivalsOf(document, key, period));
  const rows = await countArrived(ctx.db, ctx.workspaceId, asked);
  return keys.map((key) => ({
    ...(rows.find((row) => row.key === key) ?? { ...nothingArrived, key }),
    name: sourceName(document, key),
  }));
}
