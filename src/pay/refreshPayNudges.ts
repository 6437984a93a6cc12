import type { Context } from '../context.ts';
import { markChangedPayNudges } from './payStore.ts';

/** Has the pay nudges drawn again that say something else by now. */
export async function refreshPayNudges(ctx: Context): Promise<{ stale: number }> {
  const stale = await markChangedPayNudges(ctx.db, ctx.workspaceId);
  if (stale > 0) ctx.wakeDelivery('redraws');
  return { stale };
}
