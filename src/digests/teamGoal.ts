import type { Context } from '../context.ts';
import { complianceOver } from '../leads/complianceStore.ts';
import type { TeamGoal } from './digest.ts';
import { holdsIn } from './goal.ts';
import { findGoals } from './goalStore.ts';

/**
 * The share of updates on time that these channels are to reach, and how they stand in the week from
 * its Monday until a date. Where their goals differ it is the lowest: what every one of them asks for.
 * Null: none has one.
 */
export async function readTeamGoal(
  ctx: Pick<Context, 'db' | 'workspaceId' | 'clock' | 'settings'>,
  channels: readonly string[],
  { from, until }: { from: string; until: string },
): Promise<TeamGoal | null> {
  const goals = await findGoals(ctx.db, ctx.workspaceId, channels, from);
  const shares = goals
    .filter((goal) => goal.within === null && holdsIn(goal, from))
    .map(({ share }) => share);
  if (shares.length === 0) return null;
  const share = Math.min(...shares);
  return {
    share,
    isLowest: shares.some((other) => other > share),
    week: await complianceOver(ctx, { channels, from, until }),
  };
}
