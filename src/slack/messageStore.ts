import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';

/**
 * Puts a message into the outbox; it is drawn and posted after the commit. Null: there is, or was,
 * one of that key. Call ctx.wakeDelivery after the commit.
 */
export async function enqueueMessage(
  trx: Trx,
  message: {
    workspaceId: string;
    kind: string;
    /** What makes it the same message: `card:1042:1`. */
    key: string;
    leadId?: number;
    personId?: string;
    subject?: Record<string, unknown>;
    /** A channel's id, or a person's for a DM. */
    destination: string;
    now: Date;
    notBefore?: Date;
  },
): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    with destination as (
      -- An existing row is not touched, so arrivals do not wait for each other.
      insert into destinations (workspace_id, id)
      values (${message.workspaceId}, ${message.destination}) on conflict do nothing
    )
    insert into messages (workspace_id, kind, key, lead_id, person_id, subject, destination, created_at, not_before)
    values (${message.workspaceId}, ${message.kind}, ${message.key}, ${message.leadId ?? null},
      ${message.personId ?? null}, ${JSON.stringify(message.subject ?? {})}, ${message.destination},
      ${message.now}, ${message.notBefore ?? '-infinity'})
    on conflict (workspace_id, key) do nothing
    returning id`.execute(trx);
  return rows[0]?.id ?? null;
}

/** Says that what this message shows has changed; it is redrawn once, however often that is said. */
export async function markMessagesStale(
  db: Db | Trx,
  workspaceId: string,
  { id }: { id: number },
): Promise<void> {
  await db
    .updateTable('messages')
    .set((row) => ({ wanted_version: row('wanted_version', '+', 1) }))
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('live', '=', true)
    .where('state', 'in', ['waiting', 'posted'])
    .execute();
}

/** The same of the message that stands there. */
export async function markPlaceStale(
  db: Db,
  workspaceId: string,
  { channelId, ts }: { channelId: string; ts: string },
): Promise<void> {
  await db
    .updateTable('messages')
    .set((row) => ({ wanted_version: row('wanted_version', '+', 1) }))
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .where('ts', '=', ts)
    .where('live', '=', true)
    .execute();
}
