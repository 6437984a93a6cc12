import type { Context } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import { type Calendar, calendarOf, calendarVersion } from '../people/calendar.ts';
import { findPerson } from '../people/peopleStore.ts';
import { addWorkingTime } from '../people/workingTime.ts';
import { day, localDate } from '../people/zone.ts';
import { dueAt } from './due.ts';
import type { Lead } from './lead.ts';
import { markMadeUp, type NotMadeUp, takeNotMadeUp } from './lostTimeStore.ts';
import { type Move, moveDue, openLeadsAfter, redrawMoved } from './recalculationStore.ts';

const batch = 50;
const mostLeads = 2_000;

/**
 * Makes up for the working time that bad leads cost reps: what else is due for them later on that day,
 * and follows from a window, is due as much later, and so ends each claim. What has passed stays late;
 * a date that somebody chose stays. Each loss is made up for once. Answers how many windows moved.
 */
export async function makeUp(ctx: Context): Promise<number> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const since = new Date(now.getTime() - day);
  const moved = await db.transaction().execute(async (trx) => {
    const lost = await takeNotMadeUp(trx, workspaceId, since, batch);
    let count = 0;
    for (const one of lost) count += await makeUpOne(ctx, trx, one, now);
    if (lost.length > 0) {
      const ids = lost.map(({ id }) => id);
      await markMadeUp(trx, workspaceId, ids, now);
    }
    return count;
  });
  if (moved > 0) ctx.wakeDelivery('redraws');
  return moved;
}

async function makeUpOne(
  { workspaceId, settings }: Context,
  trx: Trx,
  { leadId, personId, seconds, at }: NotMadeUp,
  now: Date,
): Promise<number> {
  const person = await findPerson(trx, workspaceId, personId);
  const minutes = Math.round(seconds / 60);
  if (!person || minutes === 0) return 0;
  const { document, version } = await settings.current(trx);
  const calendar = calendarOf(person, document);
  const today = localDate(at, calendar.timezone);
  const of = { after: 0, ownerId: personId, limit: mostLeads };
  const open = await openLeadsAfter(trx, workspaceId, of);
  const isTodays = ({ id, followUpDueAt, dueRule }: Lead) =>
    id !== leadId &&
    followUpDueAt !== null &&
    followUpDueAt > now &&
    localDate(followUpDueAt, calendar.timezone) === today &&
    isWindow(dueRule);
  const moves = open.filter(isTodays).flatMap((lead) => later(lead, minutes, calendar, now));
  const moved = await moveDue(trx, workspaceId, moves, { settingsVersion: version, now });
  await redrawMoved(trx, workspaceId, moved);
  return moved.length;
}

const isWindow = (rule: string | null): boolean =>
  rule === 'made-up' || (rule?.startsWith('status:') ?? false);

function later(lead: Lead, minutes: number, calendar: Calendar, now: Date): Move[] {
  const { followUpDueAt, dueOpenedAt, leaseEndsAt, leaseFromAt } = lead;
  const at = followUpDueAt && addWorkingTime(followUpDueAt, { minutes }, calendar);
  if (!at) return [];
  const ends = leaseEndsAt && addWorkingTime(leaseEndsAt, { minutes }, calendar);
  const isFromDue = leaseFromAt?.getTime() === followUpDueAt.getTime();
  return [
    {
      lead,
      calendarVersion: calendarVersion(calendar),
      anew: {
        due: dueAt(at, 'made-up', calendar, dueOpenedAt ?? now),
        lease: { leaseEndsAt: ends, leaseFromAt: isFromDue ? at : leaseFromAt },
      },
    },
  ];
}
