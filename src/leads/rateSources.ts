import type { Context } from '../context.ts';
import { countDecided, saveRates } from './sourceRateStore.ts';
import { isWorse } from './wilson.ts';

/**
 * Counts how each source's leads came out, for the cards of its leads and for the digest, which then
 * need count nothing. A source slips where its last seven days are worse than its own eight weeks
 * before, and not by chance.
 */
export async function rateSources(ctx: Context): Promise<{ rated: number }> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const { document } = await ctx.settings.current();
  const counted = await countDecided(db, workspaceId, Object.keys(document.sources), now);
  const rates = counted.map((rate) => ({ ...rate, slips: isWorse(rate.week, rate.before) }));
  await saveRates(db, workspaceId, rates, now);
  return { rated: rates.length };
}
