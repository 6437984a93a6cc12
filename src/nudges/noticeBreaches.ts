import type { Context } from '../context.ts';
import { recordBreaches } from './breachStore.ts';

const batch = 500;

/** Records all follow-up windows that have run out, each once. Answers how many. */
export async function noticeBreaches(ctx: Context, now: Date): Promise<number> {
  let breaches = 0;
  for (let recorded = batch; recorded === batch; breaches += recorded) {
    recorded = (await recordBreaches(ctx.db, ctx.workspaceId, now, batch)).length;
  }
  return breaches;
}
