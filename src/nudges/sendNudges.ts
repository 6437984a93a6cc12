import type { Context } from '../context.ts';
import { calendarOf } from '../people/calendar.ts';
import { findEveryone } from '../people/peopleStore.ts';
import { nudgesADay, type Person } from '../people/person.ts';
import { localDate } from '../people/zone.ts';
import type { Settings } from '../settings/settings.ts';
import { enqueueMessage } from '../slack/messageStore.ts';
import { urgentOfAway, type UrgentLead } from './breachStore.ts';
import { countEach } from './countEach.ts';
import { judgeNotification } from '../people/noiseBudget.ts';
import { lockNotifications, noteNotification } from '../people/notificationStore.ts';
import { mayBeNudged, toldOfLeasesSince } from './nudgePolicy.ts';
import {
  findNudges,
  foldIn,
  ownersOfEndedLeases,
  ownersToTell,
  tellOwnBy,
  tellUrgentBy,
} from './nudgeStore.ts';

/**
 * Tells people what they have not been told: that a follow-up window of theirs ran out, that it goes
 * to their manager, that a claim of theirs ended, what is urgent of somebody they stand in for. One
 * message a person, posted anew within the noise budget, otherwise folded into the one that stands.
 * Answers how many are notified.
 */
export async function sendNudges(ctx: Context, now: Date): Promise<number> {
  const { db, workspaceId } = ctx;
  const urgent = Map.groupBy(
    (await urgentOfAway(db, workspaceId, now)).filter(({ messageId }) => messageId === null),
    ({ standInId }) => standInId,
  );
  const ids = new Set([
    ...(await ownersToTell(db, workspaceId, now)),
    ...(await ownersOfEndedLeases(db, workspaceId, toldOfLeasesSince(now))),
    ...urgent.keys(),
  ]);
  ids.delete(null);
  if (ids.size === 0) return 0;
  const { document } = await ctx.settings.current();
  const people = (await findEveryone(db, workspaceId)).filter(({ id }) => ids.has(id));
  return countEach(
    ctx,
    people,
    ({ id: person }) => ({ person }),
    // Most of those who wait to be told are not at work.
    async (person) =>
      mayBeNudged(person, document, now) &&
      tell(ctx, document, person, urgent.get(person.id) ?? [], now),
  );
}

/** Answers whether they are notified. */
async function tell(
  { db, workspaceId }: Context,
  settings: Settings,
  person: Person,
  urgent: readonly UrgentLead[],
  now: Date,
): Promise<boolean> {
  const { id: personId } = person;
  const date = localDate(now, person.timezone);
  return db.transaction().execute(async (trx) => {
    const verdict = judgeNotification({
      now,
      calendar: calendarOf(person, settings),
      kind: 'nudge',
      perDay: nudgesADay(person, settings),
      history: await lockNotifications(trx, workspaceId, personId, { localDate: date, now }),
    });
    const { standing, keys } = await findNudges(trx, workspaceId, personId, {
      localDate: date,
      now,
    });
    const tellBy = async (messageId: number) => {
      await tellOwnBy(trx, workspaceId, personId, { messageId, now });
      await tellUrgentBy(trx, workspaceId, urgent, messageId);
    };
    // One that is about to be posted tells it, too.
    if (verdict === 'fold' || standing?.state === 'waiting') {
      if (!standing) return false;
      await tellBy(standing.id);
      await foldIn(trx, workspaceId, standing.id, now);
      return false;
    }
    if (verdict === 'wait') return false;
    const messageId = await enqueueMessage(trx, {
      workspaceId,
      kind: 'nudge',
      key: `nudge:${personId}:${date}:${keys + 1}`,
      personId,
      subject: { date, told_until: now.toISOString() },
      destination: personId,
      now,
    });
    // Null: another process has just queued it.
    if (messageId === null) return false;
    await noteNotification(trx, workspaceId, { personId, messageId, localDate: date, at: now });
    await tellBy(messageId);
    return true;
  });
}
