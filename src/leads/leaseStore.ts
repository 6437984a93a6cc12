import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';
import type { Held } from './leadEvent.ts';

/** A lead that somebody has, and the touches since they claimed it. */
export type Leased = { readonly leadId: number; readonly touches: number };

/** Claims that are over, in the order of the leads' ids, beyond `after`. */
export const findEndedLeases = (
  db: Db,
  workspaceId: string,
  { now, after, limit }: { now: Date; after: number; limit: number },
): Promise<Leased[]> =>
  leased(
    db,
    sql`select id from leads
      where workspace_id = ${workspaceId} and lease_ends_at <= ${now}
        and lease_ends_at is not null and status in ('claimed', 'attempted') and id > ${after}
      order by id limit ${limit}`,
    workspaceId,
  );

/** What those who left have, of the statuses that go back to the pool, beyond `after`. */
export const findPoolLeadsOfDeparted = (
  db: Db,
  workspaceId: string,
  { after, limit }: { after: number; limit: number },
): Promise<Leased[]> =>
  leased(
    db,
    // From the people: to walk through all leads in their order costs more, the more there are.
    sql`with departed as materialized (
        select id from people where workspace_id = ${workspaceId} and is_deactivated
      ), theirs as materialized (
        select l.id from departed cross join lateral (
          select id from leads
          where workspace_id = ${workspaceId} and owner_id = departed.id and owner_id is not null
            and closed_at is null and status in ('claimed', 'attempted', 'nurture') and id > ${after}
          offset 0) l
      )
      select id from theirs order by id limit ${limit}`,
    workspaceId,
  );

async function leased(db: Db, which: RawBuilder<unknown>, workspaceId: string): Promise<Leased[]> {
  const { rows } = await sql<Leased>`
    select l.id as "leadId", (select count(*)::int from touches t
      where t.workspace_id = l.workspace_id and t.lead_id = l.id
        and t.recorded_at >= coalesce(l.claimed_at, l.status_at)
        and not exists (select from lead_events undone where undone.workspace_id = l.workspace_id
          and undone.lead_id = l.id and undone.undoes = t.event_id)) as touches
    from leads l where l.workspace_id = ${workspaceId} and l.id in (${which}) order by l.id`.execute(
    db,
  );
  return rows;
}

/** A claim of somebody's that the app ended. */
export type EndedLease = Held & {
  readonly leadId: number;
  readonly at: Date;
  /** Nobody has claimed the lead since. */
  readonly claimable: boolean;
};

/** The newest first; of one lead the last. */
export async function leasesEndedOf(
  db: Db,
  workspaceId: string,
  personId: string,
  since: Date,
): Promise<EndedLease[]> {
  const { rows } = await sql<EndedLease>`
    select * from (
      select distinct on (e.lead_id) e.lead_id as "leadId", e.at,
        (e.data->'held'->>'days')::int as days, (e.data->'held'->>'touches')::int as touches,
        l.status = 'new' as claimable
      from lead_events e join leads l on l.workspace_id = e.workspace_id and l.id = e.lead_id
      where e.workspace_id = ${workspaceId} and e.owner_id = ${personId}
        and e.kind = 'lease-ended' and e.at > ${since}
      order by e.lead_id, e.id desc
    ) ended order by at desc, "leadId"`.execute(db);
  return rows;
}
