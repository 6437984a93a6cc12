import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../context.ts';
import type { Db } from '../db/openDatabase.ts';
import { day } from '../people/zone.ts';
import { type Compliance, nothingDue } from './compliance.ts';
import { type ChannelDay, daysOf } from './complianceDays.ts';
import { excuseOf } from './excuseStore.ts';

/**
 * Whose updates, and when: at least one of `channels` and `personId`. `from` and `until` are local
 * dates, YYYY-MM-DD, both included; each channel's days are those of its own clock.
 */
export type Span = {
  readonly channels?: readonly string[];
  /** Whoever owed it when it was decided, whoever has the lead now. */
  readonly personId?: string;
  readonly from: string;
  readonly until: string;
};

type Ground = Pick<Context, 'db' | 'workspaceId' | 'clock' | 'settings'>;

/** Compliance over all of the span, as docs/metrics.md defines it. */
export async function complianceOver(ctx: Ground, span: Span): Promise<Compliance> {
  const [whole] = await read(ctx, span, sql`null::text`);
  return whole ? whole.compliance : nothingDue;
}

/** The same, date by date. A date on which nothing was decided is left out. */
export async function complianceByDay(
  ctx: Ground,
  span: Span,
): Promise<{ date: string; compliance: Compliance }[]> {
  const days = await read(ctx, span, sql`date::text`);
  return days.map(({ key, compliance }) => ({ date: key, compliance }));
}

/** The same, by who owed it. Whoever owed nothing is left out. */
export async function complianceByRep(
  ctx: Ground,
  span: Span,
): Promise<{ personId: string; compliance: Compliance }[]> {
  const reps = await read(ctx, span, sql`owner_id`);
  return reps.map(({ key, compliance }) => ({ personId: key, compliance }));
}

type Row = { readonly key: string; readonly compliance: Compliance };

async function read(ctx: Ground, span: Span, key: RawBuilder<unknown>): Promise<Row[]> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const { document } = await ctx.settings.current();
  const channels = span.channels ?? (await channelsOf(db, workspaceId, span));
  const days = daysOf(channels, span, document);
  if (days.length === 0) return [];
  const whose = span.personId === undefined ? sql`` : sql`and owner_id = ${span.personId}`;
  const { rows } = await sql<Omit<Compliance, 'due'> & { key: string }>`
    with day as (${values(days)}), decided as (${decided(workspaceId, now, whose)})
    select ${key} as key, ${counts} from decided group by 1 order by 1`.execute(db);
  return rows.map(({ key: of, ...parts }) => ({
    key: of,
    compliance: { due: parts.onTime + parts.missed, ...parts },
  }));
}

const values = (days: readonly ChannelDay[]) => sql`
  select * from unnest(
    ${days.map(({ channelId }) => channelId)}::text[], ${days.map(({ date }) => date)}::date[],
    ${days.map(({ from }) => from.toISOString())}::timestamptz[],
    ${days.map(({ until }) => until.toISOString())}::timestamptz[]
  ) day (channel_id, date, from_at, until_at)`;

/**
 * The due instants that were decided on each `day`, from `lead_events` and, where one has passed and
 * stands as of `now`, from the lead. A recalculation decides nothing: the same due instant stands at
 * another time. What was undone never happened.
 */
const decided = (workspaceId: string, now: Date, whose: RawBuilder<unknown>) => sql`
  select day.channel_id, day.date, e.owner_id, e.at <= e.due_from as in_time, e.kind,
    e.due_outcome as outcome, e.data ->> 'excused' as excused
  from day join lead_events e on e.workspace_id = ${workspaceId} and e.channel_id = day.channel_id
    and least(e.at, e.due_from) >= day.from_at and least(e.at, e.due_from) < day.until_at
  where e.due_from is not null and e.owner_id is not null ${whose}
    and e.kind not in ('recalculated', 'undone')
    and not exists (select from lead_events u where u.workspace_id = e.workspace_id and u.undoes = e.id)
  union all
  select day.channel_id, day.date, l.owner_id, false, null, null, ${excuseOf('l')}
  from day join leads l on l.workspace_id = ${workspaceId} and l.channel_id = day.channel_id
    and l.follow_up_due_at >= day.from_at and l.follow_up_due_at < least(day.until_at, ${now}::timestamptz)
  where l.closed_at is null and l.owner_id is not null ${whose}`;

/**
 * The one definition of compliance. A due instant is decided when something becomes of it or when it
 * passes, whichever comes first, and nothing that happens later changes that: met in time is on time;
 * moved or cancelled in time does not count; anything else is missed, or excused.
 */
const counts = sql`
  count(*) filter (where in_time and outcome = 'met')::int as "onTime",
  count(*) filter (where not in_time and excused is null)::int as missed,
  count(*) filter (where not in_time and excused is not null)::int as excused,
  count(*) filter (where in_time and outcome = 'moved' and kind <> 'postponed')::int as moved,
  count(*) filter (where in_time and outcome = 'moved' and kind = 'postponed')::int as postponed,
  count(*) filter (where in_time and outcome = 'cancelled')::int as cancelled`;

/** Where something of a person's was decided, a day more on either side: channels keep their own clocks. */
async function channelsOf(db: Db, workspaceId: string, { personId, from, until }: Span) {
  const first = new Date(Date.parse(from) - day);
  const last = new Date(Date.parse(until) + 2 * day);
  const { rows } = await sql<{ channel: string }>`
    select channel_id as channel from lead_events
    where workspace_id = ${workspaceId} and owner_id = ${personId} and due_from is not null
      and least(at, due_from) between ${first} and ${last}
    union
    select channel_id from leads
    where workspace_id = ${workspaceId} and owner_id = ${personId} and closed_at is null
      and follow_up_due_at between ${first} and ${last}`.execute(db);
  return rows.map(({ channel }) => channel);
}
