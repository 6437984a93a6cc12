import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import { entryColumns, entryOf, storeEntering } from './entryRow.ts';
import type { Identity } from './identity.ts';
import type { NewLead } from './newLead.ts';

/** Notes that an import has begun, and returns its id. */
export async function startImport(
  db: Db,
  workspaceId: string,
  {
    sourceKey,
    fileName,
    rows,
    now,
  }: { sourceKey: string; fileName: string; rows: number; now: Date },
): Promise<number> {
  const { id } = await db
    .insertInto('imports')
    .values({
      workspace_id: workspaceId,
      source_key: sourceKey,
      file_name: fileName,
      row_count: rows,
      started_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function finishImport(
  db: Db,
  workspaceId: string,
  id: number,
  now: Date,
): Promise<void> {
  await db
    .updateTable('imports')
    .set({ finished_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute();
}

/** Takes as many lead numbers. */
export async function reserveLeads(trx: Trx, count: number): Promise<number[]> {
  const { rows } = await sql<{ ids: number[] }>`
    select array_agg(nextval('lead_numbers')::integer) as ids
    from generate_series(1, ${count})`.execute(trx);
  return rows[0]?.ids ?? [];
}

/**
 * Stores the identities of several leads at once, and returns the leads of which all are new. Of the
 * others nothing is stored.
 */
export async function ownIdentities(
  trx: Trx,
  workspaceId: string,
  leads: ReadonlyMap<number, { readonly identities: readonly Identity[] }>,
): Promise<ReadonlySet<number>> {
  const all = [...leads].flatMap(([leadId, { identities }]) =>
    identities.map(({ kind, hash }) => ({ kind, hash: hash.toString('hex'), leadId })),
  );
  // Everyone locks identities in this order.
  all.sort((a, b) => (a.kind === b.kind ? (a.hash < b.hash ? -1 : 1) : a.kind < b.kind ? -1 : 1));
  const { rows } = await sql<{ lead_id: number; count: number }>`
    with own as (
      insert into identities (workspace_id, kind, hash, lead_id)
      select ${workspaceId}, i.kind, decode(i.hash, 'hex'), i.lead_id
      from unnest(${all.map(({ kind }) => kind)}::text[], ${all.map(({ hash }) => hash)}::text[],
                  ${all.map(({ leadId }) => leadId)}::integer[]) as i (kind, hash, lead_id)
      on conflict do nothing
      returning lead_id
    )
    select lead_id, count(*)::integer as count from own group by lead_id`.execute(trx);
  const owned = new Map(rows.map(({ lead_id, count }) => [lead_id, count]));
  const whole = new Set<number>();
  for (const [id, { identities }] of leads)
    if ((owned.get(id) ?? 0) === identities.length) whole.add(id);
  const partly = [...owned.keys()].filter((id) => !whole.has(id));
  if (partly.length > 0)
    await trx
      .deleteFrom('identities')
      .where('workspace_id', '=', workspaceId)
      .where('lead_id', 'in', partly)
      .execute();
  return whole;
}

/** Stores leads whose numbers are reserved and whose identities are theirs, in one statement. */
export async function insertLeads(
  trx: Trx,
  workspaceId: string,
  leads: ReadonlyMap<number, NewLead>,
  now: Date,
): Promise<void> {
  if (leads.size === 0) return;
  const entries = [...leads].map(([id, lead]) => ({ id, ...entryOf(lead, now) }));
  await sql`
    with entering as materialized (
      select ${workspaceId}::text as workspace_id, entry.*
      from json_to_recordset(${JSON.stringify(entries)}::json) as entry (id integer, ${sql.raw(entryColumns)})
    ),
    ${sql.raw(storeEntering)}
    select 1`.execute(trx);
}

/** The leads that these identities are known by; keys are made by `identityKey`. */
export async function findLeadIds(
  db: Db,
  workspaceId: string,
  identities: readonly Identity[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ key: string; lead_id: number }>`
    select kind || ':' || encode(hash, 'hex') as key, lead_id from identities
    where workspace_id = ${workspaceId} and kind in ('email', 'external', 'phone')
      and hash = any (${identities.map(({ hash }) => hash)}::bytea[])`.execute(db);
  return new Map(rows.map(({ key, lead_id }) => [key, lead_id]));
}

export const identityKey = ({ kind, hash }: Identity): string => `${kind}:${hash.toString('hex')}`;
