import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../context.ts';
import type { Db } from '../db/openDatabase.ts';
import { channelCalendar } from '../people/calendar.ts';
import { day, localDate, nextDate } from '../people/zone.ts';
import { type Compliance, nothingDue } from './compliance.ts';
import { findMissing } from './addUpDaysStore.ts';
import { daysOf } from './complianceDays.ts';
import { asRows, counts, decidedOn } from './decidedStore.ts';

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

/** The same, by the channel in which it was decided. Those where nothing was are left out. */
export async function complianceByChannel(
  ctx: Ground,
  span: Span,
): Promise<{ channelId: string; compliance: Compliance }[]> {
  const channels = await read(ctx, span, sql`channel_id`);
  return channels.map(({ key, compliance }) => ({ channelId: key, compliance }));
}

type Row = { readonly key: string; readonly compliance: Compliance };

/** Days that are added up are taken from there, all others from what happened on them. */
async function read(ctx: Ground, span: Span, key: RawBuilder<unknown>): Promise<Row[]> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const { document } = await ctx.settings.current();
  const channels = [...new Set(span.channels ?? (await channelsOf(db, workspaceId, span)))];
  if (channels.length === 0) return [];
  const stretches = channels.map((channelId) => {
    const { timezone } = channelCalendar(channelId, document);
    return { channelId, timezone, first: span.from, last: notAhead(span.until, now) };
  });
  // Whichever day is added up from now on, it says the same.
  const missing = await findMissing(db, workspaceId, stretches);
  const open = daysOf(missing);
  const whose =
    span.personId === undefined ? sql<boolean>`true` : sql<boolean>`owner_id = ${span.personId}`;
  const closedParts = sql`
    select channel_id, date, owner_id, on_time, missed, excused, moved, postponed, cancelled
    from compliance_days
    where workspace_id = ${workspaceId} and channel_id = any(${channels})
      and date between ${span.from} and ${span.until} and ${whose}`;
  const openParts = sql`
      and (channel_id, date) not in (select channel_id, date from ${asRows(open)})
    union all
    select channel_id, date, owner_id, ${counts}
    from (${decidedOn(open, { workspaceId, now, whose })}) decided
    group by channel_id, date, owner_id`;
  const { rows } = await sql<Omit<Compliance, 'due'> & { key: string }>`
    with part as (${closedParts} ${open.length > 0 ? openParts : sql``})
    select ${key} as key, sum(on_time)::int as "onTime", sum(missed)::int as missed,
      sum(excused)::int as excused, sum(moved)::int as moved, sum(postponed)::int as postponed,
      sum(cancelled)::int as cancelled
    from part group by 1 order by 1`.execute(db);
  return rows.map(({ key: of, ...parts }) => ({
    key: of,
    compliance: { due: parts.onTime + parts.missed, ...parts },
  }));
}

/** Nothing is decided after today, wherever that is tomorrow already. */
function notAhead(until: string, now: Date): string {
  const tomorrow = nextDate(localDate(now, 'UTC'));
  return until < tomorrow ? until : tomorrow;
}

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
