import type { Context } from '../context.ts';
import { stepsAfter } from '../leads/ladder.ts';
import { findLead } from '../leads/leadStore.ts';
import { channelCalendar } from '../people/calendar.ts';
import type { Person } from '../people/person.ts';
import { findPeople } from '../people/peopleStore.ts';
import { localDate } from '../people/zone.ts';
import { enqueueMessage } from '../slack/messageStore.ts';
import { countEach } from './countEach.ts';
import {
  countNotifications,
  lockNotifications,
  noteNotification,
} from '../people/notificationStore.ts';
import { isOnShift, mayBeAsked, whoIsAsked } from './onShift.ts';
import {
  askedBy,
  findUnasked,
  notifiedOn,
  openLeadsOf,
  ownersIn,
  type Unasked,
} from './unclaimedStore.ts';

const batch = 200;

/**
 * Asks once, in a reply under its card, for a lead that nobody has claimed within its window: at most
 * three of those on shift. The fallback is told after the time that the ladder leaves them; at once,
 * where nobody can be asked. Answers about how many leads somebody is asked.
 */
export async function tellUnclaimed(ctx: Context, now: Date): Promise<number> {
  const unasked = await findUnasked(ctx.db, ctx.workspaceId, batch);
  return countEach(
    ctx,
    unasked,
    ({ leadId: lead }) => ({ lead }),
    (one) => ask(ctx, one, now),
  );
}

async function ask(ctx: Context, unasked: Unasked, now: Date): Promise<boolean> {
  const { db, workspaceId } = ctx;
  const { leadId, channelId, dueAt } = unasked;
  const people = await whoCan(ctx, channelId, now);
  const escalateAt = await escalatesAt(ctx, unasked, now);
  const asked = await db.transaction().execute(async (trx) => {
    const free: Person[] = [];
    for (const person of people) {
      const date = localDate(now, person.timezone);
      await lockNotifications(trx, workspaceId, person.id, { localDate: date, now });
      const count = await countNotifications(trx, workspaceId, person.id, date);
      if (mayBeAsked({ notified: count })) free.push(person);
    }
    if (free.length === 0) return false;
    const messageId = await enqueueMessage(trx, {
      workspaceId,
      kind: 'unclaimed',
      // In minutes: after a restore the window of a card that Slack had already is a moment off.
      key: `unclaimed:${leadId}:${Math.round(dueAt.getTime() / 60_000)}`,
      leadId,
      subject: { due: dueAt.toISOString(), asked: free.map(({ id }) => id) },
      destination: channelId,
      now,
    });
    if (messageId === null) return false;
    for (const { id: personId, timezone } of free) {
      const date = localDate(now, timezone);
      await noteNotification(trx, workspaceId, { personId, messageId, localDate: date, at: now });
    }
    await askedBy(trx, workspaceId, unasked, { messageId, escalateAt });
    return true;
  });
  if (!asked) await askedBy(db, workspaceId, unasked, { messageId: null, escalateAt: now });
  return asked;
}

/** Those to ask, in an order in which nobody waits for each other. */
async function whoCan(ctx: Context, channelId: string, now: Date): Promise<Person[]> {
  const { db, workspaceId } = ctx;
  const { document } = await ctx.settings.current();
  const { roster = [] } = document.channels[channelId] ?? {};
  // Without a roster everyone may claim; those who do are known by what they have.
  const reps = roster.length > 0 ? roster : await ownersIn(db, workspaceId, channelId);
  const onShift = (await findPeople(db, workspaceId, reps)).filter((person) =>
    isOnShift(person, channelId, document, now),
  );
  const ids = onShift.map(({ id }) => id);
  const days = onShift.map(({ id, timezone }) => ({ id, date: localDate(now, timezone) }));
  const openLeads = await openLeadsOf(db, workspaceId, ids);
  const notified = await notifiedOn(db, workspaceId, days);
  const asked = whoIsAsked(
    ids.map((id) => ({ id, openLeads: openLeads.get(id) ?? 0, notified: notified.get(id) ?? 0 })),
  );
  return onShift.filter(({ id }) => asked.includes(id)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** After a downtime those who are asked have the ladder's time all the same. */
async function escalatesAt(
  { db, workspaceId, settings }: Context,
  { leadId, channelId, escalateAt }: Unasked,
  now: Date,
): Promise<Date | null> {
  if (escalateAt && escalateAt > now) return escalateAt;
  const lead = await findLead(db, workspaceId, leadId);
  if (!lead) return escalateAt;
  const { document } = await settings.current();
  return stepsAfter(lead, now, document, channelCalendar(channelId, document)).escalateAt;
}
