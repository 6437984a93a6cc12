import type { Context } from '../context.ts';

const day = 86_400_000;

/**
 * Forgets which interactions, events, webhooks and slots have been seen, after 7 days, when nobody sends
 * them again; and what can long not be undone any more.
 */
export async function forgetDeliveries(ctx: Context): Promise<{ forgotten: number }> {
  const before = new Date(ctx.clock.now().getTime() - 7 * day);
  const { numDeletedRows } = await ctx.db
    .deleteFrom('seen_deliveries')
    .where('seen_at', '<', before)
    .executeTakeFirst();
  await ctx.db.deleteFrom('undos').where('at', '<', before).execute();
  await ctx.db.deleteFrom('ticks').where('slot', '<', before).execute();
  return { forgotten: Number(numDeletedRows) };
}
