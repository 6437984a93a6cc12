import { sql } from 'kysely';
import type { Trx } from '../db/openDatabase.ts';
import { addNote } from '../leads/leadEventStore.ts';

/** Of what was asked in vain no more is kept: a form that repeats itself would fill the table. */
const mostEnquiries = 20;

/**
 * Keeps what somebody asked who asked not to be contacted: each text once, the newest of them. The
 * lead is locked.
 */
export async function keepSuppressed(
  trx: Trx,
  workspaceId: string,
  {
    leadId,
    eventId,
    message,
    now,
  }: {
    readonly leadId: number;
    readonly eventId: number;
    readonly message: string;
    readonly now: Date;
  },
): Promise<void> {
  const { rows } = await sql<{ id: number; body: string }>`
    select n.id, n.body from notes n
    join lead_events e on e.workspace_id = n.workspace_id and e.id = n.event_id
    where n.workspace_id = ${workspaceId} and n.lead_id = ${leadId} and n.kind = 'enquiry'
      and e.kind = 'suppressed'
    order by n.id desc`.execute(trx);
  if (rows.some(({ body }) => body === message)) return;
  await addNote(trx, workspaceId, {
    ...{ lead_id: leadId, event_id: eventId, kind: 'enquiry', body: message, created_at: now },
  });
  const older = rows.slice(mostEnquiries - 1).map(({ id }) => id);
  if (older.length === 0) return;
  await trx
    .deleteFrom('notes')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', older)
    .execute();
}
