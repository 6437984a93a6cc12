import { sql } from 'kysely';
import type { Db } from '../../db/openDatabase.ts';
import type { Team } from '../digest.ts';

export type OverdueRep = {
  readonly personId: string;
  readonly leads: number;
  readonly oldestDueAt: Date;
  /** The lead that has waited longest. */
  readonly oldestLeadId: number;
};

/** Who of a team has leads past their follow-up window; the longest wait first. */
export async function overdueByRep(
  db: Db,
  { workspaceId, channels, now }: Team,
): Promise<OverdueRep[]> {
  return db
    .selectFrom('leads')
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', 'in', channels)
    .where('closed_at', 'is', null)
    .where('follow_up_due_at', '<=', now)
    .where('owner_id', 'is not', null)
    .groupBy('owner_id')
    .select((eb) => [
      sql<string>`owner_id`.as('personId'),
      eb.fn.countAll<number>().as('leads'),
      sql<Date>`min(follow_up_due_at)`.as('oldestDueAt'),
      sql<number>`(array_agg(id order by follow_up_due_at))[1]`.as('oldestLeadId'),
    ])
    .orderBy('oldestDueAt')
    .execute();
}
