import { CompiledQuery } from 'kysely';
import type { Db } from '../db/openDatabase.ts';
import type { Arriving } from './insertTogether.ts';
import { entryColumns, entryOf, storeEntering } from './entryRow.ts';

/**
 * Stores several arrivals as `insertLead` stores one, all in one statement: the id of each, or null
 * where all of its identities are another lead's. Null for all, and nothing happened: one of them has
 * some of its identities, but not all, or its delivery has taken effect.
 */
export async function insertArrivals(
  db: Db,
  workspaceId: string,
  arrivals: readonly Arriving[],
): Promise<(number | null)[] | null> {
  const entries = arrivals.map(({ lead, now, identities, delivery }, n) => ({
    ...entryOf(lead, now),
    ...{ n, identity_count: identities.length },
    ...(delivery && { delivery_kind: delivery.kind, delivery_id: delivery.id }),
  }));
  const all = arrivals
    .flatMap(({ identities }, n) => identities.map(({ kind, hash }) => ({ n, kind, hash })))
    // Everyone locks identities in this order.
    .toSorted((a, b) =>
      a.kind === b.kind ? Buffer.compare(a.hash, b.hash) : a.kind < b.kind ? -1 : 1,
    );
  const parameters = [
    workspaceId,
    JSON.stringify(entries),
    all.map(({ n }) => n),
    all.map(({ kind }) => kind),
    all.map(({ hash }) => hash),
  ];
  try {
    const { rows } = await db.executeQuery<{ n: number; id: number | null }>(
      CompiledQuery.raw(receiveLeads, parameters),
    );
    const ids = new Map(rows.map(({ n, id }) => [n, id]));
    return arrivals.map((_, n) => ids.get(n) ?? null);
  } catch (error) {
    if (error instanceof Error && 'code' in error && expected.has(String(error.code))) return null;
    throw error;
  }
}

/** Written out: building it anew would take as long as running it. */
const receiveLeads = `
  with fresh as materialized (
    select entry.*, nextval('lead_numbers')::integer as id
    from json_to_recordset($2::json) as entry (n integer, identity_count integer,
      delivery_kind text, delivery_id text, ${entryColumns})
  ),
  own as (
    insert into identities (workspace_id, kind, hash, lead_id)
    select $1, i.kind, i.hash, fresh.id
    from unnest($3::integer[], $4::text[], $5::bytea[]) with ordinality as i (n, kind, hash, place)
    join fresh on fresh.n = i.n
    order by i.place
    on conflict do nothing
    returning lead_id
  ),
  owned as (select lead_id, count(*) as count from own group by lead_id),
  entering as materialized (
    select $1::text as workspace_id, fresh.*
    from fresh left join owned on owned.lead_id = fresh.id
    where coalesce(owned.count, 0) = fresh.identity_count
  ),
  ${storeEntering},
  seen as (
    insert into seen_deliveries (workspace_id, kind, id, seen_at)
    select workspace_id, delivery_kind, delivery_id, at from entering where delivery_kind is not null
  )
  select fresh.n, entering.id,
    -- With some of one's identities but not all, the whole statement has to fail.
    1 / (coalesce(owned.count, 0) in (0, fresh.identity_count))::integer as whole
  from fresh
  left join owned on owned.lead_id = fresh.id
  left join entering on entering.id = fresh.id`;

// A division by zero, as above; a delivery seen before; a deadlock, which the others survive.
const expected = new Set(['22012', '23505', '40P01']);
