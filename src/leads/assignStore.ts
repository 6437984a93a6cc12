import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import { day } from '../people/zone.ts';
import type { Candidate } from './turn.ts';

/** Until the transaction ends nobody else gives out leads by turn in this channel. */
export async function lockTurns(trx: Trx, workspaceId: string, channelId: string): Promise<void> {
  const turns = `turns:${workspaceId}:${channelId}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${turns}, 0))`.execute(trx);
}

/** Turns of so long are looked at, to see who has waited longest; but no more than these. */
const lookback = { days: 14, turns: 1_000 };
/**
 * Shares are compared over so long or, where few leads come, over so many turns for each person. A
 * part-timer's mornings are weighed against everyone's afternoons by this; over a longer time, whoever
 * comes back from a holiday would be flooded until what the others got meanwhile was made up for.
 */
const compared = { days: 2, turnsEach: 10 };

/** How the latest turns of these people went in the channel, and how much they have open. */
export async function findCandidates(
  trx: Trx,
  workspaceId: string,
  channelId: string,
  ids: readonly string[],
  now: Date,
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    with latest as (
      select at, data, row_number() over (order by at desc, id desc) as back from lead_events
      where workspace_id = ${workspaceId} and channel_id = ${channelId} and kind = 'assigned'
        and at > ${before(now, lookback.days)} and data->>'why' = 'turn'
      order by at desc, id desc limit ${lookback.turns}
    ), turns as (
      select at, data, at > ${before(now, compared.days)}
        or back <= ${compared.turnsEach * ids.length} as counts from latest
    )
    select c.id,
      count(t.at) filter (where t.counts)::int as offered,
      count(t.at) filter (where t.counts and t.data->>'to' = c.id)::int as taken,
      max(t.at) filter (where t.data->>'to' = c.id) as "lastTakenAt",
      (select count(*)::int from leads l where l.workspace_id = ${workspaceId}
        and l.owner_id = c.id and l.closed_at is null) as "openLeads"
    from unnest(${ids}::text[]) c (id) left join turns t on t.data->'among' ? c.id
    group by c.id`.execute(trx);
  return rows;
}

const before = (now: Date, days: number): Date => new Date(now.getTime() - days * day);

/** Leads whose owner the app is still to choose, beyond `after`. */
export async function findRouted(
  db: Db,
  workspaceId: string,
  after: number,
  limit: number,
): Promise<number[]> {
  const rows = await db
    .selectFrom('leads')
    .where('workspace_id', '=', workspaceId)
    .where('routed', 'is not', null)
    .where('status', '<>', 'held')
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .select('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Whoever claims it first has it from now on. The lead must be locked. */
export async function leaveToClaim(trx: Trx, workspaceId: string, leadId: number): Promise<void> {
  await trx
    .updateTable('leads')
    .set({ routed: null, routed_to: null })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', leadId)
    .execute();
}
