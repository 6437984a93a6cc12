import { sql } from 'kysely';
import type { Context } from '../../src/context.ts';
import type { Decided } from '../../src/leads/compliance.ts';
import { calendarOf } from '../../src/people/calendar.ts';
import { findEveryone } from '../../src/people/peopleStore.ts';
import { workingDay } from '../../src/people/workingTime.ts';
import { dayNumber, isoDate, localDate } from '../../src/people/zone.ts';
import type { Habit, Place } from './team.ts';
import { countByDay, isNudge, type Notified, type Watch } from './watch.ts';

export type DecidedBy = Decided & { readonly habit: Habit };

/** What became of a place's days. */
export type Facts = {
  readonly leads: number;
  readonly leasesEnded: number;
  readonly notified: readonly Notified[];
  /** As sentences. */
  readonly pastLease: readonly string[];
  /** One figure for each rep and each date on which they work, zeros included. */
  readonly nudgesPerRepDay: readonly number[];
  /** Due instants, as compliance counts them. */
  readonly decided: readonly DecidedBy[];
};

type Ground = {
  readonly place: Place;
  readonly watch: Watch;
  readonly from: Date;
  readonly until: Date;
};

export async function factsOf(ctx: Context, ground: Ground): Promise<Facts> {
  const { notified, pastLease } = ground.watch;
  return {
    leads: await countOf(ctx, 'received'),
    leasesEnded: await countOf(ctx, 'lease-ended'),
    notified,
    pastLease,
    nudgesPerRepDay: await nudgesPerRepDay(ctx, ground),
    decided: await decidedBy(ctx, ground.place),
  };
}

async function nudgesPerRepDay(
  ctx: Context,
  { place, watch, from, until }: Ground,
): Promise<number[]> {
  const { document } = await ctx.settings.current();
  const everyone = await findEveryone(ctx.db, ctx.workspaceId);
  const counts = countByDay(watch.notified.filter(isNudge));
  const reps = everyone.filter(({ id }) => place.roster.some((rep) => rep.id === id));
  return reps.flatMap((person) => {
    const calendar = calendarOf(person, document);
    return datesBetween(from, until, person.timezone)
      .filter((date) => workingDay(date, calendar))
      .map((date) => counts.get(`${person.id} on ${date}`) ?? 0);
  });
}

function datesBetween(from: Date, until: Date, timezone: string): string[] {
  const first = dayNumber(localDate(from, timezone));
  const count = dayNumber(localDate(until, timezone)) - first;
  return Array.from({ length: count }, (_, n) => isoDate(first + n));
}

async function decidedBy(
  { db, workspaceId, clock }: Context,
  { roster }: Place,
): Promise<DecidedBy[]> {
  const { rows } = await sql<Decided & { owner: string }>`
    select owner_id as owner, due_outcome as outcome, at <= due_from as "inTime", count(*) as count
    from lead_events
    where workspace_id = ${workspaceId} and due_from is not null and owner_id is not null
      and kind <> 'recalculated'
    group by 1, 2, 3
    union all
    select owner_id, null, false, count(*)
    from leads
    where workspace_id = ${workspaceId} and closed_at is null
      and follow_up_due_at < ${clock.now()} and owner_id is not null
    group by 1`.execute(db);
  const habits = new Map(roster.map(({ id, habit }) => [id, habit]));
  return rows.flatMap(({ owner, ...decided }) => {
    const habit = habits.get(owner);
    return habit ? [{ ...decided, habit }] : [];
  });
}

async function countOf({ db, workspaceId }: Context, kind: string): Promise<number> {
  const { count } = await db
    .selectFrom('lead_events')
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', kind)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}
