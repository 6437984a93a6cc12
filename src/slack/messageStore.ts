import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import type { Message } from './message.ts';

type Place = { readonly channelId: string; readonly ts: string };

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

/** Says that what these live messages show has changed; each is redrawn once, however often it is said. */
export async function markMessagesStale(
  db: Db | Trx,
  workspaceId: string,
  which: { id?: number; kind?: string; leadId?: number; personId?: string; place?: Place },
): Promise<void> {
  let query = db
    .updateTable('messages')
    .set((row) => ({ wanted_version: row('wanted_version', '+', 1) }))
    .where('workspace_id', '=', workspaceId)
    .where('live', '=', true)
    .where('state', 'in', ['waiting', 'posted']);
  if (which.id !== undefined) query = query.where('id', '=', which.id);
  if (which.kind !== undefined) query = query.where('kind', '=', which.kind);
  if (which.leadId !== undefined) query = query.where('lead_id', '=', which.leadId);
  if (which.personId !== undefined) query = query.where('person_id', '=', which.personId);
  if (which.place) {
    query = query.where('channel_id', '=', which.place.channelId).where('ts', '=', which.place.ts);
  }
  await query.execute();
}

/** A message that this process alone works on, until its lease ends. */
export type Claim = {
  readonly message: Message;
  /** Says which claim it is: whoever comes after a lease has ended has another one. */
  readonly token: string;
  readonly attempts: number;
  readonly wantedVersion: number;
  /** An attempt began then, and nobody knows how it ended. By the database's clock. */
  readonly uncertainSince: Date | null;
  /** It was posted once more already because somebody deleted it. */
  readonly reposted: boolean;
};

export const leaseSeconds = 30;

/** The columns of a claimed row `m`; `toClaim` reads them. */
export const claimColumns = sql`m.id, m.kind, m.key, m.lead_id, m.person_id, m.subject, m.destination,
  m.created_at, m.channel_id, m.ts, m.leased_by, m.attempts, m.wanted_version, m.uncertain_since,
  m.error like 'reposted%' as reposted`;

export type ClaimedRow = {
  id: number;
  kind: string;
  key: string;
  lead_id: number | null;
  person_id: string | null;
  subject: Record<string, unknown>;
  destination: string;
  created_at: Date;
  channel_id: string | null;
  ts: string | null;
  leased_by: string;
  attempts: number;
  wanted_version: number;
  uncertain_since: Date | null;
  reposted: boolean | null;
};

export const toClaim = (row: ClaimedRow): Claim => ({
  message: {
    id: row.id,
    kind: row.kind,
    key: row.key,
    leadId: row.lead_id,
    personId: row.person_id,
    subject: row.subject,
    destination: row.destination,
    createdAt: row.created_at,
    posted: row.channel_id && row.ts ? { channelId: row.channel_id, ts: row.ts } : null,
  },
  token: row.leased_by,
  attempts: row.attempts,
  wantedVersion: row.wanted_version,
  uncertainSince: row.uncertain_since,
  reposted: row.reposted ?? false,
});

/**
 * `heads`: the next message of each destination where one waits. One look at the index for each, however
 * many wait behind it, and none for idle destinations.
 */
export const headsOf = (workspaceId: string) => sql`heads as (
  (select destination, id, created_at, not_before, lease_until from messages
    where workspace_id = ${workspaceId} and state = 'waiting'
    order by destination, not_before, id limit 1)
  union all
  select next.* from heads, lateral (
    select m.destination, m.id, m.created_at, m.not_before, m.lease_until from messages m
    where m.workspace_id = ${workspaceId} and m.state = 'waiting' and m.destination > heads.destination
    order by m.destination, m.not_before, m.id limit 1) next
)`;

/**
 * Takes at most `limit` waiting messages, each the next one of its destination, and moves that
 * destination's next free moment by `everyMs`; of several processes each gets others. `soonestMs` is
 * how long until the first of those that must wait is free.
 *
 * Leases and paces go by the database's clock, which all processes share; `now` is the product's, for
 * not_before. A row whose lease ended without a word is one whose result is unknown.
 */
export async function claimWaiting(
  db: Db,
  workspaceId: string,
  { limit, everyMs, now }: { limit: number; everyMs: number; now: Date },
): Promise<{ claims: Claim[]; soonestMs: number | null }> {
  const { rows } = await sql<ClaimedRow & { soonest_ms: number | null }>`
    with recursive ${headsOf(workspaceId)}, waits as materialized (
      select h.id, d.id as destination, d.next_at, greatest(
        case when d.next_at > now() then d.next_at - now() end,
        case when h.lease_until > now() then h.lease_until - now() end,
        case when h.not_before > ${now}::timestamptz then h.not_before - ${now}::timestamptz end) as wait
      from heads h join destinations d on d.workspace_id = ${workspaceId} and d.id = h.destination
      where d.parked_at is null
    ), free as (
      select m.id, d.id as destination
      from waits w
        join destinations d on d.workspace_id = ${workspaceId} and d.id = w.destination
        join messages m on m.workspace_id = ${workspaceId} and m.id = w.id
      where w.wait is null and d.next_at <= now() and m.state = 'waiting'
        and (m.lease_until is null or m.lease_until <= now())
      order by w.next_at, m.id
      limit ${limit}
      for update of d, m skip locked
    ), paced as (
      update destinations d set next_at = now() + make_interval(secs => ${everyMs / 1000})
      from free where d.workspace_id = ${workspaceId} and d.id = free.destination
    ), claimed as (
      update messages m set
        leased_by = gen_random_uuid(),
        lease_until = now() + make_interval(secs => ${leaseSeconds}),
        attempts = m.attempts + (m.leased_by is not null)::int,
        uncertain_since = case when m.leased_by is null then m.uncertain_since
          else coalesce(m.uncertain_since, m.lease_until - make_interval(secs => ${leaseSeconds})) end
      from free where m.workspace_id = ${workspaceId} and m.id = free.id
      returning ${claimColumns}
    )
    select claimed.*, soonest.ms as soonest_ms
    from (select extract(epoch from min(wait))::float8 * 1000 as ms from waits where wait is not null) soonest
      left join claimed on true
    order by claimed.id`.execute(db);
  return {
    claims: rows.filter(({ id }) => id !== null).map(toClaim),
    soonestMs: rows[0]?.soonest_ms ?? null,
  };
}

const held = (db: Db | Trx, workspaceId: string, { message, token }: Claim) =>
  db
    .updateTable('messages')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', message.id)
    .where('leased_by', '=', token);

const released = { leased_by: null, lease_until: null } as const;

/** Answers how many it recorded; of the others the lease had ended, and somebody else has them. */
export async function recordPosted(
  trx: Trx,
  workspaceId: string,
  postings: readonly { claim: Claim; place: Place; at: Date }[],
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update messages m set state = 'posted', leased_by = null, lease_until = null, attempts = 0,
      uncertain_since = null, channel_id = v.channel_id, ts = v.ts, posted_at = v.at,
      shown_version = v.shown_version
    from unnest(
      ${postings.map(({ claim }) => claim.message.id)}::bigint[],
      ${postings.map(({ claim }) => claim.token)}::uuid[],
      ${postings.map(({ place }) => place.channelId)}::text[],
      ${postings.map(({ place }) => place.ts)}::text[],
      ${postings.map(({ at }) => at.toISOString())}::timestamptz[],
      ${postings.map(({ claim }) => claim.wantedVersion)}::int[]
    ) v (id, token, channel_id, ts, at, shown_version)
    where m.workspace_id = ${workspaceId} and m.id = v.id and m.leased_by = v.token`.execute(trx);
  return Number(numAffectedRows);
}

/** Keeps where it is although the rest could not be recorded; the next claim records it without sending. */
export const recordPlace = (db: Db, workspaceId: string, claim: Claim, { channelId, ts }: Place) =>
  held(db, workspaceId, claim).set({ channel_id: channelId, ts }).execute();

/** Ends a message that will not be sent. */
export const settleMessage = (
  db: Db,
  workspaceId: string,
  claim: Claim,
  state: 'dropped' | 'dead',
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
