import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import type { TimeLost } from './timeLost.ts';

/** Time that a bad lead cost somebody, and that nothing has been moved for. */
export type NotMadeUp = {
  readonly id: number;
  readonly leadId: number;
  readonly personId: string;
  readonly seconds: number;
  readonly at: Date;
};

/** Since `since`, locked; what somebody else is at, is left to them. */
export async function takeNotMadeUp(
  trx: Trx,
  workspaceId: string,
  since: Date,
  limit: number,
): Promise<NotMadeUp[]> {
  const { rows } = await sql<NotMadeUp>`
    select id, lead_id as "leadId", person_id as "personId", seconds, at from lost_time
    where workspace_id = ${workspaceId} and kind = 'bad' and made_up_at is null
      and person_id is not null and at > ${since}
    order by id limit ${limit} for update skip locked`.execute(trx);
  return rows;
}

export async function markMadeUp(
  trx: Trx,
  workspaceId: string,
  ids: readonly number[],
  now: Date,
): Promise<void> {
  await trx
    .updateTable('lost_time')
    .set({ made_up_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .execute();
}

/** What was lost, of one kind to one person. */
export type LostTime = Pick<TimeLost, 'kind' | 'personId'> & {
  readonly sourceKey: string;
  /** How many leads, each once. */
  readonly leads: number;
  readonly seconds: number;
};

export type LostTimeOf = {
  readonly sourceKeys?: readonly string[];
  readonly channels?: readonly string[];
  readonly personId?: string;
  /** From then on. */
  readonly from: Date;
  /** No longer belongs to it. */
  readonly until: Date;
};

export async function sumLostTime(
  db: Db,
  workspaceId: string,
  { sourceKeys, channels, personId, from, until }: LostTimeOf,
): Promise<LostTime[]> {
  const { rows } = await sql<LostTime>`
    select source_key as "sourceKey", kind, person_id as "personId",
      count(distinct lead_id)::int as leads, sum(seconds)::int as seconds
    from lost_time
    where workspace_id = ${workspaceId} and at >= ${from} and at < ${until}
      ${sourceKeys ? sql`and source_key = any (${sourceKeys})` : sql``}
      ${channels ? sql`and channel_id = any (${channels})` : sql``}
      ${personId === undefined ? sql`` : sql`and person_id = ${personId}`}
    group by 1, 2, 3 order by 1, 2, 3`.execute(db);
  return rows;
}
