import { sql } from 'kysely';
import type { Db } from '../../db/openDatabase.ts';
import type { LostTime, Reach } from '../report.ts';
import { inPeriod, type Reported } from './reported.ts';

/** Working time that leads cost in the period which were held, lacked something or were bad. */
export async function lostTimes(
  db: Db,
  { workspaceId, reach, days }: Reported,
): Promise<LostTime[]> {
  const { rows } = await sql<LostTime>`
    select e.kind, sum(e.seconds)::int as seconds, count(distinct e.lead_id)::int as leads
    from lost_time e
    where e.workspace_id = ${workspaceId} and ${whose(reach)} and ${inPeriod(days, 'e.at')}
    group by e.kind having sum(e.seconds) > 0 order by e.kind desc`.execute(db);
  return rows;
}

function whose(reach: Reach) {
  switch (reach.of) {
    case 'channels':
      return sql`e.channel_id = any(${reach.channels})`;
    case 'sources':
      return sql`e.source_key = any(${reach.sources})`;
    case 'person':
      return sql`e.person_id = ${reach.personId}`;
  }
}
