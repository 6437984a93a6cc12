import type { Context } from '../context.ts';
import type { TeamGoal } from './digest.ts';
import { type Goal, holdsIn } from './goal.ts';
import { findGoals } from './goalStore.ts';

/**
 * What these channels are to reach in the week that begins on a Monday. On time it is a share of them
 * all: where their goals differ the lowest, what every one of them asks for; null: none has one. Goals
 * of first touches are each channel's own, as their windows may differ.
 */
export async function readTeamGoals(
  { db, workspaceId }: Pick<Context, 'db' | 'workspaceId'>,
  channels: readonly string[],
  monday: string,
): Promise<{ onTime: Omit<TeamGoal, 'week'> | null; firstTouch: Goal[] }> {
  const all = await findGoals(db, workspaceId, channels, monday);
  const goals = all.filter((goal) => holdsIn(goal, monday));
  const shares = goals.filter(({ within }) => within === null).map(({ share }) => share);
  const share = Math.min(...shares);
  return {
    onTime: shares.length === 0 ? null : { share, isLowest: shares.some((other) => other > share) },
    firstTouch: goals.filter(({ within }) => within !== null),
  };
}
