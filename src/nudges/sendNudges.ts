import type { Context } from '../context.ts';
import { calendarOf } from '../people/calendar.ts';
import { barred, type Barred } from '../people/roles.ts';
import { findPerson } from '../people/peopleStore.ts';
import { localDate } from '../people/zone.ts';
import { enqueueMessage, markMessagesStale } from '../slack/messageStore.ts';
import { lockNudgesOf, ownersToTell, tellBreachesBy } from './breachStore.ts';
import { judgeBreach } from './nudgePolicy.ts';

/**
 * Tells owners of what is past its follow-up window: one message a person, only in their working time,
 * never twice of the same breach. Answers how many are notified.
 */
export async function sendNudges(ctx: Context, now: Date): Promise<number> {
  let nudged = 0;
  for (const owner of await ownersToTell(ctx.db, ctx.workspaceId)) {
    if ((await tellOwner(ctx, owner, now)) === 'notify') nudged += 1;
  }
  return nudged;
}

type Told = 'notify' | 'fold' | 'wait' | Barred;

async function tellOwner(ctx: Context, ownerId: string, now: Date): Promise<Told> {
  const { db, workspaceId } = ctx;
  const person = await findPerson(db, workspaceId, ownerId);
  const bar = barred(person);
  if (!person || bar) return bar ?? 'unknown';
  const { document } = await ctx.settings.current();
  const date = localDate(now, person.timezone);

  return db.transaction().execute(async (trx) => {
    const today = await lockNudgesOf(trx, workspaceId, ownerId, date);
    const standing = today.filter(({ state }) => state === 'waiting' || state === 'posted');
    const verdict = judgeBreach({
      now,
      calendar: calendarOf(person, document),
      notifiedAt: standing.map(({ notBefore }) => notBefore),
      perDay: document.limits.notifyingNudgesPerDay,
    });
    const last = standing.at(-1);
    if (verdict === 'fold') {
      if (!last?.live) return 'wait';
      await tellBreachesBy(trx, workspaceId, ownerId, last.id);
      await markMessagesStale(trx, workspaceId, { id: last.id });
    }
    if (verdict !== 'notify') return verdict;
    const id = await enqueueMessage(trx, {
      workspaceId,
      kind: 'nudge',
      key: `nudge:${ownerId}:${date}:${today.length + 1}`,
      personId: ownerId,
      destination: ownerId,
      now,
    });
    // Null: another process has just queued it.
    if (id === null) return 'wait';
    await tellBreachesBy(trx, workspaceId, ownerId, id);
    return verdict;
  });
}
