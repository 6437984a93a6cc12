import { CompiledQuery } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import { entryColumns, entryOf, storeEntering } from './entryRow.ts';
import type { Identity } from './identity.ts';
import type { NewLead } from './newLead.ts';

/** What tells that a delivery has taken effect. */
export type Delivery = { readonly kind: 'webhook' | 'interaction'; readonly id: string };

/**
 * Stores a lead with its identities, details, event, card and delivery in one statement, and returns
 * its id. Null, and nothing happened: one of its identities is another lead's, or its delivery has
 * taken effect. `reserved`: an id whose identities are locked and point to it.
 */
export async function insertLead(
  db: Db | Trx,
  workspaceId: string,
  lead: NewLead,
  now: Date,
  identities: readonly Identity[],
  delivery: Delivery | null,
  reserved: number | null = null,
): Promise<number | null> {
  const parameters = [
    workspaceId,
    reserved,
    identities.map(({ kind }) => kind),
    identities.map(({ hash }) => hash),
    identities.length,
    JSON.stringify(entryOf(lead, now)),
    delivery?.kind ?? null,
    delivery?.id ?? null,
  ];
  try {
    const { rows } = await db.executeQuery<{ id: number }>(
      CompiledQuery.raw(receiveLead, parameters),
    );
    return rows[0]?.id ?? null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && expected.has(String(error.code))) return null;
    throw error;
  }
}

/** Written out: building it anew would take as long as running it. */
const receiveLead = `
  with fresh as (
    select coalesce($2::integer, nextval('lead_numbers')::integer) as id
  ),
  own as (
    insert into identities (workspace_id, kind, hash, lead_id)
    select $1, i.kind, i.hash, fresh.id
    from fresh, unnest($3::text[], $4::bytea[]) as i (kind, hash)
    on conflict do nothing
    returning 1
  ),
  owned as (select count(*) from own),
  entering as materialized (
    select $1::text as workspace_id, fresh.id, entry.*
    from fresh, owned, json_to_record($6::json) as entry (${entryColumns})
    where owned.count > 0 or $5 = 0
  ),
  ${storeEntering},
  seen as (
    insert into seen_deliveries (workspace_id, kind, id, seen_at)
    select workspace_id, $7, $8, at from entering where $7::text is not null
  )
  select id,
    -- With some of its identities but not all, the whole statement has to fail.
    1 / (owned.count = $5)::integer as whole
  from entering, owned`;

// A division by zero, as above; a delivery seen before.
const expected = new Set(['22012', '23505']);

/** Notes that a delivery takes effect now. False: it already has. */
export async function noteDelivery(
  trx: Trx,
  workspaceId: string,
  delivery: Delivery,
  now: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('seen_deliveries')
    .values({ workspace_id: workspaceId, ...delivery, seen_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}
