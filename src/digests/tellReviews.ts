import type { Context } from '../context.ts';
import { findPerson } from '../people/peopleStore.ts';
import { tellPerson } from '../people/tellPerson.ts';
import { day } from '../people/zone.ts';
import { reviewTelling } from './review.ts';
import { findUntold } from './reviewStore.ts';

const askedFor = 14 * day;

/** Tells reps of reviews of which they could not be told yet, their day's messages being used up. */
export async function tellReviews(ctx: Context): Promise<{ told: number }> {
  const { db, workspaceId } = ctx;
  const since = new Date(ctx.clock.now().getTime() - askedFor);
  let told = 0;
  for (const { id, repId } of await findUntold(db, workspaceId, since)) {
    const person = await findPerson(db, workspaceId, repId);
    if (!person) continue;
    const answer = await db
      .transaction()
      .execute((trx) => tellPerson(ctx, trx, { person, ...reviewTelling(id) }));
    if (answer === 'queued') told += 1;
  }
  if (told > 0) ctx.wakeDelivery();
  return { told };
}
