import { sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';
import { addUp, type Compliance, type Decided } from './compliance.ts';

/**
 * Compliance over the due instants that were decided from `from` until just before `until`, of the
 * leads that were due in these channels. What has passed and stands, as of `now`, is missed. A
 * recalculation decides nothing: the same due instant stands at another time.
 */
export async function compliance(
  db: Db,
  {
    workspaceId,
    channels,
    from,
    until,
    now,
  }: {
    workspaceId: string;
    channels: readonly string[];
    from: Date;
    until: Date;
    now: Date;
  },
): Promise<Compliance> {
  const { rows } = await sql<Decided>`
    select due_outcome as outcome, at <= due_from as "inTime", count(*) as count
    from lead_events e
    where workspace_id = ${workspaceId} and due_from is not null
      and kind not in ('recalculated', 'undone')
      and least(at, due_from) >= ${from} and least(at, due_from) < ${until}
      and owner_id is not null and channel_id = any(${channels})
      and not exists (select from lead_events u where u.workspace_id = e.workspace_id and u.undoes = e.id)
    group by 1, 2
    union all
    select null, false, count(*)
    from leads
    where workspace_id = ${workspaceId} and closed_at is null
      and follow_up_due_at >= ${from} and follow_up_due_at < least(${until}, ${now}::timestamptz)
      and owner_id is not null and channel_id = any(${channels})`.execute(db);
  return addUp(rows);
}
