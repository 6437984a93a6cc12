import { sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';
import type { ClaimLoad } from './claimCaps.ts';

/** `today`: when the person's local day began. A claim of a lead that was bad is none. */
export async function claimLoadOf(
  db: Db,
  workspaceId: string,
  personId: string,
  today: Date,
): Promise<ClaimLoad> {
  const { rows } = await sql<ClaimLoad>`
    select (select count(*)::int from leads
        where workspace_id = ${workspaceId} and owner_id = ${personId} and closed_at is null) as open,
      (select count(*)::int from lead_events e
        where workspace_id = ${workspaceId} and actor_id = ${personId} and at >= ${today}
          and kind = 'claimed' and not exists (select from lost_time t
            where t.workspace_id = e.workspace_id and t.lead_id = e.lead_id
              and t.person_id = ${personId} and t.kind = 'bad')) as "claimedToday"`.execute(db);
  return rows[0] ?? { open: 0, claimedToday: 0 };
}

/** How many open leads each of these people has; nobody is in it who has none. */
export async function openLeadsOf(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; open: number }>`
    select owner_id as id, count(*)::int as open from leads
    where workspace_id = ${workspaceId} and owner_id = any(${ids}) and closed_at is null
    group by owner_id`.execute(db);
  return new Map(rows.map(({ id, open }) => [id, open]));
}
