import type { Context } from '../context.ts';
import { calendarOf } from '../people/calendar.ts';
import { nudgesADay } from '../people/person.ts';
import { findPerson } from '../people/peopleStore.ts';
import { barred } from '../people/roles.ts';
import { localDate } from '../people/zone.ts';
import { enqueueMessage, markMessagesStale } from '../slack/messageStore.ts';
import { countEach } from './countEach.ts';
import { findEscalationMessages, peopleToTell, tellEscalationsBy } from './escalationStore.ts';
import { judgeNotification } from '../people/noiseBudget.ts';
import { lockNotifications, noteNotification } from '../people/notificationStore.ts';

/**
 * Tells managers, and the fallbacks of channels, what has been escalated to them: one living message a
 * person, only in their working time and within their noise budget; what comes in between joins the
 * one that stands. Answers how many are notified.
 */
export async function sendEscalations(ctx: Context, now: Date): Promise<number> {
  const people = await peopleToTell(ctx.db, ctx.workspaceId);
  return countEach(
    ctx,
    people,
    (person) => ({ person }),
    (personId) => tell(ctx, personId, now),
  );
}

/** Answers whether they are notified. */
async function tell(ctx: Context, personId: string, now: Date): Promise<boolean> {
  const { db, workspaceId } = ctx;
  const person = await findPerson(db, workspaceId, personId);
  if (!person || barred(person)) return false;
  const { document } = await ctx.settings.current();
  const date = localDate(now, person.timezone);

  return db.transaction().execute(async (trx) => {
    const history = await lockNotifications(trx, workspaceId, personId, { localDate: date, now });
    const verdict = judgeNotification({
      now,
      calendar: calendarOf(person, document),
      kind: 'escalation',
      perDay: nudgesADay(person, document),
      history,
    });
    if (verdict === 'wait') return false;
    const { standing, keys } = await findEscalationMessages(trx, workspaceId, personId, date);
    // One that is about to be posted tells it, too.
    if (verdict === 'fold' || standing?.state === 'waiting') {
      if (!standing) return false;
      await tellEscalationsBy(trx, workspaceId, personId, standing.id);
      await markMessagesStale(trx, workspaceId, standing);
      return false;
    }
    const messageId = await enqueueMessage(trx, {
      workspaceId,
      kind: 'escalation',
      key: `escalation:${personId}:${date}:${keys + 1}`,
      personId,
      destination: personId,
      now,
    });
    // Null: another process has just queued it.
    if (messageId === null) return false;
    await noteNotification(trx, workspaceId, { personId, messageId, localDate: date, at: now });
    await tellEscalationsBy(trx, workspaceId, personId, messageId);
    return true;
  });
}
