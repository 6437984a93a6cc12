import type { Context } from '../context.ts';
import { day } from '../people/zone.ts';
import { weeksBefore } from './scorecard.ts';
import { findWorkChannels } from './scorecardStore.ts';

/**
 * The channels where somebody works: those whose roster names them and, of those without a roster,
 * where they have leads or worked on some in the last five weeks.
 */
export async function findOwnChannels(ctx: Context, personId: string): Promise<string[]> {
  const { document } = await ctx.settings.current();
  const all = Object.entries(document.channels);
  const rosters = all.filter(([, { roster }]) => roster.includes(personId)).map(([id]) => id);
  const open = all.filter(([, { roster }]) => roster.length === 0).map(([id]) => id);
  const since = new Date(ctx.clock.now().getTime() - 7 * (weeksBefore + 1) * day);
  const theirs = await findWorkChannels(
    ctx.db,
    ctx.workspaceId,
    { personId, channels: open },
    since,
  );
  return [...rosters, ...theirs].sort();
}
