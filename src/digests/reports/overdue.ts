import { sql } from 'kysely';
import type { Db } from '../../db/openDatabase.ts';
import type { Team } from '../digest.ts';

export type OverdueRep = {
  readonly personId: string;
  /** Their account is deactivated: nobody can be nudged. */
  readonly hasLeft: boolean;
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
  const { rows } = await sql<OverdueRep>`
    select l.*, coalesce(p.is_deactivated, false) as "hasLeft" from (
      select owner_id as "personId", count(*)::int as leads, min(follow_up_due_at) as "oldestDueAt",
        (array_agg(id order by follow_up_due_at))[1] as "oldestLeadId"
      from leads
      where workspace_id = ${workspaceId} and channel_id = any(${channels}) and closed_at is null
        and follow_up_due_at <= ${now} and owner_id is not null
      group by owner_id
    ) l left join people p on p.workspace_id = ${workspaceId} and p.id = l."personId"
    order by "oldestDueAt", "personId"`.execute(db);
  return rows;
}
