import { type RawBuilder, sql } from 'kysely';
import type { ChannelDay } from './complianceDays.ts';
import { excuseOf } from './excuseStore.ts';

/** The one definition of compliance, in SQL; docs/metrics.md says it in words. */

/**
 * The due instants that were decided on these days, a row each: from `lead_events` and, where one has
 * passed and stands as of `now`, from the lead. One is decided when something becomes of it or when it
 * passes, whichever comes first, and nothing that happens later changes that. A recalculation decides
 * nothing: the same due instant stands at another time. What was undone never happened. `whose`
 * narrows it down by owner_id.
 */
export const decidedOn = (
  days: readonly ChannelDay[],
  { workspaceId, now, whose }: { workspaceId: string; now: Date; whose?: RawBuilder<unknown> },
) => sql`
  select day.channel_id, day.date, e.* from ${asRows(days)} cross join lateral (
    select e.owner_id, e.at <= e.due_from as in_time, e.kind, e.due_outcome as outcome,
      e.data ->> 'excused' as excused
    from lead_events e
    where e.workspace_id = ${workspaceId} and e.channel_id = day.channel_id
      and least(e.at, e.due_from) >= day.from_at and least(e.at, e.due_from) < day.until_at
      and e.due_from is not null and e.owner_id is not null and ${whose ?? sql`true`}
      and e.kind not in ('recalculated', 'undone') and not exists (
        select from lead_events u where u.workspace_id = e.workspace_id and u.undoes = e.id)
    offset 0 -- Day by day: how short days are among all that has been, a plan of both at once would not know.
  ) e
  union all
  select day.channel_id, day.date, l.* from ${asRows(days)} cross join lateral (
    select l.owner_id, false, null, null, ${excuseOf('l')}
    from leads l
    where l.workspace_id = ${workspaceId} and l.channel_id = day.channel_id
      and l.follow_up_due_at >= day.from_at
      and l.follow_up_due_at < least(day.until_at, ${now}::timestamptz)
      and l.closed_at is null and l.owner_id is not null and ${whose ?? sql`true`}
    offset 0
  ) l`;

/** Of such rows: met in time is on time; moved or cancelled in time does not count; anything else is missed, or excused. */
export const counts = sql`
  count(*) filter (where in_time and outcome = 'met')::int as on_time,
  count(*) filter (where not in_time and excused is null)::int as missed,
  count(*) filter (where not in_time and excused is not null)::int as excused,
  count(*) filter (where in_time and outcome = 'moved' and kind <> 'postponed')::int as moved,
  count(*) filter (where in_time and outcome = 'moved' and kind = 'postponed')::int as postponed,
  count(*) filter (where in_time and outcome = 'cancelled')::int as cancelled`;

/** As `day`: channel_id, date, timezone, from_at, until_at. */
export const asRows = (days: readonly ChannelDay[]) => sql`unnest(
  ${days.map(({ channelId }) => channelId)}::text[], ${days.map(({ date }) => date)}::date[],
  ${days.map(({ timezone }) => timezone)}::text[],
  ${days.map(({ from }) => from.toISOString())}::timestamptz[],
  ${days.map(({ until }) => until.toISOString())}::timestamptz[]
) as day (channel_id, date, timezone, from_at, until_at)`;
