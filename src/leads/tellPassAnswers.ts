import type { Context } from '../context.ts';
import { calendarOf } from '../people/calendar.ts';
import { findPerson } from '../people/peopleStore.ts';
import { barred } from '../people/roles.ts';
import { nextWorkingTime } from '../people/workingTime.ts';
import { day } from '../people/zone.ts';
import { enqueueMessage } from '../slack/messageStore.ts';
import { passesToTell } from './passStore.ts';

/** Tells owners, once and in their working time, what became of the leads that they offered. */
export async function tellPassAnswers(ctx: Context): Promise<number> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const { document } = await ctx.settings.current();
  let told = 0;
  for (const { id, leadId, fromId } of await passesToTell(
    db,
    workspaceId,
    new Date(now.getTime() - 3 * day),
  )) {
    const owner = await findPerson(db, workspaceId, fromId);
    if (!owner || barred(owner)) continue;
    const message = await db.transaction().execute((trx) =>
      enqueueMessage(trx, {
        workspaceId,
        kind: 'pass-answer',
        key: `pass-answer:${id}`,
        leadId,
        personId: fromId,
        subject: { pass: id },
        destination: fromId,
        now,
        notBefore: nextWorkingTime(now, calendarOf(owner, document)) ?? now,
      }),
    );
    if (message !== null) told += 1;
  }
  if (told > 0) ctx.wakeDelivery();
  return told;
}
