import { sql } from 'kysely';
import type { Db } from '../../db/openDatabase.ts';

/** Grades of a source's leads that its owner has not answered in time. */
export type Unanswered = {
  readonly sourceName: string;
  readonly ownerId: string;
  readonly count: number;
  readonly oldestDueAt: Date;
};

/** Of these sources, by key with their names; those that have waited longest first. */
export async function unansweredGrades(
  db: Db,
  workspaceId: string,
  sources: ReadonlyMap<string, string>,
  now: Date,
): Promise<Unanswered[]> {
  if (sources.size === 0) return [];
  const { rows } = await sql<Omit<Unanswered, 'sourceName'> & { sourceKey: string }>`
    select source_key as "sourceKey", owner_id as "ownerId", count(*)::int as count, min(due_at) as "oldestDueAt"
    from grades
    where workspace_id = ${workspaceId} and answered_at is null and owner_id is not null
      and due_at <= ${now} and source_key = any(${[...sources.keys()]})
    group by 1, 2 order by 4, 1`.execute(db);
  return rows.map(({ sourceKey, ...row }) => ({
    sourceName: sources.get(sourceKey) ?? sourceKey,
    ...row,
  }));
}
