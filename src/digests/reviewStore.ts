import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import type { Reviews } from '../db/schema.ts';
import type { Review } from './review.ts';

/** The last one of a rep's: with this manager, or with whoever held it. */
export async function findLastReview(
  db: Db,
  workspaceId: string,
  { repId, managerId }: { repId: string; managerId?: string | undefined },
): Promise<Review | null> {
  const row = await db
    .selectFrom('reviews')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('rep_id', '=', repId)
    .where('manager_id', '=', (eb) => (managerId ? eb.val(managerId) : eb.ref('manager_id')))
    .orderBy('held_on', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? toReview(row) : null;
}

export async function findReview(db: Db, workspaceId: string, id: number): Promise<Review | null> {
  const row = await db
    .selectFrom('reviews')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toReview(row) : null;
}

/** The last that somebody held with each rep, and each manager with them; since a date, the latest first. */
export async function findLastReviews(
  db: Db,
  workspaceId: string,
  { personId, since, limit }: { personId: string; since: string; limit: number },
): Promise<Review[]> {
  const { rows } = await sql<Selectable<Reviews>>`
    select * from (
      select distinct on (rep_id, manager_id) * from reviews
      where workspace_id = ${workspaceId} and (rep_id = ${personId} or manager_id = ${personId})
        and held_on >= ${since}
      order by rep_id, manager_id, held_on desc, id desc
    ) last order by held_on desc, id desc limit ${limit}`.execute(db);
  return rows.map(toReview);
}

export async function insertReview(
  trx: Trx,
  workspaceId: string,
  review: Omit<Review, 'id'>,
  now: Date,
): Promise<number> {
  const { id } = await trx
    .insertInto('reviews')
    .values({
      workspace_id: workspaceId,
      rep_id: review.repId,
      manager_id: review.managerId,
      held_on: review.heldOn,
      agreed: review.agreed,
      lead_ids: [...review.leadIds],
      recorded_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Recorded since then, and no message tells it yet. */
export async function findUntold(db: Db, workspaceId: string, since: Date): Promise<Review[]> {
  const rows = await db
    .selectFrom('reviews')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('recorded_at', '>=', since)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('messages')
            .select('messages.id')
            .whereRef('messages.workspace_id', '=', 'reviews.workspace_id')
            .where('messages.key', '=', sql<string>`'review:' || reviews.id`),
        ),
      ),
    )
    .orderBy('id')
    .execute();
  return rows.map(toReview);
}

const toReview = (row: Selectable<Reviews>): Review => ({
  id: row.id,
  repId: row.rep_id,
  managerId: row.manager_id,
  heldOn: row.held_on,
  agreed: row.agreed,
  leadIds: row.lead_ids,
});
