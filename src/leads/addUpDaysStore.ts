import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import type { ChannelDate, ChannelDay } from './complianceDays.ts';
import { counts, decidedOn } from './decidedStore.ts';

/** When something was decided in each of these channels for the first time. Without those where nothing ever was. */
export async function firstDecided(
  db: Db,
  workspaceId: string,
  channels: readonly string[],
): Promise<{ channelId: string; at: Date }[]> {
  const { rows } = await sql<{ channelId: string; at: Date }>`
    select channel.id as "channelId", least(
      (select least(at, due_from) from lead_events
        where workspace_id = ${workspaceId} and channel_id = channel.id and due_from is not null
        order by least(at, due_from) limit 1),
      (select follow_up_due_at from leads
        where workspace_id = ${workspaceId} and channel_id = channel.id and closed_at is null
          and follow_up_due_at is not null
        order by follow_up_due_at limit 1)) as at
    from unnest(${channels}::text[]) as channel (id)`.execute(db);
  return rows.filter(({ at }) => at !== null);
}

/** Both dates included. */
export type Stretch = {
  readonly channelId: string;
  readonly timezone: string;
  readonly first: string;
  readonly last: string;
};

/** The days of these stretches that are not added up in their timezone, the latest first; at most `limit`, or all. */
export async function findMissing(
  db: Db,
  workspaceId: string,
  stretches: readonly Stretch[],
  limit: number | null = null,
): Promise<ChannelDate[]> {
  const { rows } = await sql<ChannelDate>`
    select s.channel_id as "channelId", s.timezone, day::date as date
    from unnest(
      ${stretches.map(({ channelId }) => channelId)}::text[],
      ${stretches.map(({ timezone }) => timezone)}::text[],
      ${stretches.map(({ first }) => first)}::date[], ${stretches.map(({ last }) => last)}::date[]
    ) as s (channel_id, timezone, first, last), generate_series(first, last, '1 day') as day
    where not exists (select from added_up_days added
      where added.workspace_id = ${workspaceId} and added.channel_id = s.channel_id
        and added.date = day::date and added.timezone = s.timezone)
    order by day desc, s.channel_id limit ${limit}`.execute(db);
  return rows;
}

/**
 * Adds up days of different channels; answers how many. Where another process has done so, or is at it,
 * that stands.
 */
export async function addUp(
  trx: Trx,
  workspaceId: string,
  days: readonly ChannelDay[],
  now: Date,
): Promise<number> {
  const { rows } = await sql<{ channelId: string }>`
    insert into added_up_days as added (workspace_id, channel_id, date, timezone, added_up_at)
    select ${workspaceId}, channel_id, date, timezone, ${now} from unnest(
      ${days.map(({ channelId }) => channelId)}::text[], ${days.map(({ date }) => date)}::date[],
      ${days.map(({ timezone }) => timezone)}::text[]
    ) as day (channel_id, date, timezone)
    on conflict (workspace_id, channel_id, date) do update
      set timezone = excluded.timezone, added_up_at = excluded.added_up_at
      where added.timezone <> excluded.timezone
    returning channel_id as "channelId"`.execute(trx);
  const ours = days.filter((day) => rows.some(({ channelId }) => channelId === day.channelId));
  const [first] = ours;
  if (!first) return 0;
  // What it was in another timezone.
  await trx
    .deleteFrom('compliance_days')
    .where('workspace_id', '=', workspaceId)
    .where('date', '=', first.date)
    .where(
      'channel_id',
      'in',
      ours.map(({ channelId }) => channelId),
    )
    .execute();
  await sql`
    insert into compliance_days (workspace_id, channel_id, date, owner_id, on_time, missed, excused,
      moved, postponed, cancelled)
    select ${workspaceId}, channel_id, date, owner_id, ${counts}
    from (${decidedOn(ours, { workspaceId, now })}) decided
    group by channel_id, date, owner_id`.execute(trx);
  return ours.length;
}
