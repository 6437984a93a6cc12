import type { Context } from '../context.ts';
import { complianceOver } from '../leads/complianceStore.ts';
import { findOpenLeadsOf } from '../leads/leadStore.ts';
import { channelCalendar } from '../people/calendar.ts';
import type { Person } from '../people/person.ts';
import { dayNumber, isoDate, localDate } from '../people/zone.ts';
import { findOwnChannels } from './findOwnChannels.ts';
import { holdsIn } from './goal.ts';
import { findGoals } from './goalStore.ts';
import { readGoalProgress } from './readGoalProgress.ts';
import { localDays } from './reports/reported.ts';
import { findLastReview } from './reviewStore.ts';
import {
  chancesAmong,
  type Figures,
  lastDayOf,
  type Scorecard,
  weekAfter,
  weeksBefore,
} from './scorecard.ts';
import { timesOf, workOf } from './scorecardStore.ts';

const mostLeads = 300;
const mostChances = 3;

/**
 * A rep's week, the one that begins on this Monday. With `channels`, of these only, as
 * `managerId`, a manager of these, sees it: with what the two agreed last.
 */
export async function readScorecard(
  ctx: Context,
  person: Person,
  {
    monday,
    channels,
    managerId,
  }: { monday: string; channels?: readonly string[]; managerId?: string },
): Promise<Scorecard> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const until = lastDayOf(monday, localDate(now, person.timezone));
  const own = await findOwnChannels(ctx, person.id);
  const whose = {
    personId: person.id,
    channels: own.filter((id) => !channels || channels.includes(id)),
  };
  const readWeek = async (from: string) => ({
    monday: from,
    compliance: await complianceOver(ctx, { ...whose, from, until: lastDayOf(from, '9999-12-31') }),
  });
  const figures = (from: string, weeks: number) =>
    readFigures(ctx, whose, from, weekAfter(from, weeks));
  const open = await findOpenLeadsOf(db, workspaceId, person.id, mostLeads);
  const before = [];
  for (let back = 1; back <= weeksBefore; back++) {
    before.push(await readWeek(weekAfter(monday, -back)));
  }
  return {
    week: await readWeek(monday),
    until,
    before,
    figures: await figures(monday, 1),
    figuresBefore: await figures(weekAfter(monday, -weeksBefore), weeksBefore),
    chances: chancesAmong(
      open.filter(({ channelId }) => whose.channels.includes(channelId)),
      now,
      mostChances,
    ),
    goals: await readGoalsOf(ctx, whose.channels, monday),
    agreed: await findLastReview(db, workspaceId, { repId: person.id, managerId }),
  };
}

/** As a report by rep has them, from one local date until before another. */
async function readFigures(
  ctx: Context,
  whose: { readonly personId: string; readonly channels: readonly string[] },
  from: string,
  before: string,
): Promise<Figures> {
  const { db, workspaceId } = ctx;
  const { document } = await ctx.settings.current();
  const period = { from, until: isoDate(dayNumber(before) - 1) };
  const days = localDays(document, period);
  return {
    ...(await timesOf(db, workspaceId, whose, days)),
    ...(await workOf(db, workspaceId, whose, days)),
  };
}

/** The goals of these channels in a week; each channel's own Monday is the same date. */
async function readGoalsOf(ctx: Context, channels: readonly string[], monday: string) {
  const { document } = await ctx.settings.current();
  const goals = await findGoals(ctx.db, ctx.workspaceId, channels, monday);
  const held = goals.filter(
    (goal) =>
      holdsIn(goal, monday) &&
      localDate(ctx.clock.now(), channelCalendar(goal.channelId, document).timezone) >= monday,
  );
  return Promise.all(
    held.map(async (goal) => ({ goal, progress: await readGoalProgress(ctx, goal, monday) })),
  );
}
