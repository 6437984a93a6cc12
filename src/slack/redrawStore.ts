import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';
import { redrawPace } from './destinationStore.ts';
import {
  type Claim,
  claimColumns,
  type ClaimedRow,
  leaseAs,
  ticking,
  toClaim,
} from './claimStore.ts';

/** Once, before claimStale. */
export async function preparePace(db: Db, workspaceId: string): Promise<void> {
  await sql`insert into destinations (workspace_id, id) values (${workspaceId}, ${redrawPace})
    on conflict do nothing`.execute(db);
}

/** The pace of redraws: one each `everyMs` in the long run, `burst` at once after a calm. */
export type Pace = { readonly everyMs: number; readonly burst: number };

/**
 * Takes at most `limit` posted messages that no longer show what they should, those that waited
 * longest first, and as many as the workspace's pace allows. `soonestMs` is how long until there may
 * be more.
 *
 * The pace is kept as GCRA does it: next_at is when the redraws granted so far would all have been
 * due, at one each `everyMs`; it may run `burst` of them ahead of now.
 */
export async function claimStale(
  db: Db,
  workspaceId: string,
  { limit, everyMs, burst }: Pace & { limit: number },
): Promise<{ claims: Claim[]; soonestMs: number | null }> {
  const asked = ticking();
  const each = sql`make_interval(secs => ${everyMs / 1000})`;
  const { rows } = await sql<ClaimedRow & { soonest_ms: number | null }>`
    with pace as (
      select greatest(next_at, now()) as due from destinations
      where workspace_id = ${workspaceId} and id = ${redrawPace}
      for update
    ), allowed as (
      select due, case when ${everyMs} = 0 then (due <= now())::int * ${limit} else least(${limit},
        floor(extract(epoch from now() + ${burst} * ${each} - due) * 1000 / nullif(${everyMs}, 0) + 1e-6)) end::int as count
      from pace
    ), stale as (
      select m.id from messages m
      where m.workspace_id = ${workspaceId} and m.state = 'posted' and m.live
        and m.shown_version < m.wanted_version and m.redraw_after <= now()
        and (m.lease_until is null or m.lease_until <= now())
      order by m.redraw_after, m.id
      limit coalesce((select greatest(count, 0) from allowed), 0)
      for update skip locked
    ), claimed as (
      update messages m set ${leaseAs(randomUUID())}
      where m.workspace_id = ${workspaceId} and m.id = any (array(select id from stale))
      returning ${claimColumns}
    ), paced as (
      update destinations set next_at = allowed.due + (select count(*) from claimed) * ${each}
      from allowed where workspace_id = ${workspaceId} and id = ${redrawPace}
    )
    select claimed.*, wait.ms as soonest_ms
    from (select case when count < 1
        then extract(epoch from due - ${burst - 1} * ${each} - now())::float8 * 1000 end as ms from allowed) wait
      left join claimed on true
    order by claimed.id`.execute(db);
  return {
    claims: rows.filter(({ id }) => id !== null).map((row) => toClaim(row, asked)),
    soonestMs: rows[0]?.soonest_ms ?? null,
  };
}

/** Takes the message that stands there. Null: it is not ours, or somebody is at it. */
export async function claimPlace(
  db: Db,
  workspaceId: string,
  { channelId, ts }: { channelId: string; ts: string },
): Promise<Claim | null> {
  const asked = ticking();
  const { rows } = await sql<ClaimedRow>`
    update messages m set ${leaseAs(randomUUID())}
    where m.workspace_id = ${workspaceId} and m.channel_id = ${channelId} and m.ts = ${ts}
      and m.state = 'posted' and m.live and (m.lease_until is null or m.lease_until <= now())
    returning ${claimColumns}`.execute(db);
  return rows[0] ? toClaim(rows[0], asked) : null;
}

type Change =
  /** It shows what was wanted when it was claimed, as it was drawn then; or cannot, and is not tried again. */
  | { readonly to: 'shown'; readonly drawnAt: Date }
  /** Another try, `ms` from now; Infinity: when its destination is unparked. */
  | { readonly to: 'later'; readonly ms: number; readonly error: string; readonly attempts: number }
  /** It is left as it stands for good. */
  | { readonly to: 'forgotten'; readonly error: string | null }
  /** Somebody deleted it: it is posted again. */
  | { readonly to: 'waiting'; readonly error: string };

/** Ends the claim of a posted message. False: the lease had ended; nothing was changed. */
export async function endRedraw(
  db: Db,
  workspaceId: string,
  { message, token, wantedVersion }: Claim,
  change: Change,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('messages')
    .set({ leased_by: null, lease_until: null })
    .$call((query) => {
      switch (change.to) {
        case 'shown':
          return query.set({ shown_version: wantedVersion, drawn_at: change.drawnAt, attempts: 0 });
        case 'later':
          return query.set({
            attempts: change.attempts,
            error: change.error,
            redraw_after: Number.isFinite(change.ms)
              ? sql<Date>`now() + make_interval(secs => ${change.ms / 1000})`
              : sql<Date>`'infinity'`,
          });
        case 'forgotten':
          return query.set({ live: false, error: change.error });
        case 'waiting':
          return query.set({
            state: 'waiting',
            channel_id: null,
            ts: null,
            shown_version: 0,
            attempts: 0,
            error: `reposted after ${change.error}`,
          });
      }
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', message.id)
    .where('leased_by', '=', token)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** After a refusal: none for `ms`, and no burst then. */
export async function holdRedraws(
  db: Db,
  workspaceId: string,
  ms: number,
  { everyMs, burst }: Pace,
) {
  const ahead = ms + Math.max(0, burst - 1) * everyMs;
  await sql`update destinations
    set next_at = greatest(next_at, now() + make_interval(secs => ${ahead / 1000}))
    where workspace_id = ${workspaceId} and id = ${redrawPace}`.execute(db);
}
