import { sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';
import type { Share } from './wilson.ts';

/**
 * How a source's worked leads came out, of those that were decided: qualified, or ended without. By
 * when that was, so that young leads, which can still become anything, are not held against it.
 */
export type SourceRate = {
  readonly sourceKey: string;
  /** Of the last 90 days. */
  readonly quarter: Share;
  /** Of the last seven days, and of the eight weeks before them. */
  readonly week: Share;
  readonly before: Share;
  readonly slips: boolean;
};

/** Counted from the leads themselves, each source once. */
export async function countDecided(
  db: Db,
  workspaceId: string,
  sourceKeys: readonly string[],
  now: Date,
): Promise<Omit<SourceRate, 'slips'>[]> {
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const within = (from: Date, until: Date) => sql`filter (where decided_at >= ${from}
    and decided_at < ${until})`;
  const good = (from: Date, until: Date) => sql`filter (where qualified and decided_at >= ${from}
    and decided_at < ${until})`;
  const [week, weeks, quarter] = [ago(7), ago(63), ago(90)];
  const { rows } = await sql<{
    key: string;
    quarterGood: number;
    quarterAll: number;
    weekGood: number;
    weekAll: number;
    beforeGood: number;
    beforeAll: number;
  }>`
    select source_key as key,
      count(*) ${good(quarter, now)}::int as "quarterGood", count(*) ${within(quarter, now)}::int as "quarterAll",
      count(*) ${good(week, now)}::int as "weekGood", count(*) ${within(week, now)}::int as "weekAll",
      count(*) ${good(weeks, week)}::int as "beforeGood", count(*) ${within(weeks, week)}::int as "beforeAll"
    from (
      select source_key, coalesce(qualified_at, closed_at) as decided_at, qualified_at is not null as qualified
      from leads
      where workspace_id = ${workspaceId} and source_key = any(${sourceKeys})
        and coalesce(qualified_at, closed_at) >= ${quarter} and touch_count > 0 and status <> 'merged'
    ) decided
    group by source_key`.execute(db);
  return rows.map((row) => ({
    sourceKey: row.key,
    quarter: { part: row.quarterGood, whole: row.quarterAll },
    week: { part: row.weekGood, whole: row.weekAll },
    before: { part: row.beforeGood, whole: row.beforeAll },
  }));
}

/** In place of what was known; sources that had nothing decided are known no more. */
export async function saveRates(
  db: Db,
  workspaceId: string,
  rates: readonly SourceRate[],
  at: Date,
): Promise<void> {
  const rows = rates.map(({ sourceKey, quarter, week, before, slips }) => ({
    ...{ source_key: sourceKey, qualified: quarter.part, decided: quarter.whole },
    ...{ week_qualified: week.part, week_decided: week.whole },
    ...{ before_qualified: before.part, before_decided: before.whole, slips },
  }));
  await db.transaction().execute(async (trx) => {
    await sql`delete from source_rates where workspace_id = ${workspaceId}`.execute(trx);
    await sql`
      insert into source_rates (workspace_id, source_key, qualified, decided, week_qualified,
        week_decided, before_qualified, before_decided, slips, counted_at)
      select ${workspaceId}, source_key, qualified, decided, week_qualified, week_decided,
        before_qualified, before_decided, slips, ${at}
      from json_to_recordset(${JSON.stringify(rows)}::json) as rate (source_key text, qualified int,
        decided int, week_qualified int, week_decided int, before_qualified int, before_decided int,
        slips boolean)`.execute(trx);
  });
}

export async function findRates(
  db: Db,
  workspaceId: string,
  sourceKeys: readonly string[],
): Promise<SourceRate[]> {
  const rows = await db
    .selectFrom('source_rates')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('source_key', 'in', [...sourceKeys, ''])
    .orderBy('source_key')
    .execute();
  return rows.map((row) => ({
    sourceKey: row.source_key,
    quarter: { part: row.qualified, whole: row.decided },
    week: { part: row.week_qualified, whole: row.week_decided },
    before: { part: row.before_qualified, whole: row.before_decided },
    slips: row.slips,
  }));
}
