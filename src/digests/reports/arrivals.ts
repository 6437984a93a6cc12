import { sql } from 'kysely';
import type { Db } from '../../db/openDatabase.ts';
import type { Status } from '../../leads/statuses.ts';
import { type StatusCount, touchSteps } from '../report.ts';
import { among, arrivedThen, keyOf, openOrClosed, type Parts, type Reported } from './reported.ts';
import { type SpreadRow, spreads, told } from './spreads.ts';

/** The leads that came in. */
export type Arrivals = {
  /** By part and status: the funnel, and from it each part's conversion. */
  readonly counts: readonly StatusCount[];
  /** Card to claim and claim to first touch in working time, arrival to card by the clock on the wall. */
  readonly times: readonly SpreadRow[];
  /** How many first touches fell into each of `touchSteps`, and after the last. */
  readonly touches: readonly number[];
};

type Row =
  | SpreadRow
  | { readonly what: 'status'; key: string | null; status: Status; touched: boolean; n: number }
  | { readonly what: 'step'; key: string; n: number };

/** All that a report says of them, in one reading. */
export async function arrivals(db: Db, reported: Reported, parts: Parts): Promise<Arrivals> {
  const key = keyOf(parts.by);
  const timed = parts.timed ? sql`key, ` : sql``;
  const theirs = parts.by === 'rep' && parts.only ? openOrClosed : sql`true`;
  const { rows } = await sql<Row>`
    with counted as (
      select case when grouping(status) = 0 then 'status' when grouping(claim) = 0 then 'claim'
          when grouping(touch) = 0 then 'touch' else 'system' end as what,
        key, grouping(key) = 1 as whole, status, touched,
        coalesce(claim, touch, system) as seconds, count(*) as n
      from (
        select ${key} as key, l.status, l.touch_count > 0 as touched,
          ${told(sql`l.claim_seconds`)} as claim, ${told(sql`l.touch_seconds`)} as touch,
          ${told(sql`date_part('epoch', l.posted_at - l.received_at)::integer`)} as system
        from leads l where ${arrivedThen(reported)} and ${among(key, parts.only)} and ${theirs}
        offset 0 -- Planned apart, or it would expect as many different times as there are leads, and sort.
      ) lead
      group by grouping sets ((key, status, touched), (${timed}claim), (${timed}touch), (${timed}system))
    ), ${spreads}
    select what, key, "isWhole", n, median, p90, null as status, null::boolean as touched from spreads
    union all
    select what, key, false, n, null, null, status, touched from counted where what = 'status'
    union all
    select 'step', width_bucket(seconds - 1, ${touchSteps}::integer[])::text, true, sum(n)::bigint,
      null, null, null, null
    from counted where what = 'touch' and seconds is not null group by 2`.execute(db);
  const counts: StatusCount[] = [];
  const times: SpreadRow[] = [];
  const touches = Array.from({ length: touchSteps.length + 1 }, () => 0);
  for (const row of rows) {
    if (row.what === 'step') touches[Number(row.key)] = row.n;
    else if (row.what !== 'status') times.push(row);
    else {
      const { status, n, touched } = row;
      counts.push({ key: row.key, status, leads: n, touched: touched ? n : 0 });
    }
  }
  return { counts, times, touches };
}
