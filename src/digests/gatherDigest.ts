import type { Context } from '../context.ts';
import { nothingDue, wholeOf } from '../leads/compliance.ts';
import { complianceByDay, complianceByRep } from '../leads/complianceStore.ts';
import { findRates } from '../leads/sourceRateStore.ts';
import { mondayOf } from '../people/zone.ts';
import { sourceName } from '../settings/settings.ts';
import {
  dateAfter,
  type Digest,
  type Edition,
  managedSources,
  type RepFigures,
  workingDayBefore,
} from './digest.ts';
import { readGoalProgress } from './readGoalProgress.ts';
import { readTeamGoals } from './teamGoals.ts';
import { incompleteLeads } from './reports/held.ts';
import { newHours } from './reports/newHours.ts';
import { overdueByRep } from './reports/overdue.ts';
import { overridesSince } from './reports/overrides.ts';
import { settingsChanges } from './reports/settingsChanges.ts';
import { signals } from './reports/signals.ts';
import { unansweredGrades } from './reports/unanswered.ts';
import { unclaimedLeads } from './reports/unclaimed.ts';
import { walkedAway } from './reports/walkedAway.ts';

type Ground = Pick<Context, 'db' | 'workspaceId' | 'clock' | 'settings'>;

/** All that a digest says, as it stands at the edition's `now`. */
export async function gatherDigest(ctx: Ground, edition: Edition): Promise<Digest> {
  const { db } = ctx;
  const { team, date, calendar, since, until } = edition;
  const told = { ...team, now: until };
  const lastDay = workingDayBefore(date, calendar);
  return {
    date,
    hasTeam: team.channels.length > 0,
    ...(await figures(ctx, edition, lastDay)),
    overdue: await overdueByRep(db, team),
    unclaimed: await unclaimedLeads(db, team),
    incomplete: await incompleteLeads(db, team),
    overrides: await overridesSince(db, team, since),
    ...(edition.managerId === null
      ? nothingForManagers
      : {
          walkedAway: await walkedAway(db, told, since),
          newHours: await newHours(db, team, { after: lastDay, date }),
          ...(await ofSettings(ctx, edition, edition.managerId)),
          signals: await signals(db, told, { since, digestAt: edition.dueAt }),
        }),
  };
}

const nothingForManagers = {
  walkedAway: { count: 0, listed: [] },
  newHours: [],
  settingsChanges: [],
  slipping: [],
  unanswered: [],
  signals: [],
};

async function ofSettings(
  ctx: Ground,
  { team, since, until, isFirst }: Edition,
  managerId: string,
) {
  const { document } = await ctx.settings.current();
  const { now, workspaceId } = team;
  const theirs = managedSources(document, managerId);
  const teams = Object.keys(document.sources).filter((key) =>
    team.channels.includes(document.sources[key]?.channel ?? ''),
  );
  const rates = await findRates(ctx.db, workspaceId, [...new Set([...theirs, ...teams])]);
  return {
    slipping: rates
      .filter(({ slips }) => slips)
      .map(({ sourceKey, week, before }) => ({
        sourceName: sourceName(document, sourceKey),
        ...{ week, before },
      })),
    settingsChanges:
      isFirst || team.channels.length === 0
        ? []
        : await settingsChanges(ctx.db, workspaceId, { since, now: until }),
    unanswered: await unansweredGrades(
      ctx.db,
      workspaceId,
      new Map(theirs.map((key) => [key, sourceName(document, key)])),
      now,
    ),
  };
}

async function figures(ctx: Ground, { team: { channels }, calendar }: Edition, lastDay: string) {
  const weekFrom = dateAfter(lastDay, -6);
  const monday = mondayOf(lastDay);
  const dayBefore = workingDayBefore(lastDay, calendar);
  const from = dayBefore < weekFrom ? dayBefore : weekFrom;
  const days = await complianceByDay(ctx, { channels, from, until: lastDay });
  const whole = (which: (date: string) => boolean) =>
    wholeOf(days.filter(({ date }) => which(date)).map(({ compliance }) => compliance));
  const { onTime, firstTouch } = await readTeamGoals(ctx, channels, monday);
  const touchGoals = [];
  for (const goal of firstTouch) {
    touchGoals.push({ goal, progress: await readGoalProgress(ctx, goal, monday) });
  }
  return {
    lastDay: { date: lastDay, compliance: whole((date) => date === lastDay) },
    dayBefore: { date: dayBefore, compliance: whole((date) => date === dayBefore) },
    week: whole((date) => date >= weekFrom),
    goal: onTime && { ...onTime, week: whole((date) => date >= monday) },
    touchGoals: touchGoals
      .filter(({ progress }) => progress.count > 0)
      .toSorted((a, b) => aboveGoal(a) - aboveGoal(b)),
    reps: await repFigures(ctx, channels, { lastDay, weekFrom }),
  };
}

/** In percent points; below it, less than nothing. */
const aboveGoal = ({
  goal: { share },
  progress: { count, reached },
}: Digest['touchGoals'][number]) => (100 * reached) / count - share;

async function repFigures(
  ctx: Ground,
  channels: readonly string[],
  { lastDay, weekFrom }: { lastDay: string; weekFrom: string },
): Promise<RepFigures[]> {
  const ofDay = await complianceByRep(ctx, { channels, from: lastDay, until: lastDay });
  const ofWeek = await complianceByRep(ctx, { channels, from: weekFrom, until: lastDay });
  const onLastDay = new Map(ofDay.map((rep) => [rep.personId, rep.compliance]));
  return ofWeek
    .filter(({ compliance: { due } }) => due > 0)
    .map(({ personId, compliance: week }) => ({
      personId,
      week,
      lastDay: onLastDay.get(personId) ?? nothingDue,
    }))
    .toSorted((a, b) => b.week.missed - a.week.missed || b.week.due - a.week.due);
}
