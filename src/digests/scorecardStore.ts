import { sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';
import { inPeriod, type Reported } from './reports/reported.ts';
import type { Work } from './scorecard.ts';

/** The zones of all who are active. */
export async function findTimezones(db: Db, workspaceId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('people')
    .select('timezone')
    .distinct()
    .where('workspace_id', '=', workspaceId)
    .where('is_deactivated', '=', false)
    .execute();
  return rows.map(({ timezone }) => timezone);
}

/**
 * The full members on these clocks who own an open lead, or owed an update or claimed a lead since an
 * instant, and whose message of that key (its beginning, then their id) is not there yet.
 */
export async function findWaiting(
  db: Db,
  workspaceId: string,
  { timezone, since, key }: { timezone: string; since: Date; key: string },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with waiting as materialized (
      select p.id from people p
      where p.workspace_id = ${workspaceId} and p.timezone = ${timezone}
        and not p.is_deactivated and not p.is_guest and not p.is_bot
        and not exists (select from messages m where m.workspace_id = p.workspace_id and m.key = ${key} || p.id)
    )
    select id from waiting w
    where exists (select from leads l where l.workspace_id = ${workspaceId} and l.owner_id = w.id
      and l.closed_at is null)
    union
    select id from waiting w join (
      select distinct unnest(array[owner_id, case when kind = 'claimed' then actor_id end]) as person_id
      from lead_events
      where workspace_id = ${workspaceId} and due_from is not null and least(at, due_from) >= ${since}
    ) owed on owed.person_id = w.id
    order by 1`.execute(db);
  return rows.map(({ id }) => id);
}

/** The touches that somebody made on leads of these channels, and the leads they won. What was undone never happened. */
export async function workOf(
  db: Db,
  workspaceId: string,
  { personId, channels }: { personId: string; channels: readonly string[] },
  days: Reported['days'],
): Promise<Work> {
  const { rows } = await sql<Work>`
    with work as (
      select e.id, e.lead_id, e.status_from, e.status_to from lead_events e
      where e.workspace_id = ${workspaceId} and e.channel_id = any(${channels}) and e.kind = 'updated'
        and ${inPeriod(days, 'e.at')} and e.actor_id = ${personId}
        and not exists (select from lead_events u where u.workspace_id = e.workspace_id and u.undoes = e.id)
    )
    select (select count(*)::int from work join touches t
        on t.workspace_id = ${workspaceId} and t.lead_id = work.lead_id and t.event_id = work.id) as touches,
      (select count(distinct lead_id)::int from work where status_to = 'won' and status_from <> 'won') as won
  `.execute(db);
  return rows[0] ?? { touches: 0, won: 0 };
}

/** The channels where somebody has leads, or has worked on some since then. */
export async function findWorkChannels(
  db: Db,
  workspaceId: string,
  { personId, channels }: { personId: string; channels: readonly string[] },
  since: Date,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from unnest(${channels}::text[]) as c (id)
    where exists (select from leads l where l.workspace_id = ${workspaceId} and l.owner_id = ${personId}
        and l.closed_at is null and l.channel_id = c.id)
      or exists (select from lead_events e where e.workspace_id = ${workspaceId} and e.channel_id = c.id
        and e.kind in ('claimed', 'assigned', 'updated', 'postponed', 'released', 'lease-ended')
        and e.at >= ${since} and ${personId} in (e.actor_id, e.owner_id))
    order by 1`.execute(db);
  return rows.map(({ id }) => id);
}
