import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';

/** A lead that its owner offers to a colleague: a row of `passes`. */
export type Pass = {
  readonly id: number;
  readonly leadId: number;
  readonly fromId: string;
  readonly toId: string;
  readonly offeredAt: Date;
  readonly expiresAt: Date;
  /** Null: it is open. */
  readonly outcome: 'accepted' | 'declined' | 'expired' | 'withdrawn' | null;
};

const columns = [
  'id',
  'lead_id as leadId',
  'from_id as fromId',
  'to_id as toId',
  'offered_at as offeredAt',
  'expires_at as expiresAt',
  'outcome',
] as const;

/** Null: the lead is being offered to somebody already. */
export async function insertPass(
  trx: Trx,
  workspaceId: string,
  pass: Omit<Pass, 'id' | 'outcome'>,
): Promise<number | null> {
  const row = await trx
    .insertInto('passes')
    .values({
      workspace_id: workspaceId,
      lead_id: pass.leadId,
      from_id: pass.fromId,
      to_id: pass.toId,
      offered_at: pass.offeredAt,
      expires_at: pass.expiresAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

export const findPass = (
  db: Db | Trx,
  workspaceId: string,
  id: number,
): Promise<Pass | undefined> =>
  db
    .selectFrom('passes')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();

/** False: it was settled already. The message that offers it is redrawn. */
export async function declinePass(
  trx: Trx,
  workspaceId: string,
  id: number,
  now: Date,
): Promise<boolean> {
  const settled = await settle(trx, workspaceId, 'declined', sql`id = ${id}`, now);
  return settled === 1;
}

/** Ends those that nobody has answered in time. Answers how many. */
export const expirePasses = (db: Db, workspaceId: string, now: Date): Promise<number> =>
  settle(db, workspaceId, 'expired', sql`expires_at <= ${now}`, now);

async function settle(
  db: Db | Trx,
  workspaceId: string,
  outcome: 'declined' | 'expired',
  which: ReturnType<typeof sql>,
  now: Date,
): Promise<number> {
  const { rows } = await sql`
    with settled as (
      update passes set settled_at = ${now}, outcome = ${outcome}
      where workspace_id = ${workspaceId} and settled_at is null and ${which}
      returning id
    ), shown as (
      update messages set wanted_version = wanted_version + 1 from settled
      where messages.workspace_id = ${workspaceId} and key = 'pass:' || settled.id and live
    )
    select id from settled`.execute(db);
  return rows.length;
}

/** Those that were answered, or not in time, since `since`, and of which their owner has not been told. */
export const passesToTell = (db: Db, workspaceId: string, since: Date): Promise<Pass[]> =>
  db
    .selectFrom('passes')
    .select(columns)
    .where('workspace_id', '=', workspaceId)
    .where('settled_at', '>', since)
    .where('outcome', 'in', ['accepted', 'declined', 'expired'])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('messages')
            .select('messages.id')
            .where('messages.workspace_id', '=', workspaceId)
            .where('messages.key', '=', sql<string>`'pass-answer:' || passes.id`),
        ),
      ),
    )
    .execute();
