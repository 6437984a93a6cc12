import { sql } from 'kysely';
import type { Db } from '../../db/openDatabase.ts';
import type { OwnHours } from '../../people/person.ts';
import type { Team } from '../digest.ts';

export type NewHours = OwnHours & { readonly personId: string };

/** Other working hours of people with open leads of the team, from a day after `after` and until `date` on. */
export async function newHours(
  db: Db,
  { workspaceId, channels }: Team,
  { after, date }: { readonly after: string; readonly date: string },
): Promise<NewHours[]> {
  const { rows } = await sql<NewHours>`
    with changed as materialized (
      select p.id, p.name, own ->> 'holdsFrom' as holds_from, nullif(own -> 'workingTime', 'null') as working_time
      from people p, jsonb_array_elements(p.own_hours) own
      where p.workspace_id = ${workspaceId} and not p.is_deactivated
        and own ->> 'holdsFrom' > ${after} and own ->> 'holdsFrom' <= ${date}
    )
    select id as "personId", holds_from as "holdsFrom", working_time as "workingTime" from changed
    where exists (
      select from leads l where l.workspace_id = ${workspaceId} and l.owner_id = changed.id
        and l.closed_at is null and l.channel_id = any(${channels})
    )
    order by name, id, holds_from`.execute(db);
  return rows;
}
