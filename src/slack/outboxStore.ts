import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import {
  type Claim,
  claimColumns,
  type ClaimedRow,
  leaseAs,
  leaseSeconds,
  type Place,
  ticking,
  toClaim,
} from './claimStore.ts';

/**
 * `heads`: the next message of each destination beyond `after` where one waits, in the order of the
 * destinations. One look at the index for each, however many wait behind it; none for idle ones.
 */
export const headsOf = (workspaceId: string, after = '') => sql`heads as (
  (select destination, id, created_at, not_before, lease_until from messages
    where workspace_id = ${workspaceId} and state = 'waiting' and destination > ${after}
    order by destination, not_before, id limit 1)
  union all
  select next.* from heads, lateral (
    select m.destination, m.id, m.created_at, m.not_before, m.lease_until from messages m
    where m.workspace_id = ${workspaceId} and m.state = 'waiting' and m.destination > heads.destination
    order by m.destination, m.not_before, m.id limit 1) next
)`;

type Taken = { claims: Claim[]; soonestMs: number | null };
type Ask = { limit: number; everyMs: number; now: Date; after?: string; token?: string };

/**
 * Takes at most `limit` waiting messages, each the next one of its destination, and moves that
 * destination's next free moment by `everyMs`; of several processes each gets others. Begins with the
 * destinations beyond `after` and stops when it has enough, so that a claim costs as much as it takes.
 * Where it took fewer, `soonestMs` is how long until the first of those that must wait is free.
 *
 * Leases and paces go by the database's clock, which all processes share; `now` is the product's, for
 * not_before. A row whose lease ended without a word is one whose result is unknown.
 */
export async function claimWaiting(db: Db, workspaceId: string, ask: Ask): Promise<Taken> {
  const { limit, everyMs, now, after, token = randomUUID() } = ask;
  const asked = ticking();
  const { rows } = await sql<ClaimedRow & { soonest_ms: number | null }>`
    with recursive ${headsOf(workspaceId, after)}, free as (
      -- Each is looked up and locked by its key, whatever the planner believes about the table;
      -- with limit 1 it takes no condition from outside in, which another index might serve.
      select m.id, d.id as destination
      from heads h,
        lateral (select id from destinations
          where workspace_id = ${workspaceId} and id = h.destination
            and parked_at is null and next_at <= now()
          limit 1 for update skip locked) d,
        lateral (select id, state, lease_until from messages
          where workspace_id = ${workspaceId} and id = h.id
          limit 1 for update skip locked) m
      where h.not_before <= ${now} and (h.lease_until is null or h.lease_until <= now())
        and m.state = 'waiting' and (m.lease_until is null or m.lease_until <= now())
      limit ${limit}
    ), paced as (
      update destinations d set next_at = now() + make_interval(secs => ${everyMs / 1000})
      where d.workspace_id = ${workspaceId} and d.id = any (array(select destination from free))
    ), claimed as (
      update messages m set
        ${leaseAs(token)},
        attempts = m.attempts + (m.leased_by is not null)::int,
        uncertain_since = case when m.leased_by is null then m.uncertain_since
          else coalesce(m.uncertain_since, m.lease_until - make_interval(secs => ${leaseSeconds})) end
      where m.workspace_id = ${workspaceId} and m.id = any (array(select id from free))
      returning ${claimColumns}
    ), waits as (
      select greatest(
        case when d.next_at > now() then d.next_at - now() end,
        case when h.lease_until > now() then h.lease_until - now() end,
        case when h.not_before > ${now} then h.not_before - ${now}::timestamptz end) as wait
      from heads h join destinations d on d.workspace_id = ${workspaceId} and d.id = h.destination
      where d.parked_at is null
    )
    select claimed.*, soonest.ms as soonest_ms
    from (select case when (select count(*) from free) < ${limit} then
        (select extract(epoch from min(wait))::float8 * 1000 from waits) end as ms) soonest
      left join claimed on true
    order by claimed.id`.execute(db);
  return {
    claims: rows.filter(({ id }) => id !== null).map((row) => toClaim(row, asked)),
    soonestMs: rows[0]?.soonest_ms ?? null,
  };
}

/**
 * Claims in turns: each begins where the one before had enough. What was claimed although the answer
 * got lost with its connection is given back first, since nobody works on it.
 */
export function claimInTurn(db: Db, workspaceId: string) {
  let after = '';
  let unheard: string | undefined;
  return async (ask: Omit<Ask, 'after' | 'token'>): Promise<Taken> => {
    if (unheard) await giveBackUnheard(db, workspaceId, unheard);
    unheard = randomUUID();
    const taken = await claimWaiting(db, workspaceId, { ...ask, after, token: unheard });
    unheard = undefined;
    const enough = taken.claims.length === ask.limit;
    const wrapped = after !== '' && !enough;
    const reached = taken.claims.map(({ message }) => message.destination);
    after = enough ? reached.reduce((a, b) => (a > b ? a : b)) : '';
    return wrapped ? { ...taken, soonestMs: 0 } : taken;
  };
}

const giveBackUnheard = (db: Db, workspaceId: string, token: string) =>
  db
    .updateTable('messages')
    .set(released)
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', 'waiting')
    .where('leased_by', '=', token)
    .execute();

const held = (db: Db | Trx, workspaceId: string, { message, token }: Claim) =>
  db
    .updateTable('messages')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', message.id)
    .where('leased_by', '=', token);

const released = { leased_by: null, lease_until: null } as const;

/**
 * Answers how many it recorded; of the others the lease had ended, and somebody else has them. What
 * has no ts, a file, cannot be redrawn.
 */
export async function recordPosted(
  trx: Trx,
  workspaceId: string,
  postings: readonly { claim: Claim; place: Place; at: Date; drawnAt: Date }[],
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update messages m set state = 'posted', leased_by = null, lease_until = null, attempts = 0,
      uncertain_since = null, channel_id = v.channel_id, ts = v.ts, posted_at = v.at,
      drawn_at = v.drawn_at, shown_version = v.shown_version, live = m.live and v.ts is not null
    from unnest(
      ${postings.map(({ claim }) => claim.message.id)}::bigint[],
      ${postings.map(({ claim }) => claim.token)}::uuid[],
      ${postings.map(({ place }) => place.channelId)}::text[],
      ${postings.map(({ place }) => place.ts)}::text[],
      ${postings.map(({ at }) => at.toISOString())}::timestamptz[],
      ${postings.map(({ drawnAt }) => drawnAt.toISOString())}::timestamptz[],
      ${postings.map(({ claim }) => claim.wantedVersion)}::int[]
    ) v (id, token, channel_id, ts, at, drawn_at, shown_version)
    where m.workspace_id = ${workspaceId} and m.id = v.id and m.leased_by = v.token`.execute(trx);
  return Number(numAffectedRows);
}

/** Keeps where it is although the rest could not be recorded; the next claim records it without sending. */
export const recordPlace = (db: Db, workspaceId: string, claim: Claim, { channelId, ts }: Place) =>
  held(db, workspaceId, claim).set({ channel_id: channelId, ts }).execute();

/**
 * Remembers what was uploaded for it, before it is shared. False: the lease had ended, and somebody
 * else may be sharing it.
 */
export async function keepFile(
  db: Db,
  workspaceId: string,
  claim: Claim,
  fileId: string | null,
): Promise<boolean> {
  const { numUpdatedRows } = await held(db, workspaceId, claim)
    .set({ file_id: fileId })
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Ends a message that will not be sent, or, `posted`, that was sent for all that anybody can know. */
export const settleMessage = (
  db: Db,
  workspaceId: string,
  claim: Claim,
  state: 'posted' | 'dropped' | 'dead',
  error: string | null,
) =>
  held(db, workspaceId, claim)
    .set({ ...released, state, live: false, error })
    .execute();

/** Gives a message back, to be tried again `afterMs` later, behind its neighbours; or at once. */
export const giveBack = (
  db: Db,
  workspaceId: string,
  claim: Claim,
  why: { error: string; attempts: number; notBefore?: Date; uncertain: boolean },
) =>
  held(db, workspaceId, claim)
    .set({
      ...released,
      error: claim.reposted ? `reposted; ${why.error}` : why.error,
      attempts: why.attempts,
      ...(why.notBefore ? { not_before: why.notBefore } : {}),
      // The lease began when the attempt did, or a little before.
      ...(why.uncertain && !claim.uncertainSince
        ? { uncertain_since: sql<Date>`lease_until - make_interval(secs => ${leaseSeconds})` }
        : {}),
    })
    .execute();
