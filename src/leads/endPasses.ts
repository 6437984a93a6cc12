import type { Context } from '../context.ts';
import { expirePasses } from './passStore.ts';
import { tellPassAnswers } from './tellPassAnswers.ts';

/** Ends the offers that nobody has answered in time, and tells who made them. Answers how many are told. */
export async function endPasses(ctx: Context, now: Date): Promise<number> {
  const expired = await expirePasses(ctx.db, ctx.workspaceId, now);
  if (expired > 0) ctx.wakeDelivery('redraws');
  return tellPassAnswers(ctx);
}
