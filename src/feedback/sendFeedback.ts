import type { Context } from '../context.ts';
import { calendarOf } from '../people/calendar.ts';
import { noteNotification } from '../people/notificationStore.ts';
import { findPerson } from '../people/peopleStore.ts';
import { barred } from '../people/roles.ts';
import { workingDay } from '../people/workingTime.ts';
import { atLocalTime, localDate } from '../people/zone.ts';
import { enqueueMessage } from '../slack/messageStore.ts';
import { installedAt } from '../slack/workspaceStore.ts';
import { countEnded, countToAnswer } from './feedbackStore.ts';
import { feedbackSpan } from './feedbackSpan.ts';
import { ownedSources } from './ownedSources.ts';

/** After that the day is as good as over. */
const latest = '15:00';

/**
 * Sends each owner of sources what came back of their leads: once a local working day, from
 * `feedback.at` on, where there is something new or something to answer.
 */
export async function sendFeedback(ctx: Context): Promise<{ sent: number }> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const { document } = await ctx.settings.current();
  const installed = await installedAt(db, workspaceId);
  const owners = new Set(Object.values(document.sources).flatMap(({ owner }) => owner ?? []));
  let sent = 0;
  for (const ownerId of owners) {
    const owner = await findPerson(db, workspaceId, ownerId);
    if (!owner || barred(owner)) continue;
    const { timezone } = owner;
    const date = localDate(now, timezone);
    const { since, until: from } = feedbackSpan(date, owner, document);
    if (now < from || from < installed || now > atLocalTime(date, latest, timezone)) continue;
    if (!workingDay(date, calendarOf(owner, document))) continue;
    const { open } = await countToAnswer(db, workspaceId, ownerId, since);
    const keys = ownedSources(document, ownerId);
    const ended = await countEnded(db, workspaceId, keys, { since, until: from });
    if (open === 0 && ended.length === 0) continue;
    const isNew = await db.transaction().execute(async (trx) => {
      const messageId = await enqueueMessage(trx, {
        ...{ workspaceId, kind: 'feedback', key: `feedback:${ownerId}:${date}`, now },
        ...{ personId: ownerId, destination: ownerId, subject: { date } },
      });
      if (messageId === null) return false;
      const notification = { personId: ownerId, messageId, localDate: date, at: now };
      await noteNotification(trx, workspaceId, notification);
      return true;
    });
    if (isNew) sent += 1;
  }
  if (sent > 0) ctx.wakeDelivery();
  return { sent };
}
