import { sql } from 'kysely';
import type { Db } from '../../db/openDatabase.ts';
import type { Overrides } from '../../db/schema.ts';
import type { Team } from '../digest.ts';

/** An exception that a manager made: more time for a lead, a lead that is waived, a rep who is paused. */
export type Override = {
  readonly kind: Overrides['kind'];
  /** Null: a rep is paused. */
  readonly leadId: number | null;
  /** The rep; of a lead, whose it was when it was given. */
  readonly personId: string | null;
  readonly givenBy: string;
  readonly reason: string;
  readonly until: Date;
  /** It was taken back before its end. */
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
};

/**
 * Exceptions for the team's leads and reps that were in force after `since`, the newest first. A
 * paused rep is the team's where they are on a roster or have open leads of it.
 */
export async function overridesSince(
  db: Db,
  { workspaceId, channels, roster = [] }: Team,
  since: Date,
): Promise<Override[]> {
  const { rows } = await sql<Override>`
    select o.kind, o.lead_id as "leadId", o.person_id as "personId", o.given_by as "givenBy", o.reason,
      o.ends_at as until, o.ended_at as "endedAt", o.ended_by as "endedBy"
    from overrides o
    left join leads l on l.workspace_id = o.workspace_id and l.id = o.lead_id
    where o.workspace_id = ${workspaceId} and o.ends_at >= ${since} and (o.ended_at is null or o.ended_at >= ${since})
      and case when o.lead_id is not null then l.channel_id = any(${channels})
        else o.person_id = any(${roster}) or exists (
          select from leads own where own.workspace_id = o.workspace_id and own.owner_id = o.person_id
            and own.closed_at is null and own.channel_id = any(${channels})) end
    order by o.id desc`.execute(db);
  return rows;
}
