import type { Context } from '../context.ts';
import { channelCalendar } from '../people/calendar.ts';
import { atLocalTime, dayNumber, isoDate, localDate, mondayOf } from '../people/zone.ts';
import type { Settings } from '../settings/settings.ts';
import { enqueueMessage } from '../slack/messageStore.ts';
import { type Goal, holdsIn, isMet } from './goal.ts';
import { findDecidedWeeks, findGoals, insertGoalWeek } from './goalStore.ts';
import { readGoalProgress } from './readGoalProgress.ts';

const lookBackWeeks = 8;

/**
 * Decides each goal's weeks once they are over: on the Monday after, from `digest.at` of the channel's
 * clock, when nothing in them can be undone any more. Where the week before this one was met, its
 * channel is thanked. After a downtime older weeks are decided, too, but nobody is thanked for them.
 */
export async function decideGoals(ctx: Context): Promise<{ decided: number; met: number }> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const { document } = await ctx.settings.current();
  const since = isoDate(dayNumber(localDate(now, 'UTC')) - 7 * (lookBackWeeks + 1));
  const did = { decided: 0, met: 0 };
  for (const goal of await findGoals(db, workspaceId, Object.keys(document.channels), since)) {
    const last = lastWeek(goal, document, now);
    for (const monday of await openWeeks(ctx, goal, last)) {
      const outcome = await decideWeek(ctx, goal, monday, { isLast: monday === last });
      if (outcome) did.decided += 1;
      if (outcome === 'met') did.met += 1;
    }
  }
  if (did.met > 0) ctx.wakeDelivery();
  return did;
}

/** The Monday of the last week that can be decided. */
function lastWeek({ channelId }: Goal, document: Settings, now: Date): string {
  const { timezone } = channelCalendar(channelId, document);
  const monday = mondayOf(localDate(now, timezone));
  const isOver = now >= atLocalTime(monday, document.digest.at, timezone);
  return isoDate(dayNumber(monday) - (isOver ? 7 : 14));
}

/** Those of the goal's weeks until the last one that are not decided. */
async function openWeeks(ctx: Context, goal: Goal, last: string): Promise<string[]> {
  const mondays = Array.from({ length: lookBackWeeks }, (_, back) =>
    isoDate(dayNumber(last) - 7 * back),
  ).filter((monday) => holdsIn(goal, monday));
  const first = mondays.at(-1);
  if (!first) return [];
  const decided = await findDecidedWeeks(ctx.db, ctx.workspaceId, goal.id, first);
  return mondays.filter((monday) => !decided.includes(monday));
}

/** Null: another instance did. */
async function decideWeek(
  ctx: Context,
  goal: Goal,
  monday: string,
  { isLast }: { isLast: boolean },
): Promise<'met' | 'missed' | null> {
  const { workspaceId } = ctx;
  const now = ctx.clock.now();
  const progress = await readGoalProgress(ctx, goal, monday);
  const met = isMet(goal, progress);
  return ctx.db.transaction().execute(async (trx) => {
    const week = { monday, ...progress, met };
    if (!(await insertGoalWeek(trx, workspaceId, goal.id, week, now))) return null;
    if (met && isLast) {
      await enqueueMessage(trx, {
        workspaceId,
        kind: 'goal-met',
        key: `goal-met:${goal.id}:${monday}`,
        subject: { goal: goal.id, monday },
        destination: goal.channelId,
        now,
      });
    }
    return met ? 'met' : 'missed';
  });
}
