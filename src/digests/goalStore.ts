import { type Selectable, sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import type { Goals } from '../db/schema.ts';
import type { Claim, Goal, Progress } from './goal.ts';

/** Those of these channels that have not ended before `since`, a local date; in the order of the channels' ids. */
export async function findGoals(
  db: Db | Trx,
  workspaceId: string,
  channelIds: readonly string[],
  since: string,
): Promise<Goal[]> {
  if (channelIds.length === 0) return [];
  const rows = await db
    .selectFrom('goals')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', 'in', channelIds)
    .where((eb) => eb.or([eb('ends_on', 'is', null), eb('ends_on', '>', since)]))
    .orderBy('channel_id')
    .orderBy('starts_on')
    .orderBy('id')
    .execute();
  return rows.map(toGoal);
}

export async function findGoal(
  db: Db | Trx,
  workspaceId: string,
  id: number,
): Promise<Goal | null> {
  const row = await db
    .selectFrom('goals')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toGoal(row) : null;
}

/** Nobody else sets or ends goals of these channels until the transaction ends. */
export async function lockGoals(
  trx: Trx,
  workspaceId: string,
  channelIds: readonly string[],
): Promise<void> {
  for (const id of [...channelIds].sort()) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`goals:${workspaceId}:${id}`}, 0))`.execute(
      trx,
    );
  }
}

/**
 * One goal ends on that day, or all of a channel and kind that go on beyond it, whose end was to come,
 * too; none before it began.
 */
export async function endOpenGoals(
  trx: Trx,
  workspaceId: string,
  which: { channelId: string; within: string | null } | { id: number },
  endsOn: string,
): Promise<number> {
  const goals = trx
    .updateTable('goals')
    .set({ ends_on: sql<string>`greatest(starts_on, ${endsOn}::date)` })
    .where('workspace_id', '=', workspaceId);
  const { numUpdatedRows } = await (
    'id' in which
      ? goals.where('id', '=', which.id).where('ends_on', 'is', null)
      : goals
          .where((eb) => eb.or([eb('ends_on', 'is', null), eb('ends_on', '>', endsOn)]))
          .where('channel_id', '=', which.channelId)
          .where('within', which.within === null ? 'is' : 'is not', null)
  ).executeTakeFirst();
  return Number(numUpdatedRows);
}

export async function insertGoal(
  trx: Trx,
  workspaceId: string,
  goal: Omit<Goal, 'id' | 'endsOn'>,
  now: Date,
): Promise<void> {
  await trx
    .insertInto('goals')
    .values({
      workspace_id: workspaceId,
      channel_id: goal.channelId,
      share: goal.share,
      within: goal.within,
      set_by: goal.setBy,
      set_at: now,
      starts_on: goal.startsOn,
    })
    .execute();
}

/** Weeks of a goal that are decided, from that Monday on. */
export async function findDecidedWeeks(
  db: Db,
  workspaceId: string,
  goalId: number,
  since: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom('goal_weeks')
    .select('monday')
    .where('workspace_id', '=', workspaceId)
    .where('goal_id', '=', goalId)
    .where('monday', '>=', since)
    .execute();
  return rows.map(({ monday }) => monday);
}

export type GoalWeek = Progress & { readonly monday: string; readonly met: boolean };

/** False: it was decided before. */
export async function insertGoalWeek(
  trx: Trx,
  workspaceId: string,
  goalId: number,
  week: GoalWeek,
  now: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('goal_weeks')
    .values({ ...week, workspace_id: workspaceId, goal_id: goalId, decided_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function findGoalWeek(
  db: Db,
  workspaceId: string,
  goalId: number,
  monday: string,
): Promise<GoalWeek | null> {
  const row = await db
    .selectFrom('goal_weeks')
    .select(['monday', 'count', 'reached', 'met'])
    .where('workspace_id', '=', workspaceId)
    .where('goal_id', '=', goalId)
    .where('monday', '=', monday)
    .executeTakeFirst();
  return row ?? null;
}

/** Leads of a channel that were claimed, or given to somebody, in that time; each by its last claim in it. */
export async function findClaims(
  db: Db,
  workspaceId: string,
  channelId: string,
  { from, until }: { from: Date; until: Date },
): Promise<Claim[]> {
  const { rows } = await sql<Claim>`
    select e.at as "claimedAt", coalesce(e.data ->> 'to', e.actor_id) as "claimerId",
      case when l.first_touch_at >= e.at then l.touch_seconds end as "touchSeconds",
      least(l.closed_at, (
        select min(x.at) from lead_events x
        where x.workspace_id = l.workspace_id and x.lead_id = l.id and x.id > e.id
          and x.kind in ('released', 'lease-ended') and ${stands('x')})) as "endedAt"
    from (
      select distinct on (lead_id) * from lead_events c
      where workspace_id = ${workspaceId} and channel_id = ${channelId} and kind in ('claimed', 'assigned')
        and at >= ${from} and at < ${until} and ${stands('c')}
      order by lead_id, id desc
    ) e join leads l on l.workspace_id = e.workspace_id and l.id = e.lead_id
    where (l.first_touch_at is null or l.first_touch_at >= e.at) and l.status <> 'merged'`.execute(
    db,
  );
  return rows;
}

/** That an event was not undone. */
const stands = (event: string) =>
  sql`not exists (select from lead_events u
    where u.workspace_id = ${sql.ref(`${event}.workspace_id`)} and u.undoes = ${sql.ref(`${event}.id`)})`;

const toGoal = (row: Selectable<Goals>): Goal => ({
  id: row.id,
  channelId: row.channel_id,
  share: row.share,
  within: row.within,
  setBy: row.set_by,
  startsOn: row.starts_on,
  endsOn: row.ends_on,
});
