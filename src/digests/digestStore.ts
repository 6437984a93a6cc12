import type { Db } from '../db/openDatabase.ts';
import { dateAfter, digestKey, digestSubject } from './digest.ts';

/** Whoever was away for longer is told what happened in this time. */
const longestDays = 31;

/**
 * Until when the last digest before that of `date` told somebody, or a channel, what happened. Null:
 * none was posted, in a month.
 */
export async function toldUntil(
  db: Db,
  workspaceId: string,
  readerId: string,
  date: string,
): Promise<Date | null> {
  const keys = Array.from({ length: longestDays }, (_, back) =>
    digestKey(readerId, dateAfter(date, -1 - back)),
  );
  const last = await db
    .selectFrom('messages')
    .where('workspace_id', '=', workspaceId)
    .where('key', 'in', keys)
    .where('posted_at', 'is not', null)
    .select(['posted_at', 'subject'])
    .orderBy('posted_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last ? (digestSubject.parse(last.subject).until ?? last.posted_at) : null;
}

/** Whether the digest of that date has been queued for somebody. */
export async function hasDigest(
  db: Db,
  workspaceId: string,
  readerId: string,
  date: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('messages')
    .where('workspace_id', '=', workspaceId)
    .where('key', '=', digestKey(readerId, date))
    .select('id')
    .executeTakeFirst();
  return row !== undefined;
}
