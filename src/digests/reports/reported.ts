import { type RawBuilder, sql } from 'kysely';
import { channelCalendar } from '../../people/calendar.ts';
import { atLocalTime, nextDate } from '../../people/zone.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Period } from '../period.ts';
import type { Breakdown, Reach } from '../report.ts';

/** What a report is about: whose leads, on which days. */
export type Reported = {
  readonly workspaceId: string;
  readonly reach: Reach;
  readonly days: readonly LocalDays[];
};

/** The days of a period as these channels have them; null: as all others do. */
type LocalDays = {
  readonly channels: readonly string[] | null;
  readonly from: Date;
  readonly until: Date;
};

/** A channel's day is its own: from midnight to midnight on its clock. */
export function localDays(settings: Settings, { from, until }: Period): LocalDays[] {
  const channelsOf = Map.groupBy(
    Object.keys(settings.channels),
    (id) => channelCalendar(id, settings).timezone,
  );
  const elsewhere = [...channelsOf].filter(([timezone]) => timezone !== settings.timezone);
  const clocks = [[settings.timezone, null] as const, ...elsewhere];
  return clocks.map(([timezone, channels]) => ({
    channels,
    from: atLocalTime(from, '00:00', timezone),
    until: atLocalTime(nextDate(until), '00:00', timezone),
  }));
}

/** That `at` lies in the period, on the clock of the row's channel. */
export function inPeriod(days: readonly LocalDays[], at: 'l.received_at' | 'e.at') {
  const column = sql.ref(at);
  const channel = sql.ref(`${at.slice(0, 1)}.channel_id`);
  const within = (from: Date, until: Date) => sql`(${column} >= ${from} and ${column} < ${until})`;
  const [most, ...others] = days;
  if (!most) return sql`false`;
  if (others.length === 0) return within(most.from, most.until);
  const apart = others.flatMap(({ channels }) => channels ?? []);
  const each = days.map(({ channels, from, until }) =>
    channels
      ? sql`(${channel} = any(${channels}) and ${within(from, until)})`
      : sql`(${channel} <> all(${apart}) and ${within(from, until)})`,
  );
  // Beside it, a plain range, which an index can follow.
  const first = new Date(Math.min(...days.map(({ from }) => from.getTime())));
  const last = new Date(Math.max(...days.map(({ until }) => until.getTime())));
  return sql`(${within(first, last)} and (${sql.join(each, sql` or `)}))`;
}

/** That a lead `l` came in then, and is theirs to see. One that was merged is not a lead of its own. */
export const arrivedThen = ({ workspaceId, reach, days }: Reported): RawBuilder<unknown> =>
  sql`l.workspace_id = ${workspaceId} and l.status <> 'merged' and ${inReach(reach)}
    and ${inPeriod(days, 'l.received_at')}`;

function inReach(reach: Reach): RawBuilder<unknown> {
  switch (reach.of) {
    case 'channels':
      return sql`l.channel_id = any(${reach.channels})`;
    case 'sources':
      return sql`l.source_key = any(${reach.sources})`;
    case 'person':
      return sql`l.owner_id = ${reach.personId} and ${openOrClosed}`;
  }
}

/** True of every lead. The open and the closed ones of an owner have an index each, which are found by it. */
export const openOrClosed = sql`(l.closed_at is null or l.closed_at is not null)`;

/** The parts of a report. */
export type Parts = {
  readonly by: Breakdown | null;
  /** Their times are told apart, too; else those of the whole. */
  readonly timed: boolean;
  /** These alone. */
  readonly only?: readonly (string | null)[] | undefined;
};

export function among(key: RawBuilder<unknown>, only: Parts['only']): RawBuilder<unknown> {
  if (!only) return sql`true`;
  const named = sql`${key} = any(${only.filter((one) => one !== null)})`;
  return only.includes(null) ? sql`(${named} or ${key} is null)` : named;
}

/** What tells the parts of a breakdown apart; null: one part. */
export const keyOf = (by: Breakdown | null): RawBuilder<unknown> =>
  ({
    rep: sql`l.owner_id`,
    source: sql`l.source_key`,
    channel: sql`l.channel_id`,
    segment: sql`l.segment`,
    none: sql`null::text`,
  })[by ?? 'none'];
