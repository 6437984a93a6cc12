import { sql } from 'kysely';
import type { Excuse } from './compliance.ts';

/**
 * Why the due instant of a lead, a row of `table`, which has passed, does not count against its owner;
 * null: it does. Said as of that instant, so that it does not matter when it is asked: whoever goes
 * away later, or is excepted later, has missed it.
 */
export function excuseNow(table: string) {
  const of = (column: string) => sql.ref(`${table}.${column}`);
  const dueAt = of('follow_up_due_at');
  const override = (kind: string, whom: string, column: string) => sql`exists (
    select from overrides o
    where o.workspace_id = ${of('workspace_id')} and o.kind = ${sql.lit(kind)}
      and ${sql.ref(`o.${whom}`)} = ${of(column)}
      and o.starts_at <= ${dueAt} and ${dueAt} < least(o.ends_at, o.ended_at))`;
  return sql<Excuse | null>`(case
    when ${of('owner_id')} is null then null
    when ${override('paused-rep', 'person_id', 'owner_id')} then 'paused'
    when ${override('waived-lead', 'lead_id', 'id')} then 'waived'
    when exists (
      select from people p, jsonb_array_elements(p.away) period
      where p.workspace_id = ${of('workspace_id')} and p.id = ${of('owner_id')}
        and (period ->> 'from')::timestamptz <= ${dueAt}
        and ${dueAt} < (period ->> 'until')::timestamptz) then 'away'
  end)`;
}

/** As its breach says, where that has been noticed. */
export function excuseOf(table: string) {
  const of = (column: string) => sql.ref(`${table}.${column}`);
  return sql<Excuse | null>`(case when ${of('breached_at')} is null then ${excuseNow(table)} else (
    select b.excused from breaches b where b.workspace_id = ${of('workspace_id')}
      and b.lead_id = ${of('id')} and b.due_at = ${of('follow_up_due_at')}) end)`;
}
