import type { Context } from '../context.ts';
import { type Calendar, calendarOf, channelCalendar } from '../people/calendar.ts';
import type { Person } from '../people/person.ts';
import { atLocalTime } from '../people/zone.ts';
import { type Edition, managedChannels, managedSources, workingDayBefore } from './digest.ts';
import { toldUntil } from './digestStore.ts';

/**
 * A manager's digest of a local date of theirs, which tells what happened until `until`, else until
 * now. Null: they manage no channel and no source.
 */
export async function managersEdition(
  ctx: Context,
  manager: Person,
  { date, until }: { date: string; until?: Date | undefined },
): Promise<Edition | null> {
  const { document } = await ctx.settings.current();
  const channels = managedChannels(document, manager.id);
  if (channels.length + managedSources(document, manager.id).length === 0) return null;
  const calendar = calendarOf(manager, document);
  return editionOf(ctx, channels, manager.id, { date, until, calendar });
}

/** A channel's own digest of a date on its clock; `until` as above. */
export async function channelsEdition(
  ctx: Context,
  channelId: string,
  { date, until }: { date: string; until?: Date | undefined },
): Promise<Edition> {
  const { document } = await ctx.settings.current();
  return editionOf(ctx, [channelId], null, {
    date,
    until,
    calendar: channelCalendar(channelId, document),
  });
}

async function editionOf(
  ctx: Context,
  channels: readonly string[],
  managerId: string | null,
  { date, until, calendar }: { date: string; until: Date | undefined; calendar: Calendar },
): Promise<Edition> {
  const { document } = await ctx.settings.current();
  const reader = managerId ?? channels[0] ?? '';
  const midnight = atLocalTime(workingDayBefore(date, calendar), '00:00', calendar.timezone);
  const now = ctx.clock.now();
  const last = await toldUntil(ctx.db, ctx.workspaceId, reader, date);
  const roster = channels.flatMap((id) => document.channels[id]?.roster ?? []);
  return {
    team: { workspaceId: ctx.workspaceId, channels, roster, now },
    managerId,
    date,
    calendar,
    dueAt: atLocalTime(date, document.digest.at, calendar.timezone),
    since: last ?? midnight,
    until: until ?? now,
    isFirst: last === null,
  };
}
