import { sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';

/** How much somebody has open, and what of that is due. */
export type Workload = {
  readonly open: number;
  readonly due: number;
  readonly nextDueAt: Date | null;
};

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

/** Ids of the leads that wait longest, at most `limit`, and how many there are in all. */
export type Waiting = { readonly ids: readonly number[]; readonly count: number };

/** Posted in these channels and claimed by nobody, oldest first. */
export const findUnclaimedIn = (
  db: Db,
  workspaceId: string,
  channelIds: readonly string[],
  limit: number,
) =>
  waiting(
    db,
    workspaceId,
    channelIds,
    limit,
    sql`owner_id is null and status = 'new'`,
    sql`received_at`,
  );

/** Owned in these channels and past their window, the longest first. */
export const findOverdueIn = (
  db: Db,
  workspaceId: string,
  channelIds: readonly string[],
  limit: number,
  now: Date,
) =>
  waiting(
    db,
    workspaceId,
    channelIds,
    limit,
    sql`owner_id is not null and follow_up_due_at <= ${now}`,
    sql`follow_up_due_at`,
  );

async function waiting(
  db: Db,
  workspaceId: string,
  channelIds: readonly string[],
  limit: number,
  which: ReturnType<typeof sql>,
  order: ReturnType<typeof sql>,
): Promise<Waiting> {
  if (channelIds.length === 0) return { ids: [], count: 0 };
  const { rows } = await sql<{ id: number; count: number }>`
    select id, count(*) over ()::int as count from leads
    where workspace_id = ${workspaceId} and channel_id = any(${channelIds}) and closed_at is null
      and ${which}
    order by ${order}, id limit ${limit}
  `.execute(db);
  return { ids: rows.map(({ id }) => id), count: rows[0]?.count ?? 0 };
}
