import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../db/openDatabase.ts';
import { type Breakdown, noTimes, type Spread, type Times } from '../report.ts';
import { arrivedThen, inPeriod, keyOf, type Reported } from './reported.ts';

type Key = string | null;
type Row = Spread & { readonly key: Key; readonly isWhole: boolean };
type What = keyof Times;
type Parts = { readonly by: Breakdown | null; readonly only: readonly Key[] | null };

/**
 * How long claims, first touches and updates took. Of the leads that came in: card to claim and claim
 * to first touch in working time, arrival to card by the clock on the wall. Of the updates made in the
 * period, whenever the lead came in: from the update before, in working time. `only`: of these parts
 * alone; null: of all parts and of the whole, in one reading.
 */
export async function responseTimes(
  db: Db,
  reported: Reported,
  parts: Parts,
): Promise<{ whole: Times; parts: ReadonlyMap<Key, Times> }> {
  const measured = await Promise.all([
    ...leadTimes.map(async ([what, seconds]) => {
      const key = keyOf(parts.by);
      // Equal times are counted before they are sorted, by several processes at once.
      const counted = sql`select ${key} as key, ${seconds} as seconds, count(*) as n
        from leads l
        where ${arrivedThen(reported)} and ${seconds} is not null and ${among(key, parts.only)}
        group by 1, 2`;
      return [what, await spreads(db, counted, parts)] as const;
    }),
    timesOfUpdates(db, reported, parts).then((rows) => ['update', rows] as const),
  ]);
  let whole = noTimes;
  const times = new Map<Key, Times>();
  for (const [what, rows] of measured) {
    for (const { key, isWhole, ...spread } of rows) {
      if (isWhole) whole = { ...whole, [what]: spread };
      else times.set(key, { ...(times.get(key) ?? noTimes), [what]: spread });
    }
  }
  return { whole, parts: times };
}

const leadTimes: readonly (readonly [What, RawBuilder<unknown>])[] = [
  ['claim', sql`l.claim_seconds`],
  ['touch', sql`l.touch_seconds`],
  ['system', sql`date_part('epoch', l.posted_at - l.received_at)::integer`],
];

async function timesOfUpdates(
  db: Db,
  { workspaceId, reach, days }: Reported,
  parts: Parts,
): Promise<Row[]> {
  const { by, only } = parts;
  const ofEvent = by === 'rep' ? sql`e.owner_id` : by === 'channel' ? sql`e.channel_id` : null;
  const key = ofEvent ?? keyOf(by);
  const needsLead = reach.of === 'sources' || (!ofEvent && by !== null);
  const lead = sql`join leads l on l.workspace_id = e.workspace_id and l.id = e.lead_id`;
  const whose =
    reach.of === 'channels'
      ? sql`e.channel_id = any(${reach.channels})`
      : reach.of === 'person'
        ? sql`e.owner_id = ${reach.personId}`
        : sql`l.source_key = any(${reach.sources})`;
  return spreads(
    db,
    // The update that follows a claim is the first touch, which is counted there.
    sql`select ${key} as key, e.rep_seconds as seconds, count(*) as n
      from lead_events e ${needsLead ? lead : sql``}
      where e.workspace_id = ${workspaceId} and e.kind = 'updated' and e.rep_seconds is not null
        and e.status_from <> 'claimed' and ${inPeriod(days, 'e.at')} and ${whose}
        and ${among(key, only)} and not exists (
          select from lead_events u where u.workspace_id = e.workspace_id and u.undoes = e.id)
      group by 1, 2`,
    parts,
  );
}

const among = (key: RawBuilder<unknown>, only: Parts['only']): RawBuilder<unknown> =>
  only === null
    ? sql`true`
    : sql`(${key} = any(${only.filter((one) => one !== null)})
        ${only.includes(null) ? sql`or ${key} is null` : sql``})`;

/** Of times that were counted: the shortest that half of them, and nine in ten, did not exceed. */
async function spreads(db: Db, counted: RawBuilder<unknown>, { by, only }: Parts): Promise<Row[]> {
  const wholeToo = sql`union all
    select null, true, seconds, sum(n)::bigint from counted group by seconds`;
  const { rows } = await sql<Row>`
    with counted as (${counted}), each as (
      select key, ${by === null}::boolean as whole, seconds, n from counted
      ${by !== null && only === null ? wholeToo : sql``}
    ), sorted as (
      select *, sum(n) over (partition by whole, key order by seconds) as upto,
        sum(n) over (partition by whole, key) as total
      from each)
    select key, whole as "isWhole", max(total)::bigint as n,
      min(seconds) filter (where 2 * upto >= total) as median,
      min(seconds) filter (where 10 * upto >= 9 * total) as p90
    from sorted group by key, whole`.execute(db);
  return rows;
}
