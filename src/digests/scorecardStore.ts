import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';
import { inPeriod, type Reported } from './reports/reported.ts';
import type { OwnTimes, Work } from './scorecard.ts';

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
 * The full members on these clocks who own an open lead, or owed an update since an instant, and whose message of that key (its beginning, then their id) is not there yet.
 */
export async function findWaiting(
  db: Db,
  workspaceId: string,
  { timezone, since, key }: { timezone: string; since: Date; key: string },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from people p
    where p.workspace_id = ${workspaceId} and p.timezone = ${timezone}
      and not p.is_deactivated and not p.is_guest and not p.is_bot
      and not exists (select from messages m where m.workspace_id = p.workspace_id and m.key = ${key} || p.id)
      and (exists (select from leads l where l.workspace_id = p.workspace_id and l.owner_id = p.id
          and l.closed_at is null)
        or exists (select from lead_events e where e.workspace_id = p.workspace_id and e.owner_id = p.id
          and e.due_from is not null and least(e.at, e.due_from) >= ${since}))
    order by p.id`.execute(db);
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

/**
 * How long claims and first touches took, of somebody's leads that came in then: as a report by rep
 * has it, but found by the owner. No lead closes before it came in.
 */
export async function timesOf(
  db: Db,
  workspaceId: string,
  { personId, channels }: { personId: string; channels: readonly string[] },
  days: Reported['days'],
): Promise<OwnTimes> {
  const from = new Date(Math.min(...days.map((one) => one.from.getTime())));
  const owned = (closed: RawBuilder<unknown>) => sql`
    select claim_seconds, touch_seconds from leads l
    where workspace_id = ${workspaceId} and owner_id = ${personId} and ${closed}
      and channel_id = any(${channels}) and status <> 'merged' and ${inPeriod(days, 'l.received_at')}`;
  const { rows } = await sql<{ claims: number; claim: number; touched: number; touch: number }>`
    select count(claim_seconds)::int as claims, count(touch_seconds)::int as touched,
      percentile_disc(0.5) within group (order by claim_seconds) as claim,
      percentile_disc(0.5) within group (order by touch_seconds) as touch
    from (${owned(sql`closed_at is null`)} union all ${owned(sql`closed_at >= ${from}`)}) own`.execute(
    db,
  );
  const { claims, claim, touched, touch } = rows[0] ?? noTimes;
  return {
    claim: claims > 0 ? { n: claims, median: claim } : null,
    touch: touched > 0 ? { n: touched, median: touch } : null,
  };
}

const noTimes = { claims: 0, claim: 0, touched: 0, touch: 0 };

/** The channels where somebody has leads, or had some or owed something since then. */
export async function findWorkChannels(
  db: Db,
  workspaceId: string,
  personId: string,
  since: Date,
): Promise<string[]> {
  const theirs = sql`workspace_id = ${workspaceId} and owner_id = ${personId}`;
  const { rows } = await sql<{ id: string }>`
    select channel_id as id from leads where ${theirs} and closed_at is null
    union select channel_id from leads where ${theirs} and closed_at >= ${since}
    union select channel_id from lead_events
      where ${theirs} and due_from is not null and least(at, due_from) >= ${since}
    order by 1`.execute(db);
  return rows.map(({ id }) => id);
}
