import { sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';

/** A nudge that stands, and the leads that it showed silently when it was looked at last. */
export type LookedAt = {
  readonly id: number;
  readonly personId: string;
  /** Null: it has never been. */
  readonly silent: readonly number[] | null;
};

export async function findNudgesToLookAt(
  db: Db,
  workspaceId: string,
  { before, limit }: { before: Date; limit: number },
): Promise<LookedAt[]> {
  const { rows } = await sql<LookedAt>`
    select id, person_id as "personId", subject -> 'silent' as silent
    from messages
    where workspace_id = ${workspaceId} and kind = 'nudge' and live and state = 'posted'
      and coalesce((subject ->> 'looked_at')::timestamptz, '-infinity') <= ${before}
    order by (subject ->> 'looked_at')::timestamptz nulls first, id
    limit ${limit}`.execute(db);
  return rows;
}

/** Keeps what was found; those where it is not what was there before are redrawn. */
export async function keepLooks(
  db: Db,
  workspaceId: string,
  now: Date,
  looks: readonly { readonly id: number; readonly silent: readonly number[]; redraw: boolean }[],
): Promise<void> {
  await sql`
    update messages m set wanted_version = wanted_version + look.redraw::int,
      subject = m.subject || jsonb_build_object('looked_at', ${now.toISOString()}::text, 'silent', look.silent)
    from jsonb_to_recordset(${JSON.stringify(looks)}::jsonb) look (id bigint, silent jsonb, redraw boolean)
    where m.workspace_id = ${workspaceId} and m.id = look.id`.execute(db);
}

/** Windows of somebody's leads, and breaches of theirs that a manager has been told of. */
export type OwnedWindow = {
  readonly leadId: number;
  readonly ownerId: string;
  readonly dueOpenedAt: Date | null;
  readonly followUpDueAt: Date;
};

/** What is due next of each owner's leads, the first first, at most `limit` of each. */
export async function findWindowsOf(
  db: Db,
  workspaceId: string,
  ownerIds: readonly string[],
  { now, limit }: { now: Date; limit: number },
): Promise<OwnedWindow[]> {
  const { rows } = await sql<OwnedWindow>`
    select next.* from unnest(${ownerIds}::text[]) owner (id), lateral (
      select id as "leadId", owner_id as "ownerId", due_opened_at as "dueOpenedAt",
        follow_up_due_at as "followUpDueAt"
      from leads
      where workspace_id = ${workspaceId} and owner_id = owner.id and closed_at is null
        and follow_up_due_at > ${now}
      order by follow_up_due_at limit ${limit}) next`.execute(db);
  return rows;
}

/** Leads of these owners that a manager has been told of, and that are still due. */
export async function findEscalatedOf(
  db: Db,
  workspaceId: string,
  ownerIds: readonly string[],
): Promise<{ leadId: number; ownerId: string }[]> {
  const { rows } = await sql<{ leadId: number; ownerId: string }>`
    select lead_id as "leadId", owner_id as "ownerId" from breaches
    where workspace_id = ${workspaceId} and owner_id = any(${ownerIds}) and dealt_with_at is null
      and escalated_at is not null`.execute(db);
  return rows;
}
