import { sql } from 'kysely';
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
  try {
    const { rows } = await sql<{ id: number }>`
      with fresh as (
        select coalesce(${reserved}::integer, nextval('lead_numbers')::integer) as id
      ),
      own as (
        insert into identities (workspace_id, kind, hash, lead_id)
        select ${workspaceId}, i.kind, i.hash, fresh.id
        from fresh, unnest(${identities.map(({ kind }) => kind)}::text[],
                           ${identities.map(({ hash }) => hash)}::bytea[]) as i (kind, hash)
        on conflict do nothing
        returning 1
      ),
      owned as (select count(*) from own),
      entering as materialized (
        select ${workspaceId}::text as workspace_id, fresh.id, entry.*
        from fresh, owned, json_to_record(${JSON.stringify(entryOf(lead, now))}::json)
          as entry (${entryColumns})
        where owned.count > 0 or ${identities.length} = 0
      ),
      ${storeEntering},
      seen as (
        insert into seen_deliveries (workspace_id, kind, id, seen_at)
        select workspace_id, ${delivery?.kind ?? null}, ${delivery?.id ?? null}, at
        from entering where ${delivery !== null}
      )
      select id,
        -- With some of its identities but not all, the whole statement has to fail.
        1 / (owned.count = ${identities.length})::integer as whole
      from entering, owned`.execute(db);
    return rows[0]?.id ?? null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && expected.has(String(error.code))) return null;
    throw error;
  }
}

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
