import type { Context } from '../context.ts';
import { failureOf } from '../slack/failures.ts';
import { findOutdatedHomes } from './homeLookStore.ts';
import { showHome } from './showHome.ts';

/** Whoever opened it longer ago has looked away. */
const lookMs = 10 * 60_000;
/** Slack takes about a hundred a minute; this runs every five seconds. */
const atOnce = 8;

/** Draws Home anew for those who look at it, where what it shows has changed. Answers how many. */
export async function refreshHomes(ctx: Context): Promise<{ refreshed: number }> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const { document } = await ctx.settings.current();
  const channelsOf = Map.groupBy(
    Object.entries(document.channels).flatMap(([id, { managers }]) =>
      managers.map((manager) => ({ id, manager })),
    ),
    ({ manager }) => manager,
  );
  const outdated = await findOutdatedHomes(db, workspaceId, {
    since: new Date(now.getTime() - lookMs),
    now,
    limit: atOnce,
    managedBy: Object.fromEntries(
      [...channelsOf].map(([manager, channels]) => [manager, channels.map(({ id }) => id)]),
    ),
  });
  let refreshed = 0;
  for (const personId of outdated) {
    try {
      await showHome(ctx, personId);
      refreshed += 1;
    } catch (error) {
      // They see it anew when they open it again.
      ctx.log.info({ code: failureOf(error).code }, 'a Home could not be drawn anew');
    }
  }
  return { refreshed };
}
