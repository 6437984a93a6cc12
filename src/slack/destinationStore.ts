import { sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';
import { headsOf } from './outboxStore.ts';

/** Redraws of a whole workspace share one limit. */
export const redrawPace = 'method:chat.update';

/** Sends nothing there for `ms` from now; a longer hold stays. */
export async function holdDestination(db: Db, workspaceId: string, id: string, ms: number) {
  await sql`update destinations
    set next_at = greatest(next_at, now() + make_interval(secs => ${ms / 1000}))
    where workspace_id = ${workspaceId} and id = ${id}`.execute(db);
}

/** Sends and redraws nothing there until it is unparked. True: it was not parked before. */
export async function parkIfLive(
  db: Db,
  workspaceId: string,
  id: string,
  reason: string,
): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into destinations as d
      (workspace_id, id, parked_at, parked_reason) values (${workspaceId}, ${id}, now(), ${reason})
    on conflict (workspace_id, id) do update set parked_at = now(), parked_reason = excluded.parked_reason
    where d.parked_at is null`.execute(db);
  return numAffectedRows === 1n;
}

/** What waits there may go again, and what stands there be redrawn. */
export async function unpark(db: Db, workspaceId: string, id: string): Promise<void> {
  await sql`with unparked as (
      update destinations set parked_at = null, parked_reason = null
      where workspace_id = ${workspaceId} and id = ${id} and parked_at is not null returning id
    )
    update messages m set redraw_after = '-infinity' from unparked u
    where m.workspace_id = ${workspaceId} and m.destination = u.id
      and m.state = 'posted' and m.live and m.shown_version < m.wanted_version`.execute(db);
}

/** For how long a message has not gone although its pace and its time allow it; how many are parked. */
export async function measureDelivery(
  db: Db,
  workspaceId: string,
  now: Date,
): Promise<{ lagMs: number; parked: number }> {
  const { rows } = await sql<{ lag_ms: number | null; parked: number }>`
    with recursive ${headsOf(workspaceId)}
    select
      (select max(least(
          extract(epoch from ${now}::timestamptz - greatest(created_at, not_before))::float8,
          extract(epoch from now())::float8 - extract(epoch from next_at)::float8)) * 1000
        from heads join destinations d on d.workspace_id = ${workspaceId} and d.id = destination
        where d.parked_at is null) as lag_ms,
      (select count(*)::int from destinations
        where workspace_id = ${workspaceId} and parked_at is not null) as parked`.execute(db);
  return { lagMs: Math.max(0, rows[0]?.lag_ms ?? 0), parked: rows[0]?.parked ?? 0 };
}

export type ParkedChannel = {
  readonly id: string;
  /** Slack's code. */
  readonly reason: string;
  readonly parkedAt: Date;
  /** How many messages wait for it. */
  readonly waiting: number;
};

/** The channels, not the people, to which nothing is sent until somebody acts. */
export async function findParkedChannels(db: Db, workspaceId: string): Promise<ParkedChannel[]> {
  const { rows } = await sql<ParkedChannel>`
    select d.id, d.parked_reason as reason, d.parked_at as "parkedAt",
      (select count(*) from messages m where m.workspace_id = d.workspace_id
        and m.destination = d.id and m.state = 'waiting') as waiting
    from destinations d
    where d.workspace_id = ${workspaceId} and d.parked_at is not null and d.id ~ '^[CG]'`.execute(
    db,
  );
  return rows;
}
