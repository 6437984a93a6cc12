import { sql } from 'kysely';
import type { Context } from '../../src/context.ts';
import { addUp, type Decided } from '../../src/leads/compliance.ts';
import { calendarOf } from '../../src/people/calendar.ts';
import { findEveryone } from '../../src/people/peopleStore.ts';
import { workingDay } from '../../src/people/workingTime.ts';
import { dayNumber, isoDate, localDate } from '../../src/people/zone.ts';
import type { Habit, Rep } from './team.ts';
import { isUnsolicited, type Notified, type Watch } from './watch.ts';

/** What `--json` prints. A rep-day is a local date on which the rep works. */
export type Report = {
  readonly reps: number;
  readonly days: number;
  readonly seed: number;
  readonly leads: number;
  readonly updatesDue: number;
  readonly medianNudgesPerRepDay: number;
  readonly p95NudgesPerRepDay: number;
  readonly maxNudgesPerRepDay: number;
  /** Nudges, escalations, mentions; without digests, scorecards and newly assigned leads. */
  readonly maxUnsolicitedPerPersonDay: number;
  /** How many messages of each kind notified somebody. */
  readonly notifying: Readonly<Record<string, number>>;
  /** Nudges, escalations and mentions. */
  readonly outsideWorkingTime: number;
  readonly leasesEnded: number;
  readonly pastLeaseStillOwned: number;
  /** Updates made within the window, of those that were due. */
  readonly onTimeShareByHabit: Readonly<Partial<Record<Habit, number>>>;
  /** Limits that were broken, as sentences. */
  readonly violations: readonly string[];
};

type Ground = {
  readonly ctx: Context;
  readonly reps: readonly Rep[];
  readonly watch: Watch;
  readonly size: { reps: number; days: number; seed: number };
  readonly from: Date;
  readonly until: Date;
};

export async function reportOn(ground: Ground): Promise<Report> {
  const { ctx, reps, watch, size } = ground;
  const { document } = await ctx.settings.current();
  const unsolicited = watch.notified.filter(isUnsolicited);
  const nudges = await nudgesPerRepDay(ground);
  const atNight = unsolicited.filter(({ inWorkingTime }) => !inWorkingTime);
  const perDay = countByDay(unsolicited);
  const decided = await decidedByOwner(ctx);
  const counted = {
    medianNudgesPerRepDay: quantile(nudges, 0.5),
    p95NudgesPerRepDay: quantile(nudges, 0.95),
    maxNudgesPerRepDay: Math.max(0, ...nudges),
    maxUnsolicitedPerPersonDay: Math.max(0, ...perDay.values()),
    outsideWorkingTime: atNight.length,
    pastLeaseStillOwned: watch.pastLease.length,
  };
  return {
    ...size,
    leads: await countOf(ctx, 'received'),
    updatesDue: addUp(decided).due,
    ...counted,
    notifying: tally(watch.notified.map(({ kind }) => kind)),
    leasesEnded: await countOf(ctx, 'lease-ended'),
    onTimeShareByHabit: shareByHabit(reps, decided),
    violations: [
      ...(counted.medianNudgesPerRepDay > 1 ? ['the median rep-day has more than one nudge'] : []),
      ...(counted.p95NudgesPerRepDay > 3
        ? ['more than one rep-day in twenty has over 3 nudges']
        : []),
      ...tooMany(
        watch.notified.filter(({ kind }) => kind === 'nudge'),
        document.limits.notifyingNudgesPerDay,
        'nudges',
      ),
      ...tooMany(unsolicited, 5, 'unsolicited messages'),
      ...atNight.map(
        ({ key, person, at }) => `${key} notified ${person} at ${at.toISOString()}, out of hours`,
      ),
      ...watch.pastLease,
    ],
  };
}

/** One figure for each rep and each of their working days, zeros included. */
async function nudgesPerRepDay({ ctx, reps, watch, from, until }: Ground): Promise<number[]> {
  const { document } = await ctx.settings.current();
  const people = new Map((await findEveryone(ctx.db, ctx.workspaceId)).map((one) => [one.id, one]));
  const counts = countByDay(watch.notified.filter(({ kind }) => kind === 'nudge'));
  return reps.flatMap(({ id, timezone }) => {
    const person = people.get(id);
    if (!person) return [];
    const calendar = calendarOf(person, document);
    return datesBetween(localDate(from, timezone), localDate(until, timezone))
      .filter((date) => workingDay(date, calendar))
      .map((date) => counts.get(`${id} on ${date}`) ?? 0);
  });
}

function datesBetween(first: string, until: string): string[] {
  const dates: string[] = [];
  for (let date = first; date < until; date = isoDate(dayNumber(date) + 1)) dates.push(date);
  return dates;
}

function countByDay(notified: readonly Notified[]): Map<string, number> {
  const days = Map.groupBy(notified, (one) => `${one.person} on ${one.localDate}`);
  return new Map([...days].map(([day, { length }]) => [day, length]));
}

function tooMany(notified: readonly Notified[], most: number, what: string): string[] {
  return [...countByDay(notified)].flatMap(([who, count]) =>
    count > most ? [`${count} ${what} to ${who}`] : [],
  );
}

function tally(words: readonly string[]): Record<string, number> {
  const counts = [...Map.groupBy(words, (word) => word)].map(([word, { length }]) => [
    word,
    length,
  ]);
  return Object.fromEntries(counts.toSorted());
}

/** The smallest that so large a share does not exceed. */
function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? 0;
}

type DecidedOf = Decided & { readonly owner: string };

/** As compliance counts, for each owner. */
async function decidedByOwner({ db, workspaceId, clock }: Context): Promise<DecidedOf[]> {
  const { rows } = await sql<DecidedOf>`
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
  return rows;
}

function shareByHabit(reps: readonly Rep[], decided: readonly DecidedOf[]) {
  const habitOf = new Map(reps.map(({ id, habit }) => [id, habit]));
  const byHabit = Map.groupBy(decided, ({ owner }) => habitOf.get(owner));
  const shares = [...byHabit].map(([habit, theirs]) => {
    const { onTime, due } = addUp(theirs);
    return [habit, due === 0 ? 1 : Math.round((onTime / due) * 1000) / 1000];
  });
  return Object.fromEntries(shares.toSorted()) as Report['onTimeShareByHabit'];
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

/** For people. */
export function drawReport(report: Report): string {
  const { violations, onTimeShareByHabit, notifying, ...figures } = report;
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const lines = [
    `${figures.reps} reps, ${figures.days} days, seed ${figures.seed}: ${figures.leads} leads, ${figures.updatesDue} updates due`,
    `nudges per rep and working day: median ${figures.medianNudgesPerRepDay} (at most 1), 95 % ${figures.p95NudgesPerRepDay} (at most 3), most ${figures.maxNudgesPerRepDay}`,
    `unsolicited messages per person and day: most ${figures.maxUnsolicitedPerPersonDay} (at most 5)`,
    `outside working time: ${figures.outsideWorkingTime} (none)`,
    `leases ended: ${figures.leasesEnded}; past the lease still owned: ${figures.pastLeaseStillOwned} (none)`,
    `notifying: ${Object.entries(notifying)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(', ')}`,
    'updates made within the window:',
    ...Object.entries(onTimeShareByHabit).map(
      ([habit, share]) => `  ${habit.padEnd(14)} ${percent(share)}`,
    ),
    ...violations.slice(0, mostShown),
    ...(violations.length > mostShown ? [`and ${violations.length - mostShown} more`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

const mostShown = 20;
