import { sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';

/** Whether messages are sent, and which are looked for in Slack before that. */
export type Sending = {
  /** Since when nothing is posted, edited or deleted. Null: all goes its way. */
  readonly pausedAt: Date | null;
  /** After a restore: the last sign of life in what was restored. What came later may be in Slack already. */
  readonly restoredFrom: Date | null;
  /** Messages of before then are looked for before they are posted. */
  readonly lookFirstUntil: Date | null;
};

export async function readSending(db: Db, workspaceId: string): Promise<Sending> {
  const row = await db
    .selectFrom('workspaces')
    .where('id', '=', workspaceId)
    .select([
      'sending_paused_at as pausedAt',
      'restored_from_at as restoredFrom',
      'look_first_until as lookFirstUntil',
    ])
    .executeTakeFirst();
  return row ?? { pausedAt: null, restoredFrom: null, lookFirstUntil: null };
}

/** More leads than anybody enters between a backup and the moment that needs it. */
const skippedNumbers = 10_000;

/**
 * Stops sending in the workspace until `resumeSending`, whatever process sends. False: it was paused.
 * Numbers of leads that were given out after the backup, and stand on cards, are not given out again.
 */
export async function pauseSending(db: Db, workspaceId: string, now: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update workspaces set sending_paused_at = ${now}, look_first_until = null,
      restored_from_at = (select max(at) from (
        select max(slot) as at from ticks
        union all select max(created_at) from messages where workspace_id = ${workspaceId}
        union all select max(at) from lead_events where workspace_id = ${workspaceId}
        union all select created_at from workspaces where id = ${workspaceId}
      ) signs)
    where id = ${workspaceId} and sending_paused_at is null`.execute(db);
  if (numAffectedRows !== 1n) return false;
  await sql`select setval('lead_numbers', nextval('lead_numbers') + ${skippedNumbers}::int)`.execute(
    db,
  );
  return true;
}

/**
 * Sends again; messages of before `lookFirstUntil` are looked for first. All that stands in Slack and
 * may be out of date is to be drawn again. Answers how many messages wait, and how many are redrawn;
 * null: sending was not paused.
 */
export async function resumeSending(
  db: Db,
  workspaceId: string,
  lookFirstUntil: Date,
): Promise<{ waiting: number; redrawn: number } | null> {
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('workspaces')
      .set({ sending_paused_at: null, look_first_until: lookFirstUntil })
      .where('id', '=', workspaceId)
      .where('sending_paused_at', 'is not', null)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) return null;
    const redrawn = await trx
      .updateTable('messages')
      .set((row) => ({ wanted_version: row('wanted_version', '+', 1) }))
      .where('workspace_id', '=', workspaceId)
      .where('state', '=', 'posted')
      .where('live', '=', true)
      .executeTakeFirst();
    const { waiting } = await trx
      .selectFrom('messages')
      .where('workspace_id', '=', workspaceId)
      .where('state', '=', 'waiting')
      .select(({ fn }) => fn.countAll<number>().as('waiting'))
      .executeTakeFirstOrThrow();
    return { waiting, redrawn: Number(redrawn.numUpdatedRows) };
  });
}
