import { sql } from 'kysely';
import type { Db } from '../../db/openDatabase.ts';
import type { Reach } from '../report.ts';
import { among, inPeriod, keyOf, type Parts, type Reported } from './reported.ts';
import { type SpreadRow, spreads, told } from './spreads.ts';

/**
 * How long the updates took that were made in the period, whenever the lead came in: from the update
 * before, in working time. The update that follows a claim is the first touch, which is counted there.
 */
export async function updateTimes(
  db: Db,
  { workspaceId, reach, days }: Reported,
  { by, timed, only }: Parts,
): Promise<readonly SpreadRow[]> {
  const ofEvent = by === 'rep' ? sql`e.owner_id` : by === 'channel' ? sql`e.channel_id` : null;
  const key = timed ? (ofEvent ?? keyOf(by)) : keyOf(null);
  const needsLead = reach.of === 'sources' || (timed && by !== null && !ofEvent);
  // True of every time that was taken. What a person owed is found by an index of such events.
  const owed =
    reach.of === 'person' || (by === 'rep' && only) ? sql`e.due_from is not null` : sql`true`;
  const lead = sql`join leads l on l.workspace_id = e.workspace_id and l.id = e.lead_id`;
  const { rows } = await sql<SpreadRow>`
    with counted as (
      select 'update' as what, key, ${!timed}::boolean as whole, seconds, count(*) as n
      from (
        select ${key} as key, ${told(sql`e.rep_seconds`)} as seconds
        from lead_events e ${needsLead ? lead : sql``}
        where e.workspace_id = ${workspaceId} and e.kind = 'updated' and e.rep_seconds is not null
          and e.status_from <> 'claimed' and ${inPeriod(days, 'e.at')}
          and ${inReach(reach)} and ${among(key, only)} and ${owed} and not exists (
            select from lead_events u
            where u.workspace_id = e.workspace_id and u.undoes = e.id and u.undoes is not null)
        offset 0
      ) made group by key, seconds
    ), ${spreads} select * from spreads`.execute(db);
  return rows;
}

/** Of updates, those that whoever owned the lead then owed. */
function inReach(reach: Reach) {
  switch (reach.of) {
    case 'channels':
      return sql`e.channel_id = any(${reach.channels})`;
    case 'sources':
      return sql`l.source_key = any(${reach.sources})`;
    case 'person':
      return sql`e.owner_id = ${reach.personId}`;
  }
}
