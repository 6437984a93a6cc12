import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import type { Secrets } from '../secrets.ts';
import type { LeadDetails } from './lead.ts';

/** By what a person is known: a keyed hash of what intake normalised. */
export type IdentityHash = { readonly kind: 'email' | 'phone'; readonly hash: Buffer };

export function contactHashes(
  { email, phone }: Pick<LeadDetails, 'email' | 'phone'>,
  secrets: Secrets,
): IdentityHash[] {
  return [
    ...(email ? [{ kind: 'email', hash: secrets.identityHash('email', email) } as const] : []),
    ...(phone ? [{ kind: 'phone', hash: secrets.identityHash('phone', phone) } as const] : []),
  ];
}

/** Rows of kinds and hashes, for a statement to join. */
const listOf = (hashes: readonly IdentityHash[]) => sql`unnest(
  ${hashes.map(({ kind }) => kind)}::text[], ${hashes.map(({ hash }) => hash)}::bytea[]
) asked (kind, hash)`;

/** Whoever asked not to be contacted, and how often they came again since. */
export type DoNotContact = {
  readonly leadId: number;
  readonly recordedBy: string;
  readonly recordedAt: Date;
  readonly suppressed: number;
};

/** What is in force for any of these, recorded first. */
export async function findDoNotContact(
  db: Db | Trx,
  workspaceId: string,
  hashes: readonly IdentityHash[],
): Promise<DoNotContact | null> {
  if (hashes.length === 0) return null;
  const { rows } = await sql<DoNotContact>`
    select d.lead_id as "leadId", d.recorded_by as "recordedBy", d.recorded_at as "recordedAt",
      max(d.suppressed) over () as suppressed
    from ${listOf(hashes)} join do_not_contact d on d.workspace_id = ${workspaceId}
      and d.kind = asked.kind and d.hash = asked.hash and d.lifted_at is null
    order by d.recorded_at limit 1`.execute(db);
  return rows[0] ?? null;
}

/** They came again, and nobody was told to contact them. */
export async function countSuppressed(
  trx: Trx,
  workspaceId: string,
  hashes: readonly IdentityHash[],
): Promise<void> {
  await sql`update do_not_contact d set suppressed = suppressed + 1 from ${listOf(hashes)}
    where d.workspace_id = ${workspaceId} and d.kind = asked.kind and d.hash = asked.hash
      and d.lifted_at is null`.execute(trx);
}

/**
 * Other leads of the same person: by the email address; by the phone number where they have no
 * address, since a company's number is that of many.
 */
export async function findOthersOf(
  db: Db,
  workspaceId: string,
  leadId: number,
  hashes: readonly IdentityHash[],
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with known as (
      select i.kind, i.lead_id from ${listOf(hashes)} join identities i on i.workspace_id = ${workspaceId}
        and i.kind = asked.kind and i.hash = asked.hash
      union
      select asked.kind, s.lead_id from ${listOf(hashes)} join shared_contacts s
        on s.workspace_id = ${workspaceId} and s.hash = asked.hash
    )
    select distinct l.id from known join leads l on l.workspace_id = ${workspaceId} and l.id = known.lead_id
      left join lead_details d on d.workspace_id = l.workspace_id and d.lead_id = l.id
    where l.id <> ${leadId} and l.status <> 'merged' and (known.kind = 'email' or d.email is null)
    order by l.id`.execute(db);
  return rows.map(({ id }) => id);
}
