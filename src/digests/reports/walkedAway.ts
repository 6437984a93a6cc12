import { sql } from 'kysely';
import type { Db } from '../../db/openDatabase.ts';
import type { Obstacle } from '../../leads/obstacles.ts';
import type { Team } from '../digest.ts';
import { type Listed, listedOf, mostListed } from './listed.ts';

/** A lead that its owner let go without a touch since they got it. */
export type WalkedAway = {
  readonly leadId: number;
  readonly name: string | null;
  readonly company: string | null;
  readonly ownerId: string;
  /** 'left': the app gave it back because its owner has left. */
  readonly how: 'released' | 'lease-ended' | 'disqualified' | 'left';
  readonly obstacle: Obstacle | null;
};

/** The leads that were released, disqualified or whose claim ended, untried, after `since`; the newest first. */
export async function walkedAway(
  db: Db,
  { workspaceId, channels, now }: Team,
  since: Date,
): Promise<Listed<WalkedAway>> {
  const { rows } = await sql<WalkedAway & { count: number }>`
    select e."leadId", d.name, d.company, e."ownerId", e.how, e.count,
      case when e.how = 'disqualified' then l.obstacle end as obstacle
    from (
      select id, lead_id as "leadId", owner_id as "ownerId", count(*) over ()::int as count,
        case when kind = 'updated' then 'disqualified'
          when kind = 'released' and actor_id is null then 'left' else kind end as how
      from lead_events e
      where workspace_id = ${workspaceId} and channel_id = any(${channels})
        and at > ${since} and at <= ${now} and kind in ('updated', 'released', 'lease-ended')
        and (kind <> 'updated' or status_to = 'disqualified' and status_from <> 'disqualified')
        and owner_id is not null
        and not exists (select from lead_events u where u.workspace_id = e.workspace_id and u.undoes = e.id)
        and not exists (
          select from touches t where t.workspace_id = e.workspace_id and t.lead_id = e.lead_id
            and t.event_id <= e.id and t.event_id > coalesce((
              select max(g.id) from lead_events g
              where g.workspace_id = e.workspace_id and g.lead_id = e.lead_id and g.id < e.id
                and g.kind in ('claimed', 'assigned', 'reassigned', 'passed', 'imported')), 0)
            and not exists (
              select from lead_events u where u.workspace_id = t.workspace_id and u.undoes = t.event_id))
      order by id desc limit ${mostListed}
    ) e
    join leads l on l.workspace_id = ${workspaceId} and l.id = e."leadId"
    join lead_details d on d.workspace_id = l.workspace_id and d.lead_id = l.id
    order by e.id desc`.execute(db);
  return listedOf(rows);
}
