import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import { type BeforeMerge, revived } from './beforeMerge.ts';

export type Merge = {
  readonly id: number;
  readonly leadId: number;
  readonly intoId: number;
  readonly before: BeforeMerge;
};

export async function insertMerge(
  trx: Trx,
  workspaceId: string,
  { leadId, intoId, byId, at, before }: Omit<Merge, 'id'> & { byId: string | null; at: Date },
): Promise<void> {
  await trx
    .insertInto('merges')
    .values({
      ...{ workspace_id: workspaceId, lead_id: leadId, into_id: intoId, by_id: byId, at },
      before: JSON.stringify(before),
    })
    .execute();
}

/** How the lead was merged into another one. Null: it was not, or is not any more. */
export async function findMerge(
  db: Db | Trx,
  workspaceId: string,
  leadId: number,
): Promise<Merge | null> {
  const row = await db
    .selectFrom('merges')
    .select(['id', 'lead_id as leadId', 'into_id as intoId', 'before'])
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', leadId)
    .where('undone_at', 'is', null)
    .executeTakeFirst();
  // Written by insertMerge only; JSON has no instants.
  return row ? { ...row, before: revived(row.before as unknown as BeforeMerge) } : null;
}

/** Whether somebody said of these two that they are not one. */
export async function wereTakenApart(
  trx: Trx,
  workspaceId: string,
  leadIds: readonly [number, number],
): Promise<boolean> {
  const row = await trx
    .selectFrom('merges')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', 'in', leadIds)
    .where('into_id', 'in', leadIds)
    .where('undone_at', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}

export async function endMerge(
  trx: Trx,
  workspaceId: string,
  { id, byId, at }: { id: number; byId: string; at: Date },
): Promise<void> {
  await trx
    .updateTable('merges')
    .set({ undone_at: at, undone_by: byId })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute();
}

/** Merges since then of which somebody is yet to be told who lost a lead by it, and did not do it. */
export async function findUntoldMerges(
  db: Db,
  workspaceId: string,
  since: Date,
): Promise<{ id: number; loserId: string }[]> {
  const { rows } = await sql<{ id: number; loserId: string }>`
    select m.id, m.before ->> 'loserId' as "loserId" from merges m
    where m.workspace_id = ${workspaceId} and m.at >= ${since} and m.undone_at is null
      and m.before ->> 'loserId' is not null and m.before ->> 'loserId' is distinct from m.by_id
      and not exists (select from messages where messages.workspace_id = m.workspace_id
        and messages.key = 'merged-away:' || m.id)
    order by m.id`.execute(db);
  return rows;
}

/** Null: there is none, or it was undone. */
export async function findMergeOf(
  db: Db,
  workspaceId: string,
  id: number,
): Promise<(Pick<Merge, 'leadId' | 'intoId'> & { readonly byId: string | null }) | null> {
  const row = await db
    .selectFrom('merges')
    .select(['lead_id as leadId', 'into_id as intoId', 'by_id as byId'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('undone_at', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

/** The leads that were merged into this one. */
export async function findMergedInto(
  db: Db | Trx,
  workspaceId: string,
  leadId: number,
): Promise<number[]> {
  const rows = await db
    .selectFrom('leads')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('merged_into_id', '=', leadId)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** In the order in which everyone locks them: identities before leads, and each by its key. */
export async function lockForMerge(
  trx: Trx,
  workspaceId: string,
  leadIds: readonly number[],
): Promise<void> {
  await sql`
    select from identities where workspace_id = ${workspaceId} and lead_id = any (${leadIds}::integer[])
    order by kind, hash for update`.execute(trx);
  await sql`
    select from leads where workspace_id = ${workspaceId} and id = any (${leadIds}::integer[])
    order by id for update`.execute(trx);
}

/** All identities of the one are the other's from now on. */
export async function moveIdentities(
  trx: Trx,
  workspaceId: string,
  { from, to }: { from: number; to: number },
): Promise<BeforeMerge['identities']> {
  const { rows } = await sql<{ kind: string; hash: string }>`
    update identities set lead_id = ${to}
    where workspace_id = ${workspaceId} and lead_id = ${from}
    returning kind, encode(hash, 'hex') as hash`.execute(trx);
  return rows;
}

/** Those that are still the parent's are the child's again, and its values no more kept with the parent. */
export async function giveBack(
  trx: Trx,
  workspaceId: string,
  { leadId, intoId, before }: Merge,
): Promise<void> {
  const kinds = before.identities.map(({ kind }) => kind);
  const hashes = before.identities.map(({ hash }) => hash);
  await sql`
    update identities i set lead_id = ${leadId}
    from unnest(${kinds}::text[], ${hashes}::text[]) as given (kind, hash)
    where i.workspace_id = ${workspaceId} and i.kind = given.kind
      and i.hash = decode(given.hash, 'hex') and i.lead_id = ${intoId}`.execute(trx);
  await trx
    .deleteFrom('field_values')
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', intoId)
    .where('event_id', '=', before.eventId)
    .execute();
}
