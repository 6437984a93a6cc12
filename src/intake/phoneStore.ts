import { sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';

/** Leads beyond `after` of whose phone number they are not the first that is known. */
export async function findUnknownPhones(
  db: Db,
  workspaceId: string,
  { after, limit }: { after: number; limit: number },
): Promise<{ leadId: number; phone: string }[]> {
  const { rows } = await sql<{ leadId: number; phone: string }>`
    select d.lead_id as "leadId", d.phone from lead_details d
    where d.workspace_id = ${workspaceId} and d.lead_id > ${after} and d.phone is not null
      and not exists (select from identities i
        where i.workspace_id = d.workspace_id and i.lead_id = d.lead_id and i.kind = 'phone')
    order by d.lead_id limit ${limit}`.execute(db);
  return rows;
}

/** As `attachIdentities` does, of many leads at once. Answers how many were not noted yet. */
export async function notePhones(
  db: Db,
  workspaceId: string,
  phones: readonly { readonly leadId: number; readonly hash: Buffer }[],
): Promise<number> {
  const sorted = phones.toSorted((a, b) => Buffer.compare(a.hash, b.hash) || a.leadId - b.leadId);
  const { rows } = await sql<{ count: number }>`
    with given as (
      select * from unnest(${sorted.map(({ hash }) => hash)}::bytea[],
        ${sorted.map(({ leadId }) => leadId)}::integer[]) as given (hash, lead_id)
    ), own as (
      insert into identities (workspace_id, kind, hash, lead_id)
      select ${workspaceId}, 'phone', hash, lead_id from given
      on conflict do nothing
      returning hash, lead_id
    ), shared as (
      insert into shared_contacts (workspace_id, hash, lead_id)
      select ${workspaceId}, hash, lead_id from given
      where not exists (select from own where own.hash = given.hash and own.lead_id = given.lead_id)
      on conflict do nothing
      returning 1
    )
    select (select count(*) from own)::integer + (select count(*) from shared)::integer as count`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}
