import type { KnownBlock } from '@slack/types';
import type { Context } from '../context.ts';
import type { HomeLook } from './home.ts';
import { isBeingRead, noteLook, noteOpened } from './homeLookStore.ts';
import { drawClosedHome, drawHome } from './homeView.ts';
import { readHome } from './readHome.ts';

/** So long what they have just done stays to be read, and to be undone. */
const readMs = 30_000;
const rest = (now: Date) => ({ readUntil: new Date(now.getTime() + readMs) });

/**
 * Draws a person's Home anew. `opened`: they have just opened it; `look`: they want to see another
 * list or page; `said`: what they have just done, since nothing can be whispered there.
 */
export async function showHome(
  ctx: Context,
  personId: string,
  {
    opened = false,
    look = {},
    said = [],
  }: { opened?: boolean; look?: Partial<HomeLook>; said?: readonly KnownBlock[] } = {},
): Promise<void> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const looking = await (opened
    ? noteOpened(db, workspaceId, personId, now)
    : noteLook(db, workspaceId, personId, now, { ...look, ...(said.length > 0 && rest(now)) }));
  const home = await readHome(ctx, personId, looking);
  // They have clicked since they opened it: what that did is on it already.
  if (opened && (await isBeingRead(db, workspaceId, personId, now))) return;
  const view = home ? drawHome(home, said) : drawClosedHome();
  await ctx.slack.views.publish({ user_id: personId, view });
}
