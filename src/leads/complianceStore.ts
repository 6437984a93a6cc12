import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';
import { addUp, type Compliance, type Decided } from './compliance.ts';

type Span = {
  readonly workspaceId: string;
  readonly from: Date;
  readonly until: Date;
  readonly now: Date;
};

/**
 * Compliance over the due instants that were decided from `from` until just before `until`, of the
 * leads that were due in these channels. What has passed and stands, as of `now`, is missed. A
 * recalculation decides nothing: the same due instant stands at another time. What was undone never
 * happened.
 */
export const compliance = (
  db: Db,
  { channels, ...span }: Span & { readonly channels: readonly string[] },
): Promise<Compliance> =>
  complianceWhere(db, span, sql`owner_id is not null and channel_id = any(${channels})`);

/** The same, of what one person owed. */
export const complianceOf = (
  db: Db,
  { personId, ...span }: Span & { readonly personId: string },
): Promise<Compliance> => complianceWhere(db, span, sql`owner_id = ${personId}`);

async function complianceWhere(
  db: Db,
  { workspaceId, from, until, now }: Span,
  whose: RawBuilder<unknown>,
): Promise<Compliance> {
  const { rows } = await sql<Decided>`
    select due_outcome as outcome, at <= due_from as "inTime", count(*) as count
    from lead_events e
    where workspace_id = ${workspaceId} and due_from is not null
      and kind not in ('recalculated', 'undone')
      and least(at, due_from) >= ${from} and least(at, due_from) < ${until} and ${whose}
      and not exists (select from lead_events u where u.workspace_id = e.workspace_id and u.undoes = e.id)
    group by 1, 2
    union all
    select null, false, count(*)
    from leads
    where workspace_id = ${workspaceId} and closed_at is null
      and follow_up_due_at >= ${from} and follow_up_due_at < least(${until}, ${now}::timestamptz)
      and ${whose}`.execute(db);
  return addUp(rows);
}
