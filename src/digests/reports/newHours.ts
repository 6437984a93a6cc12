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
    select p.id as "personId", own ->> 'holdsFrom' as "holdsFrom",
      nullif(own -> 'workingTime', 'null') as "workingTime"
    from people p, jsonb_array_elements(p.own_hours) own
    where p.workspace_id = ${workspaceId} and not p.is_deactivated
      and own ->> 'holdsFrom' > ${after} and own ->> 'holdsFrom' <= ${date}
      and exists (
        select from leads l where l.workspace_id = p.workspace_id and l.owner_id = p.id
          and l.closed_at is null and l.channel_id = any(${channels})
      )
    order by p.name, p.id, own ->> 'holdsFrom'
  `.execute(db);
  return rows;
}
