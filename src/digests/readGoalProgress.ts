import type { Context } from '../context.ts';
import { complianceOver } from '../leads/complianceStore.ts';
import { calendarOf, channelCalendar } from '../people/calendar.ts';
import { findPeople } from '../people/peopleStore.ts';
import { atLocalTime, dayNumber, isoDate } from '../people/zone.ts';
import { type Goal, type Progress, touchedWithin } from './goal.ts';
import { findClaims } from './goalStore.ts';

/** How a channel stands with a goal in the week that begins on this Monday, on the channel's clock. */
export async function readGoalProgress(
  ctx: Pick<Context, 'db' | 'workspaceId' | 'clock' | 'settings'>,
  { channelId, within }: Goal,
  monday: string,
): Promise<Progress> {
  const { db, workspaceId } = ctx;
  const after = (days: number) => isoDate(dayNumber(monday) + days);
  if (within === null) {
    const span = { channels: [channelId], from: monday, until: after(6) };
    const { due, onTime } = await complianceOver(ctx, span);
    return { count: due, reached: onTime };
  }
  const { document } = await ctx.settings.current();
  const calendar = channelCalendar(channelId, document);
  const claims = await findClaims(db, workspaceId, channelId, {
    from: atLocalTime(monday, '00:00', calendar.timezone),
    until: atLocalTime(after(7), '00:00', calendar.timezone),
  });
  const waiting = claims.flatMap(({ claimerId, touchSeconds }) =>
    claimerId && touchSeconds === null ? [claimerId] : [],
  );
  const claimers = await findPeople(db, workspaceId, [...new Set(waiting)]);
  const theirs = new Map(claimers.map((one) => [one.id, calendarOf(one, document)]));
  return touchedWithin(claims, within, ctx.clock.now(), (id) => (id && theirs.get(id)) || calendar);
}
