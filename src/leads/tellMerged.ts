import type { Context } from '../context.ts';
import { findPerson } from '../people/peopleStore.ts';
import { tellPerson } from '../people/tellPerson.ts';
import { day } from '../people/zone.ts';
import { findUntoldMerges } from './mergeStore.ts';

const perDay = 5;
const worthTelling = 3 * day;

/**
 * Tells whoever lost a lead by a merge, once, within their noise budget; where their day's messages
 * are used up, or it fails, at the next run that may. Answers how many messages were queued.
 */
export async function tellMerged(ctx: Context): Promise<number> {
  const { db, workspaceId, log } = ctx;
  const since = new Date(ctx.clock.now().getTime() - worthTelling);
  let told = 0;
  for (const { id, loserId } of await findUntoldMerges(db, workspaceId, since)) {
    try {
      if (await tellOne(ctx, id, loserId)) told += 1;
    } catch (err) {
      // The leads are merged.
      log.error({ err, merge: id }, 'nobody could be told of a merge; the next run tries again');
    }
  }
  if (told > 0) ctx.wakeDelivery();
  return told;
}

async function tellOne(ctx: Context, merge: number, loserId: string): Promise<boolean> {
  const person = await findPerson(ctx.db, ctx.workspaceId, loserId);
  if (!person) return false;
  const telling = { person, kind: 'merged-away', perDay, key: `merged-away:${merge}` };
  const answer = await ctx.db
    .transaction()
    .execute((trx) => tellPerson(ctx, trx, { ...telling, subject: { merge } }));
  return answer === 'queued';
}
