import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';

/** A lead that nobody claimed within its window, and about which nobody has been asked. */
export type Unasked = {
  readonly leadId: number;
  readonly channelId: string;
  readonly dueAt: Date;
  /** When the fallback is told. */
  readonly escalateAt: Date | null;
};

/** Those that have waited longest, first. */
export async function findUnasked(db: Db, workspaceId: string, limit: number): Promise<Unasked[]> {
  return db
    .selectFrom('breaches')
    .where('workspace_id', '=', workspaceId)
    .where('owner_id', 'is', null)
    .where('message_id', 'is', null)
    .where('escalated_at', 'is', null)
    .where('dealt_with_at', 'is', null)
    .orderBy('due_at')
    .limit(limit)
    .select([
      'lead_id as leadId',
      'channel_id as channelId',
      'due_at as dueAt',
      'escalate_at as escalateAt',
    ])
    .execute();
}

/** Says which message asks about it, if one does, and when the fallback is told. */
export async function askedBy(
  db: Db | Trx,
  workspaceId: string,
  { leadId, dueAt }: Unasked,
  asked: { messageId: number | null; escalateAt: Date | null },
): Promise<void> {
  await db
    .updateTable('breaches')
    .set({ message_id: asked.messageId, escalate_at: asked.escalateAt })
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', leadId)
    .where('due_at', '=', dueAt)
    .execute();
}

/** Who owns open leads of a channel. */
export async function ownersIn(db: Db, workspaceId: string, channelId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('leads')
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .where('closed_at', 'is', null)
    .where('owner_id', 'is not', null)
    .select('owner_id')
    .distinct()
    .execute();
  return rows.flatMap(({ owner_id }) => owner_id ?? []);
}

/** How many open leads each of them has; those who have none are missing. */
export async function openLeadsOf(
  db: Db,
  workspaceId: string,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: string; count: number }>`
    select owner_id as id, count(*)::int as count from leads
    where workspace_id = ${workspaceId} and owner_id = any(${personIds}) and closed_at is null
    group by owner_id`.execute(db);
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** How many messages have notified each of them on a local date of theirs; none: they are missing. */
export async function notifiedOn(
  db: Db,
  workspaceId: string,
  days: readonly { readonly id: string; readonly date: string }[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: string; count: number }>`
    select n.person_id as id, count(*)::int as count
    from unnest(${days.map(({ id }) => id)}::text[], ${days.map(({ date }) => date)}::date[]) day (person, date)
      join notifications n on n.workspace_id = ${workspaceId} and n.person_id = day.person
        and n.local_date = day.date
      join messages m on m.workspace_id = n.workspace_id and m.id = n.message_id
        and m.state in ('waiting', 'posted')
    group by n.person_id`.execute(db);
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** The ts of a lead's card. Null: it has none that stands. */
export async function cardOf(db: Db, workspaceId: string, leadId: number): Promise<string | null> {
  const card = await db
    .selectFrom('messages')
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', leadId)
    .where('kind', '=', 'card')
    .where('live', '=', true)
    .select('ts')
    .executeTakeFirst();
  return card?.ts ?? null;
}
