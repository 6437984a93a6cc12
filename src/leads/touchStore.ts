import type { Db, Trx } from '../db/openDatabase.ts';

/** When this person recorded a touch of the lead last. */
export async function findLastTouchBy(
  db: Db | Trx,
  workspaceId: string,
  leadId: number,
  personId: string,
): Promise<Date | null> {
  const row = await db
    .selectFrom('touches')
    .select('recorded_at')
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', leadId)
    .where('person_id', '=', personId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.recorded_at ?? null;
}
