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
      identities.map((identity) => ({ ...identity, workspace_id: workspaceId, lead_id: reserved })),
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

/** The leads that these identities are known by. */
export async function findIdentities(
  db: Db | Trx,
  workspaceId: string,
  identities: readonly Identity[],
): Promise<Map<Identity['kind'], number>> {
  if (identities.length === 0) return new Map();
  const rows = await db
    .selectFrom('identities')
    .select(['kind', 'lead_id'])
    .where('workspace_id', '=', workspaceId)
    .where('kind', 'in', ['email', 'external'])
    .where(
      'hash',
      'in',
      identities.map(({ hash }) => hash),
    )
    .execute();
  return new Map(rows.map((row) => [row.kind, row.lead_id]));
}

/**
 * From now on these are identities of that lead: those that are new, and those of a closed lead. The
 * caller has locked them.
 */
export async function attachIdentities(
  trx: Trx,
  workspaceId: string,
  identities: readonly Identity[],
  { reserved, leadId }: { reserved: number; leadId: number },
): Promise<void> {
  if (identities.length === 0) return;
  await sql`
    update identities set lead_id = ${leadId}
    where workspace_id = ${workspaceId} and kind in ('email', 'external')
      and hash = any (${identities.map(({ hash }) => hash)}::bytea[])
      and lead_id <> ${leadId}
      and (lead_id = ${reserved} or exists (
        select from leads where leads.workspace_id = ${workspaceId}
          and leads.id = identities.lead_id and closed_at is not null))`.execute(trx);
}
