import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import type { Identity } from './identity.ts';

/**
 * Waits for others who bring the same person in, then holds these identities until the transaction
 * ends. Those that are new point to `reserved`, the id of a lead that may be about to exist.
 */
export async function lockIdentities(
  trx: Trx,
  workspaceId: string,
  identities: readonly Identity[],
): Promise<{ reserved: number; known: Map<Identity['kind'], number> }> {
  const { rows: ids } = await sql<{ id: number }>`
    select nextval('lead_numbers')::integer as id`.execute(trx);
  const reserved = ids[0]?.id ?? 0;
  if (identities.length === 0) return { reserved, known: new Map() };
  const rows = await trx
    .insertInto('identities')
    .values(
      identities.map(({ kind, hash }) => ({
        ...{ kind, hash },
        ...{ workspace_id: workspaceId, lead_id: reserved },
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'kind', 'hash'])
        .doUpdateSet(({ ref }) => ({ lead_id: ref('identities.lead_id') })),
    )
    .returning(['kind', 'lead_id'])
    .execute();
  const known = rows.filter((row) => row.lead_id !== reserved);
  return { reserved, known: new Map(known.map((row) => [row.kind, row.lead_id])) };
}

/** The leads that these identities decide for. */
export async function findIdentities(
  db: Db | Trx,
  workspaceId: string,
  identities: readonly Identity[],
): Promise<Map<Identity['kind'], number>> {
  const deciding = identities.filter(({ decides }) => decides);
  if (deciding.length === 0) return new Map();
  const rows = await db
    .selectFrom('identities')
    .select(['kind', 'lead_id'])
    .where('workspace_id', '=', workspaceId)
    .where('kind', 'in', ['email', 'external'])
    .where(
      'hash',
      'in',
      deciding.map(({ hash }) => hash),
    )
    .execute();
  return new Map(rows.map((row) => [row.kind, row.lead_id]));
}

/** Of those who have a phone number or a mailbox in common, no more are looked at: the newest. */
const mostSharing = 200;

/**
 * The leads that have one of these in common, which decides nothing alone, by the identity's hash in
 * hex. Where a lead was merged into another one, that one.
 */
export async function findSharing(
  db: Db | Trx,
  workspaceId: string,
  identities: readonly Identity[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const shared = identities.filter(({ decides }) => !decides);
  if (shared.length === 0) return new Map();
  const { rows } = await sql<{ key: string; leadId: number }>`
    select encode(given.hash, 'hex') as key, coalesce(l.merged_into_id, l.id) as "leadId"
    from unnest(${shared.map(({ kind }) => kind)}::text[], ${shared.map(({ hash }) => hash)}::bytea[])
      as given (kind, hash)
    cross join lateral (
      select i.lead_id from identities i
      where i.workspace_id = ${workspaceId} and i.kind = given.kind and i.hash = given.hash
      union
      (select s.lead_id from shared_contacts s
        where s.workspace_id = ${workspaceId} and s.hash = given.hash
        order by s.lead_id desc limit ${mostSharing})
    ) having_it
    join leads l on l.workspace_id = ${workspaceId} and l.id = having_it.lead_id`.execute(db);
  const byKey = Map.groupBy(rows, ({ key }) => key);
  return new Map([...byKey].map(([key, of]) => [key, [...new Set(of.map((row) => row.leadId))]]));
}

/**
 * From now on these are identities of that lead: those that are new, and those of a closed lead that
 * decide. What it has in common with another one is noted beside it. The caller has locked them.
 */
export async function attachIdentities(
  trx: Trx,
  workspaceId: string,
  identities: readonly Identity[],
  { reserved, leadId }: { reserved: number; leadId: number },
): Promise<void> {
  if (identities.length === 0) return;
  const kinds = identities.map(({ kind }) => kind);
  const hashes = identities.map(({ hash }) => hash);
  const decides = identities.map((identity) => identity.decides);
  await sql`
    with given as (
      select * from unnest(${kinds}::text[], ${hashes}::bytea[], ${decides}::boolean[])
        as given (kind, hash, decides)
    ), attached as (
      update identities i set lead_id = ${leadId}
      from given
      where i.workspace_id = ${workspaceId} and i.kind = given.kind and i.hash = given.hash
        and i.lead_id <> ${leadId}
        and (i.lead_id = ${reserved} or given.decides and exists (
          select from leads where leads.workspace_id = ${workspaceId}
            and leads.id = i.lead_id and closed_at is not null))
    )
    insert into shared_contacts (workspace_id, hash, lead_id)
    select i.workspace_id, i.hash, ${leadId}
    from given join identities i
      on i.workspace_id = ${workspaceId} and i.kind = given.kind and i.hash = given.hash
    where not given.decides and i.lead_id <> ${leadId} and i.lead_id <> ${reserved}
    on conflict do nothing`.execute(trx);
}
