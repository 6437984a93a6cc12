import { type RawBuilder, sql } from 'kysely';
import { noTimes, type Spread, type Times } from '../report.ts';

/** How one kind of time was spread, over all or in one part. */
export type SpreadRow = Spread & {
  readonly what: keyof Times;
  readonly key: string | null;
  readonly isWhole: boolean;
};

/**
 * Seconds as they are told, of which there are few: to the second below a minute, else to the minute
 * (see lengthInWords), and one more where that is less than they are. So they stay on their side of
 * every whole minute.
 */
export const told = (seconds: RawBuilder<unknown>): RawBuilder<unknown> => {
  const minute = sql`(${seconds} + 30) / 60 * 60`;
  return sql`case when ${seconds} < 60 then ${seconds}
    else ${minute} + (${seconds} > ${minute})::integer end`;
};

/**
 * Beside `counted` (what, key, whole, seconds, n), in a `with`: `spreads`, of which a row is a
 * SpreadRow. Half, and nine in ten, took no longer than the times there. The parts make up the whole.
 */
export const spreads = sql`each as (
    select what, key, whole, seconds, n from counted where seconds is not null
    union all
    select what, null, true, seconds, sum(n) from counted
    where seconds is not null and not whole group by what, seconds
  ), sorted as (
    select *, sum(n) over (partition by what, whole, key order by seconds) as upto,
      sum(n) over (partition by what, whole, key) as total
    from each
  ), spreads as (
    select what, key, whole as "isWhole", max(total)::bigint as n,
      min(seconds) filter (where 2 * upto >= total) as median,
      min(seconds) filter (where 10 * upto >= 9 * total) as p90
    from sorted group by what, whole, key
  )`;

/** Of the whole, and of each part. */
export function timesOf(rows: readonly SpreadRow[]): {
  whole: Times;
  parts: ReadonlyMap<string | null, Times>;
} {
  let whole = noTimes;
  const parts = new Map<string | null, Times>();
  for (const { what, key, isWhole, n, median, p90 } of rows) {
    const spread = { n, median, p90 };
    if (isWhole) whole = { ...whole, [what]: spread };
    else parts.set(key, { ...(parts.get(key) ?? noTimes), [what]: spread });
  }
  return { whole, parts };
}
