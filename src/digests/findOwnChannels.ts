import type { Context } from '../context.ts';
import { day } from '../people/zone.ts';
import { weeksBefore } from './scorecard.ts';
import { findWorkChannels } from './scorecardStore.ts';

/**
 * The channels where somebody works: those whose roster names them, and those where they have leads or
 * had some, or owed something, in the last five weeks.
 */
export async function findOwnChannels(ctx: Context, personId: string): Promise<string[]> {
  const { document } = await ctx.settings.current();
  const since = new Date(ctx.clock.now().getTime() - 7 * (weeksBefore + 1) * day);
  const work = await findWorkChannels(ctx.db, ctx.workspaceId, personId, since);
  return Object.keys(document.channels).filter(
    (id) => work.includes(id) || document.channels[id]?.roster.includes(personId),
  );
}
