import type { Context } from '../context.ts';
import { wholeOf } from '../leads/compliance.ts';
import { complianceByRep, complianceOver } from '../leads/complianceStore.ts';
import { mondayOf } from '../people/zone.ts';
import { sourceName } from '../settings/settings.ts';
import {
  dateAfter,
  type Digest,
  type Edition,
  type RepFigures,
  workingDayBefore,
} from './digest.ts';
import { readTeamGoal } from './teamGoal.ts';
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
  const { team, date, calendar, since } = edition;
  const lastDay = workingDayBefore(date, calendar);
  return {
    date,
    ...(await figures(ctx, edition, lastDay)),
    overdue: await overdueByRep(db, team),
    unclaimed: await unclaimedLeads(db, team),
    incomplete: await incompleteLeads(db, team),
    overrides: await overridesSince(db, team, since),
    ...(edition.managerId === null
      ? nothingForManagers
      : {
          walkedAway: await walkedAway(db, team, since),
          newHours: await newHours(db, team, { after: lastDay, date }),
          ...(await ofSettings(ctx, edition, edition.managerId)),
          signals: await signals(db, team, { since, digestAt: edition.dueAt }),
        }),
  };
}

const nothingForManagers = {
  walkedAway: { count: 0, listed: [] },
  newHours: [],
  settingsChanges: [],
  unanswered: [],
  signals: [],
};

async function ofSettings(ctx: Ground, { team, since, isFirst }: Edition, managerId: string) {
  const { document } = await ctx.settings.current();
  const { now, workspaceId } = team;
  const theirs = Object.entries(document.sources).filter(
    ([, { manager }]) => manager === managerId,
  );
  return {
    settingsChanges: isFirst ? [] : await settingsChanges(ctx.db, workspaceId, { since, now }),
    unanswered: await unansweredGrades(
      ctx.db,
      workspaceId,
      new Map(theirs.map(([key]) => [key, sourceName(document, key)])),
      now,
    ),
  };
}

async function figures(ctx: Ground, { team: { channels }, calendar }: Edition, lastDay: string) {
  const ofDay = await complianceByRep(ctx, { channels, from: lastDay, until: lastDay });
  const weekFrom = dateAfter(lastDay, -6);
  const ofWeek = await complianceByRep(ctx, { channels, from: weekFrom, until: lastDay });
  const dayBefore = workingDayBefore(lastDay, calendar);
  const reps = ofWeek
    .filter(({ compliance: { due } }) => due > 0)
    .map(({ personId, compliance: week }): RepFigures => {
      const theirs = ofDay.filter((one) => one.personId === personId);
      return { personId, week, lastDay: wholeOf(theirs.map(({ compliance }) => compliance)) };
    })
    .toSorted((a, b) => b.week.missed - a.week.missed || b.week.due - a.week.due);
  return {
    lastDay: { date: lastDay, compliance: wholeOf(ofDay.map(({ compliance }) => compliance)) },
    dayBefore: {
      date: dayBefore,
      compliance: await complianceOver(ctx, { channels, from: dayBefore, until: dayBefore }),
    },
    week: wholeOf(ofWeek.map(({ compliance }) => compliance)),
    goal: await readTeamGoal(ctx, channels, { from: mondayOf(lastDay), until: lastDay }),
    reps,
  };
}
