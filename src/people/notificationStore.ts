import { sql } from 'kysely';
import type { Trx } from '../db/openDatabase.ts';
import type { Notification } from './noiseBudget.ts';

/**
 * What has notified a person, or is about to, from the day before a local date of theirs on, oldest
 * first: all that noiseBudget asks. Nobody else counts them, to add one, until the transaction ends.
 * What waits to be posted counts as of now at the earliest; what was given up does not count.
 */
export async function lockNotifications(
  trx: Trx,
  workspaceId: string,
  personId: string,
  { localDate, now }: { localDate: string; now: Date },
): Promise<Notification[]> {
  await trx
    .selectFrom('people')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', personId)
    .select('id')
    .forUpdate()
    .execute();
  const { rows } = await sql<Notification>`
    select m.kind, n.local_date as "localDate",
      case when m.state = 'waiting' then greatest(n.at, ${now}) else coalesce(m.posted_at, n.at) end as at
    from notifications n join messages m on m.workspace_id = n.workspace_id and m.id = n.message_id
    where n.workspace_id = ${workspaceId} and n.person_id = ${personId}
      and n.local_date >= ${localDate}::date - 1 and m.state in ('waiting', 'posted')
    order by 3, m.id`.execute(trx);
  return rows;
}

/** How many of all kinds have notified a person on a local date of theirs, or are about to. */
export async function countNotifications(
  trx: Trx,
  workspaceId: string,
  personId: string,
  localDate: string,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count
    from notifications n join messages m on m.workspace_id = n.workspace_id and m.id = n.message_id
    where n.workspace_id = ${workspaceId} and n.person_id = ${personId}
      and n.local_date = ${localDate}::date and m.state in ('waiting', 'posted')`.execute(trx);
  return rows[0]?.count ?? 0;
}

/** Counts a message that is queued, in the same transaction, against the day on which it notifies. */
export async function noteNotification(
  trx: Trx,
  workspaceId: string,
  {
    personId,
    messageId,
    localDate,
    at,
  }: { personId: string; messageId: number; localDate: string; at: Date },
): Promise<void> {
  await sql`insert into notifications (workspace_id, person_id, local_date, message_id, at)
    values (${workspaceId}, ${personId}, ${localDate}::date, ${messageId}, ${at})
    on conflict do nothing`.execute(trx);
}
