import type { Context } from '../context.ts';
import { type Calendar, calendarOf, channelCalendar } from '../people/calendar.ts';
import type { Person } from '../people/person.ts';
import { atLocalTime } from '../people/zone.ts';
import { type Edition, managedChannels, managedSources, workingDayBefore } from './digest.ts';
import { lastDigestAt } from './digestStore.ts';

/** A manager's digest of a local date of theirs. Null: they manage no channel and no source. */
export async function managersEdition(
  ctx: Context,
  manager: Person,
  date: string,
): Promise<Edition | null> {
  const { document } = await ctx.settings.current();
  const channels = managedChannels(document, manager.id);
  if (channels.length + managedSources(document, manager.id).length === 0) return null;
  return editionOf(ctx, channels, manager.id, { date, calendar: calendarOf(manager, document) });
}

/** A channel's own digest of a date on its clock. */
export async function channelsEdition(
  ctx: Context,
  channelId: string,
  date: string,
): Promise<Edition> {
  const { document } = await ctx.settings.current();
  return editionOf(ctx, [channelId], null, {
    date,
    calendar: channelCalendar(channelId, document),
  });
}

async function editionOf(
  ctx: Context,
  channels: readonly string[],
  managerId: string | null,
  { date, calendar }: { date: string; calendar: Calendar },
): Promise<Edition> {
  const { document } = await ctx.settings.current();
  const reader = managerId ?? channels[0] ?? '';
  const midnight = atLocalTime(workingDayBefore(date, calendar), '00:00', calendar.timezone);
  const last = await lastDigestAt(ctx.db, ctx.workspaceId, reader, date);
  const roster = channels.flatMap((id) => document.channels[id]?.roster ?? []);
  return {
    team: { workspaceId: ctx.workspaceId, channels, roster, now: ctx.clock.now() },
    managerId,
    date,
    calendar,
    dueAt: atLocalTime(date, document.digest.at, calendar.timezone),
    since: last ?? midnight,
    isFirst: last === null,
  };
}
