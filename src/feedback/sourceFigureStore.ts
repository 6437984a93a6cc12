import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';
import type { Grade } from '../leads/grade.ts';
import type { Obstacle } from '../leads/obstacles.ts';
import type { Arrivals, SourceCounts, SourceFigures } from './sourceFigures.ts';

/** Each source once. */
type Asked = readonly Arrivals[];
type Keyed<Row> = Row & { readonly key: string };

const spans = (asked: Asked) => sql`json_to_recordset(${JSON.stringify(asked)}::json)
  as asked (key text, "from" timestamptz, until timestamptz)`;

/** What came in, as leads `l`; one that was merged is none of its own. */
const arrived = (workspaceId: string, asked: Asked): RawBuilder<unknown> => sql`
  from ${spans(asked)} join leads l on l.workspace_id = ${workspaceId} and l.source_key = asked.key
    and l.received_at >= asked."from" and l.received_at < asked.until and l.status <> 'merged'`;

const worked = sql`l.touch_count > 0`;

/** Of sources with leads. */
export async function countArrived(
  db: Db,
  workspaceId: string,
  asked: Asked,
): Promise<Keyed<SourceCounts>[]> {
  type Row = Omit<SourceCounts, 'claim' | 'touch'> & {
    readonly claims: number;
    readonly claim: number;
    readonly touches: number;
    readonly touch: number;
  };
  const { rows } = await sql<Keyed<Row>>`
    select asked.key, count(*)::int as arrived,
      count(*) filter (where l.first_missing = '{}')::int as complete,
      count(*) filter (where l.claimed_at is not null or l.claim_seconds is not null
        or l.owner_id is not null or ${worked})::int as claimed,
      count(*) filter (where ${worked})::int as worked,
      count(*) filter (where not ${worked} and l.closed_at is not null)::int as "endedUnworked",
      count(*) filter (where ${worked} and l.closed_at is null)::int as open,
      count(*) filter (where ${worked} and l.qualified_at is not null)::int as qualified,
      count(*) filter (where ${worked} and l.status = 'won')::int as won,
      count(*) filter (where not ${worked} and l.qualified_at is not null)::int as "qualifiedUnworked",
      count(*) filter (where not ${worked} and l.status = 'won')::int as "wonUnworked",
      count(l.claim_seconds)::int as claims, count(l.touch_seconds)::int as touches,
      percentile_disc(0.5) within group (order by l.claim_seconds) as claim,
      percentile_disc(0.5) within group (order by l.touch_seconds) as touch
    ${arrived(workspaceId, asked)} group by asked.key`.execute(db);
  return rows.map(({ claims, claim, touches, touch, ...counts }) => ({
    ...counts,
    claim: claims > 0 ? { n: claims, median: claim } : null,
    touch: touches > 0 ? { n: touches, median: touch } : null,
  }));
}

export async function sumWorth(
  db: Db,
  workspaceId: string,
  asked: Asked,
): Promise<Keyed<SourceFigures['worth'][number]>[]> {
  const { rows } = await sql<Keyed<SourceFigures['worth'][number]>>`
    select asked.key, l.currency, sum(l.value) as value, count(*)::int as leads
    ${arrived(workspaceId, asked)} and l.status = 'won' and l.value is not null
    group by asked.key, l.currency order by asked.key, leads desc, l.currency`.execute(db);
  return rows;
}

export async function countObstacles(
  db: Db,
  workspaceId: string,
  asked: Asked,
): Promise<Keyed<{ obstacle: Obstacle; count: number }>[]> {
  const { rows } = await sql<Keyed<{ obstacle: Obstacle; count: number }>>`
    select asked.key, l.obstacle, count(*)::int as count
    ${arrived(workspaceId, asked)} and ${worked} and l.obstacle is not null
      and l.status in ('lost', 'disqualified')
    group by asked.key, l.obstacle order by asked.key, count desc, l.obstacle`.execute(db);
  return rows;
}

export async function countGrades(
  db: Db,
  workspaceId: string,
  asked: Asked,
): Promise<Keyed<{ grade: Grade; count: number }>[]> {
  const { rows } = await sql<Keyed<{ grade: Grade; count: number }>>`
    select asked.key, g.grade, count(*)::int as count
    from (select asked.key, l.id ${arrived(workspaceId, asked)} and ${worked}) asked
    join grades g on g.workspace_id = ${workspaceId} and g.lead_id = asked.id
    group by asked.key, g.grade`.execute(db);
  return rows;
}

/** What the customer first said where they are, against what marketing had said. */
export async function compareStages(
  db: Db,
  workspaceId: string,
  asked: Asked,
): Promise<Keyed<SourceFigures['stage']>[]> {
  const { rows } = await sql<Keyed<SourceFigures['stage']>>`
    select asked.key, count(*)::int as confirmed,
      count(*) filter (where said.stage <> asked.first_stage)::int as differs
    from (select asked.key, l.id, l.first_stage ${arrived(workspaceId, asked)}
      and l.first_stage is not null and l.stage_confirmed_at is not null) asked
    join lateral (
      select e.data -> 'stage' ->> 'to' as stage from lead_events e
      where e.workspace_id = ${workspaceId} and e.lead_id = asked.id and e.kind = 'updated'
        and e.data -> 'stage' is not null and not exists (
          select from lead_events u where u.workspace_id = e.workspace_id and u.undoes = e.id)
      order by e.id limit 1
    ) said on true
    group by asked.key`.execute(db);
  return rows;
}

/** Repeats of those who had asked not to be contacted. */
export async function countSuppressedOf(
  db: Db,
  workspaceId: string,
  asked: Asked,
): Promise<Keyed<{ count: number }>[]> {
  const { rows } = await sql<Keyed<{ count: number }>>`
    select asked.key, count(*)::int as count
    from (select distinct lead_id from do_not_contact where workspace_id = ${workspaceId}) silent
    join lead_events e on e.workspace_id = ${workspaceId} and e.lead_id = silent.lead_id
      and e.kind = 'suppressed'
    join ${spans(asked)} on asked.key = e.data ->> 'source' and e.at >= asked."from" and e.at < asked.until
    group by asked.key`.execute(db);
  return rows;
}

/** How many came in of all of them. */
export async function countAll(db: Db, workspaceId: string, asked: Asked): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count ${arrived(workspaceId, asked)}`.execute(db);
  return rows[0]?.count ?? 0;
}
