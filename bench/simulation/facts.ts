import type { Context } from '../../src/context.ts';
import type { Compliance } from '../../src/leads/compliance.ts';
import { complianceByRep } from '../../src/leads/complianceStore.ts';
import { calendarOf } from '../../src/people/calendar.ts';
import { findEveryone } from '../../src/people/peopleStore.ts';
import { workingDay } from '../../src/people/workingTime.ts';
import { dayNumber, isoDate, localDate } from '../../src/people/zone.ts';
import type { Habit, Place } from './team.ts';
import { countByDay, isNudge, type Notified, type Watch } from './watch.ts';

export type DecidedBy = { readonly compliance: Compliance; readonly habit: Habit };

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
    decided: await decidedBy(ctx, ground),
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

async function decidedBy(ctx: Context, { place, from, until }: Ground): Promise<DecidedBy[]> {
  const channels = Object.keys((await ctx.settings.current()).document.channels);
  // Whatever the zones are, no day of the span is left out.
  const span = { from: isoDay(from, -1), until: isoDay(until, 1) };
  const reps = await complianceByRep(ctx, { channels, ...span });
  const habits = new Map(place.roster.map(({ id, habit }) => [id, habit]));
  return reps.flatMap(({ personId, compliance }) => {
    const habit = habits.get(personId);
    return habit ? [{ compliance, habit }] : [];
  });
}

const isoDay = (instant: Date, days: number): string =>
  isoDate(dayNumber(localDate(instant, 'UTC')) + days);

async function countOf({ db, workspaceId }: Context, kind: string): Promise<number> {
  const { count } = await db
    .selectFrom('lead_events')
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', kind)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}
