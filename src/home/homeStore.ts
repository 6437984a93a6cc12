import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';
import type { HomeList, SourceFigures, Workload } from './home.ts';

export async function workloadOf(
  db: Db,
  workspaceId: string,
  ownerId: string,
  now: Date,
): Promise<Workload> {
  const { rows } = await sql<Workload>`
    select count(*)::int as open,
      count(*) filter (where follow_up_due_at <= ${now})::int as due,
      min(follow_up_due_at) filter (where follow_up_due_at > ${now}) as "nextDueAt"
    from leads
    where workspace_id = ${workspaceId} and owner_id = ${ownerId} and closed_at is null
  `.execute(db);
  return rows[0] ?? { open: 0, due: 0, nextDueAt: null };
}

/** Ids of leads, at most as many as were asked for, and how many there are in all. */
export type Ids = { readonly ids: readonly number[]; readonly count: number };

/** Somebody's own leads of a list: what is due first, first; closed ones, the latest first. */
export async function findOwn(
  db: Db,
  workspaceId: string,
  ownerId: string,
  ask: { list: HomeList; now: Date; from: number; limit: number },
): Promise<Ids> {
  const which = ownLists(ask.now)[ask.list];
  const order = ask.list === 'closed' ? sql`closed_at desc` : sql`follow_up_due_at nulls last`;
  const mine = sql`workspace_id = ${workspaceId} and owner_id = ${ownerId} and ${which}`;
  const { rows } = await sql<{ id: number }>`
    select id from leads where ${mine} order by ${order}, id
    limit ${ask.limit} offset ${ask.from}`.execute(db);
  const { rows: counted } = await sql<{ count: number }>`
    select count(*)::int as count from leads where ${mine}`.execute(db);
  return { ids: rows.map(({ id }) => id), count: counted[0]?.count ?? 0 };
}

const ownLists = (now: Date): Readonly<Record<HomeList, RawBuilder<unknown>>> => ({
  open: sql`closed_at is null`,
  due: sql`closed_at is null and follow_up_due_at <= ${now}`,
  claimed: sql`closed_at is null and status = 'claimed'`,
  waiting: sql`closed_at is null and status in ('attempted', 'connected', 'qualified', 'quoted')
    and follow_up_due_at > ${now}`,
  nurture: sql`closed_at is null and status = 'nurture'`,
  closed: sql`closed_at > ${now}::timestamptz - interval '30 days'`,
});

/**
 * In these channels: nobody has claimed them, oldest first; held back, what goes out first, first; overdue, the
 * longest first. Without those that have been escalated to this manager.
 */
export function findOfTeam(
  db: Db,
  workspaceId: string,
  channelIds: readonly string[],
  ask: { list: 'unclaimed' | 'held' | 'overdue'; managerId: string; now: Date; limit: number },
): Promise<Ids> {
  const lists = {
    unclaimed: [sql`owner_id is null and status = 'new'`, sql`received_at`],
    held: [sql`status = 'held' and held_until is not null`, sql`held_until`],
    overdue: [sql`owner_id is not null and follow_up_due_at <= ${ask.now}`, sql`follow_up_due_at`],
  } as const;
  const [which, order] = lists[ask.list];
  return counted(
    db,
    sql`select id, count(*) over ()::int as count from leads
      where workspace_id = ${workspaceId} and channel_id = any(${channelIds}) and closed_at is null
        and ${which}
        and not exists (select from escalations e where e.workspace_id = leads.workspace_id
          and e.lead_id = leads.id and e.person_id = ${ask.managerId} and e.over_at is null)
      order by ${order}, id limit ${ask.limit}`,
  );
}

/** What this manager has been told of and still holds, the oldest first. */
export const findEscalatedTo = (
  db: Db,
  workspaceId: string,
  personId: string,
  limit: number,
): Promise<Ids> =>
  counted(
    db,
    sql`select lead_id as id, count(*) over ()::int as count from escalations
      where workspace_id = ${workspaceId} and person_id = ${personId} and over_at is null
      order by at, lead_id limit ${limit}`,
  );

async function counted(db: Db, query: RawBuilder<unknown>): Promise<Ids> {
  const { rows } = await sql<{ id: number; count: number }>`${query}`.execute(db);
  return { ids: rows.map(({ id }) => id), count: rows[0]?.count ?? 0 };
}

/** Touches that somebody has recorded since then; those that were undone are none. */
export async function touchesSince(
  db: Db,
  workspaceId: string,
  personId: string,
  since: Date,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from touches t
    where t.workspace_id = ${workspaceId} and t.person_id = ${personId} and t.recorded_at >= ${since}
      and not exists (select from lead_events u
        where u.workspace_id = t.workspace_id and u.undoes = t.event_id)`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Of the leads that these sources brought since then. */
export async function sourceFigures(
  db: Db,
  workspaceId: string,
  keys: readonly string[],
  since: Date,
): Promise<Omit<SourceFigures, 'name'>[]> {
  const { rows } = await sql<Omit<SourceFigures, 'name'>>`
    select source_key as key, count(*)::int as arrived,
      count(*) filter (where status = 'new')::int as unclaimed,
      count(*) filter (where touch_count > 0)::int as worked,
      count(*) filter (where status in ('qualified', 'quoted', 'won'))::int as qualified,
      count(*) filter (where status = 'won')::int as won,
      count(*) filter (where status = 'disqualified')::int as disqualified
    from leads
    where workspace_id = ${workspaceId} and source_key = any(${keys}) and received_at >= ${since}
      and status <> 'merged'
    group by source_key`.execute(db);
  return rows;
}
