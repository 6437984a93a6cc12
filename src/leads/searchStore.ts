import { sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';

/** So many matches are put into order; of more, the others are not looked at. */
const candidates = 200;

/** The expression of the index `lead_details_search`. */
const searched = sql`lower(coalesce(d.name, '') || ' ' || coalesce(d.company, '') || ' ' ||
  coalesce(d.email, '') || ' ' || coalesce(d.phone, ''))`;

/**
 * Leads whose name, company, email address and phone number have all of these terms in them, lower
 * case: the person's own open ones first, then open ones, the newest first. `count` stops at 200.
 * One term at least should have three characters: shorter ones are in no index.
 */
export async function findByTerms(
  db: Db,
  workspaceId: string,
  terms: readonly string[],
  { personId, limit }: { personId: string; limit: number },
): Promise<{ ids: readonly number[]; count: number }> {
  const matches = sql.join(
    terms.map((term) => sql`${searched} like ${`%${term.replace(/[\\%_]/g, '\\$&')}%`}`),
    sql` and `,
  );
  const { rows } = await sql<{ id: number; count: number }>`
    with found as materialized (
      select d.lead_id from lead_details d
      where d.workspace_id = ${workspaceId} and ${matches} limit ${candidates}
    )
    select l.id, count(*) over ()::int as count
    from found join leads l on l.workspace_id = ${workspaceId} and l.id = found.lead_id
    where l.status <> 'merged'
    order by l.closed_at is null and l.owner_id is not distinct from ${personId} desc,
      l.closed_at is null desc, l.received_at desc, l.id desc
    limit ${limit}`.execute(db);
  return { ids: rows.map(({ id }) => id), count: rows[0]?.count ?? 0 };
}
