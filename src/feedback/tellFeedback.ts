import type { Context } from '../context.ts';
import { findPerson } from '../people/peopleStore.ts';
import { type Telling, tellPerson } from '../people/tellPerson.ts';
import { day } from '../people/zone.ts';
import { findUntoldDisputes } from './feedbackStore.ts';
import { findUntold, findUntoldAnswers } from './remarkStore.ts';
import { answerTelling, disputeTelling, remarkTelling } from './saying.ts';

const askedFor = 14 * day;

/** Tells people what was said to them and could not be told yet, their day's messages being used up. */
export async function tellFeedback(ctx: Context): Promise<{ told: number }> {
  const { db, workspaceId } = ctx;
  const since = new Date(ctx.clock.now().getTime() - askedFor);
  type Untold = readonly [personId: string, Omit<Telling, 'person'>];
  const untold: readonly Untold[] = [
    ...(await findUntold(db, workspaceId, since)).map(({ id, leadId, toId }): Untold => [
      toId,
      remarkTelling(id, leadId),
    ]),
    ...(await findUntoldAnswers(db, workspaceId, since)).map((remark): Untold => [
      remark.fromId,
      answerTelling(remark),
    ]),
    ...(await findUntoldDisputes(db, workspaceId, since)).map((item): Untold => [
      item.repId,
      disputeTelling(item),
    ]),
  ];
  let told = 0;
  for (const [personId, telling] of untold) {
    const person = await findPerson(db, workspaceId, personId);
    if (!person) continue;
    const answer = await db
      .transaction()
      .execute((trx) => tellPerson(ctx, trx, { ...telling, person }));
    if (answer === 'queued') told += 1;
  }
  if (told > 0) ctx.wakeDelivery();
  return { told };
}
