import { type RawBuilder, sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';

/** A source's leads in a channel. */
export type Place = { readonly sourceKey: string; readonly channelId: string };

/** Only one at a time tells of holds, until the transaction ends. */
export async function lockHolds(trx: Trx, workspaceId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`holds:${workspaceId}`}, 0))`.execute(
    trx,
  );
}

/** Where leads are held back, or their reps wait for what was missing. */
export async function findWaitingPlaces(db: Db, workspaceId: string): Promise<Place[]> {
  const { rows } = await sql<Place>`
    select distinct source_key as "sourceKey", channel_id as "channelId" from leads
    where workspace_id = ${workspaceId} and held_until is not null and closed_at is null
    order by 1, 2`.execute(db);
  return rows;
}

const since = sql`case when status = 'held' then held_at else sent_back_at end`;

/** Those of these places of which this person has not been told. */
const untold = (
  workspaceId: string,
  personId: string,
  places: readonly Place[],
): RawBuilder<unknown> => sql`
  held_until is not null and closed_at is null and leads.workspace_id = ${workspaceId}
  and exists (select from json_to_recordset(${JSON.stringify(places)}::json)
    as p ("sourceKey" text, "channelId" text)
    where p."sourceKey" = leads.source_key and p."channelId" = leads.channel_id)
  and not exists (select from hold_notices n where n.workspace_id = leads.workspace_id
    and n.lead_id = leads.id and n.person_id = ${personId} and n.since = ${since})`;

export async function isAnyUntold(
  trx: Trx,
  workspaceId: string,
  personId: string,
  places: readonly Place[],
): Promise<boolean> {
  const { rows } = await sql`select from leads
    where ${untold(workspaceId, personId, places)} limit 1`.execute(trx);
  return rows.length > 0;
}

/** This message tells them of all of which they have not been told. */
export async function noteTold(
  trx: Trx,
  workspaceId: string,
  { personId, messageId }: { personId: string; messageId: number },
  places: readonly Place[],
): Promise<void> {
  await sql`insert into hold_notices (workspace_id, lead_id, since, person_id, message_id)
    select workspace_id, id, ${since}, ${personId}, ${messageId} from leads
    where ${untold(workspaceId, personId, places)}`.execute(trx);
}

/** Their message that waits to be posted, if there is one; and how many they have had. */
export async function findHeldMessages(
  trx: Trx,
  workspaceId: string,
  personId: string,
): Promise<{ waitingId: number | null; count: number }> {
  const { rows } = await sql<{ waitingId: number | null; count: number }>`
    select max(id) filter (where state = 'waiting' and leased_by is null and live) as "waitingId",
      count(*)::int as count
    from messages
    where workspace_id = ${workspaceId} and person_id = ${personId} and kind = 'held'`.execute(trx);
  return rows[0] ?? { waitingId: null, count: 0 };
}

export async function messageOfKey(
  trx: Trx,
  workspaceId: string,
  key: string,
): Promise<number | null> {
  const row = await trx
    .selectFrom('messages')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('key', '=', key)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Channels in which something is held and no list says so; `first` is the lead held longest. */
export async function findUnlisted(
  trx: Trx,
  workspaceId: string,
): Promise<{ channelId: string; first: string }[]> {
  const { rows } = await sql<{ channelId: string; first: string }>`
    select channel_id as "channelId", min(held_at::text || ':' || id) as first from leads
    where workspace_id = ${workspaceId} and held_until is not null and closed_at is null and status = 'held'
      and not exists (select from messages m where m.workspace_id = leads.workspace_id
        and m.destination = leads.channel_id and m.kind = 'held-list' and m.live)
    group by channel_id`.execute(trx);
  return rows;
}

/** The lists that were drawn before the last lead of theirs was held. */
export async function markListsStale(trx: Trx, workspaceId: string): Promise<void> {
  await sql`update messages m set wanted_version = wanted_version + 1
    where m.workspace_id = ${workspaceId} and m.kind = 'held-list' and m.live
      and m.state = 'posted' and m.shown_version = m.wanted_version
      and exists (select from leads where leads.workspace_id = m.workspace_id
        and leads.channel_id = m.destination and leads.held_until is not null and leads.closed_at is null
        and leads.status = 'held' and leads.held_at > m.drawn_at)`.execute(trx);
}

/** Ids of leads, at most as many as were asked for, and how many there are in all. */
export type Some = { readonly ids: readonly number[]; readonly count: number };

/** What a message told somebody of: what is over first, last. */
export const findTold = (
  db: Db,
  workspaceId: string,
  messageId: number,
  limit: number,
): Promise<Some> =>
  some(
    db,
    sql`select n.lead_id as id, count(*) over ()::int as count
      from hold_notices n join leads l on l.workspace_id = n.workspace_id and l.id = n.lead_id
      where n.workspace_id = ${workspaceId} and n.message_id = ${messageId}
      order by l.held_until nulls last, n.lead_id limit ${limit}`,
  );

/** What is held back in a channel, or of these sources: what goes out first, first. */
export const findHeld = (
  db: Db,
  workspaceId: string,
  of: { readonly channelId: string } | { readonly sourceKeys: readonly string[] },
  limit: number,
): Promise<Some> =>
  some(
    db,
    sql`select id, count(*) over ()::int as count from leads
      where workspace_id = ${workspaceId} and held_until is not null and closed_at is null
        and ${'channelId' in of ? sql`status = 'held' and channel_id = ${of.channelId}` : sql`source_key = any (${of.sourceKeys})`}
      order by held_until, id limit ${limit}`,
  );

async function some(db: Db, query: RawBuilder<unknown>): Promise<Some> {
  const { rows } = await sql<{ id: number; count: number }>`${query}`.execute(db);
  return { ids: rows.map(({ id }) => id), count: rows[0]?.count ?? 0 };
}

/** Held back or sent back, and the time for that is over at `now`; beyond `after`. */
export async function findOverHolds(
  db: Db,
  workspaceId: string,
  { now, after, limit }: { now: Date; after: number; limit: number },
): Promise<{ leadId: number }[]> {
  const { rows } = await sql<{ leadId: number }>`
    select id as "leadId" from leads
    where workspace_id = ${workspaceId} and held_until is not null and closed_at is null and held_until <= ${now}
      and id > ${after}
    order by id limit ${limit}`.execute(db);
  return rows;
}

/** What the leads of each source are held back for. */
export async function findHeldFor(
  db: Db,
  workspaceId: string,
): Promise<{ sourceKey: string; missing: string[] }[]> {
  const { rows } = await sql<{ sourceKey: string; missing: string[] }>`
    select distinct source_key as "sourceKey", missing from leads
    where workspace_id = ${workspaceId} and held_until is not null and closed_at is null and status = 'held'`.execute(
    db,
  );
  return rows;
}

export async function findHeldForThat(
  db: Db,
  workspaceId: string,
  { sourceKey, missing }: { sourceKey: string; missing: readonly string[] },
  { after, limit }: { after: number; limit: number },
): Promise<{ leadId: number }[]> {
  const { rows } = await sql<{ leadId: number }>`
    select id as "leadId" from leads
    where workspace_id = ${workspaceId} and held_until is not null and closed_at is null and status = 'held'
      and source_key = ${sourceKey} and missing = ${missing}::text[] and id > ${after}
    order by id limit ${limit}`.execute(db);
  return rows;
}
