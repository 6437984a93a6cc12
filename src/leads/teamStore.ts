import { sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';

/** A rep of a manager's channels. */
export type TeamRep = {
  readonly id: string;
  readonly name: string;
  readonly open: number;
  readonly due: number;
};

/** Who has open leads in these channels; most overdue first. */
export async function findReps(
  db: Db,
  workspaceId: string,
  channelIds: readonly string[],
  now: Date,
): Promise<TeamRep[]> {
  const { rows } = await sql<TeamRep>`
    select l.owner_id as id, coalesce(p.name, l.owner_id) as name, l.open, l.due from (
      select owner_id, count(*)::int as open, count(*) filter (where follow_up_due_at <= ${now})::int as due
      from leads
      where workspace_id = ${workspaceId} and channel_id = any(${channelIds}) and closed_at is null
        and owner_id is not null
      group by owner_id
    ) l left join people p on p.workspace_id = ${workspaceId} and p.id = l.owner_id
    order by l.due desc, l.open desc, name limit 100`.execute(db);
  return rows;
}
