import type { Context } from '../context.ts';
import { countCaughtUp, noteDowntime } from './outageStore.ts';

/**
 * Records that no instance ran for a while, and counts what is made good after that and after other
 * outages. The counts grow for ten minutes.
 */
export async function noteOutages(ctx: Context): Promise<{ outages: number }> {
  const noted = await noteDowntime(ctx);
  await countCaughtUp(ctx, ctx.clock.now());
  return { outages: noted ? 1 : 0 };
}
