import type { Context } from '../context.ts';
import type { TeamGoal } from './digest.ts';
import { holdsIn } from './goal.ts';
import { findGoals } from './goalStore.ts';

/**
 * The share of updates on time that these channels are to reach in the week that begins on a Monday.
 * Where their goals differ it is the lowest: what every one of them asks for. Null: none has one.
 */
export async function readTeamGoal(
  { db, workspaceId }: Pick<Context, 'db' | 'workspaceId'>,
  channels: readonly string[],
  monday: string,
): Promise<Omit<TeamGoal, 'week'> | null> {
  const goals = await findGoals(db, workspaceId, channels, monday);
  const shares = goals
    .filter((goal) => goal.within === null && holdsIn(goal, monday))
    .map(({ share }) => share);
  if (shares.length === 0) return null;
  const share = Math.min(...shares);
  return { share, isLowest: shares.some((other) => other > share) };
}
