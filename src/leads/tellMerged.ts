import type { Context } from '../context.ts';
import { findPerson } from '../people/peopleStore.ts';
import { tellPerson } from '../people/tellPerson.ts';
import { day } from '../people/zone.ts';
import { findUntoldMerges } from './mergeStore.ts';

const perDay = 5;
const worthTelling = 3 * day;

/**
 * Tells whoever lost a lead by a merge, once, within their noise budget; where their day's messages
 * are used up, at the next run that may. Answers how many messages were queued.
 */
export async function tellMerged(ctx: Context): Promise<number> {
  const { db, workspaceId } = ctx;
  const since = new Date(ctx.clock.now().getTime() - worthTelling);
  let told = 0;
  for (const { id, loserId } of await findUntoldMerges(db, workspaceId, since)) {
    const person = await findPerson(db, workspaceId, loserId);
    if (!person) continue;
    const telling = { person, kind: 'merged-away', perDay, key: `merged-away:${id}` };
    const answer = await db
      .transaction()
      .execute((trx) => tellPerson(ctx, trx, { ...telling, subject: { merge: id } }));
    if (answer === 'queued') told += 1;
  }
  if (told > 0) ctx.wakeDelivery();
  return told;
}
