import type { Context } from '../context.ts';
import { may } from '../leads/permissions.ts';
import { channelCalendar } from '../people/calendar.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { barred, rolesIn } from '../people/roles.ts';
import { dayNumber, isoDate, localDate, mondayOf } from '../people/zone.ts';
import { type Goal, holdsIn, type Progress } from './goal.ts';
import { findGoals, findGoalWeek, type GoalWeek } from './goalStore.ts';
import { readGoalProgress } from './readGoalProgress.ts';

export type SetGoal = {
  readonly goal: Goal;
  /** This week's; null: it begins later. */
  readonly progress: Progress | null;
  /** How last week came out, where it was one of the goal's and is decided. */
  readonly lastWeek: GoalWeek | null;
};

export type Goals = {
  /** In which the reader may set one; none: they manage no channel. */
  readonly channels: readonly { readonly id: string; readonly name: string }[];
  readonly goals: readonly SetGoal[];
};

/** The goals of the channels in which somebody may set them, and how they stand. */
export async function readGoals(ctx: Context, personId: string): Promise<Goals> {
  const { db, workspaceId } = ctx;
  const person = await meetPerson(ctx, personId);
  const { document } = await ctx.settings.current();
  const ids = Object.keys(document.channels).filter(
    (id) => person && !barred(person) && may('set a goal', rolesIn(document, person, id)),
  );
  const now = ctx.clock.now();
  const mondayIn = (id: string) => mondayOf(localDate(now, channelCalendar(id, document).timezone));
  const goals: SetGoal[] = [];
  for (const goal of await findGoals(
    db,
    workspaceId,
    ids,
    isoDate(dayNumber(localDate(now, 'UTC')) - 1),
  )) {
    const monday = mondayIn(goal.channelId);
    const { startsOn, endsOn } = goal;
    // Another took its place, perhaps before it began.
    if (endsOn !== null && (endsOn <= monday || endsOn <= startsOn)) continue;
    const before = isoDate(dayNumber(monday) - 7);
    goals.push({
      goal,
      progress: holdsIn(goal, monday) ? await readGoalProgress(ctx, goal, monday) : null,
      lastWeek: await findGoalWeek(db, workspaceId, goal.id, before),
    });
  }
  const channels = ids.map((id) => ({ id, name: document.channels[id]?.name ?? id }));
  return { channels, goals };
}
