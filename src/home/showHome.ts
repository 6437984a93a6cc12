import type { KnownBlock } from '@slack/types';
import type { Context } from '../context.ts';
import type { HomeLook } from './home.ts';
import { noteLook, noteOpened } from './homeLookStore.ts';
import { drawClosedHome, drawHome } from './homeView.ts';
import { readHome } from './readHome.ts';

/** So long what they have just done stays to be read, and to be undone. */
const readMs = 30_000;

/**
 * Draws a person's Home anew. `opened`: they have just opened it; `look`: they want to see another
 * list or page; `said`: what they have just done, since nothing can be whispered there. Left out:
 * what was said before stays for as long as it is to be read, whichever drawing comes last.
 */
export async function showHome(
  ctx: Context,
  personId: string,
  {
    opened = false,
    look = {},
    said,
  }: { opened?: boolean; look?: Partial<HomeLook>; said?: readonly KnownBlock[] } = {},
): Promise<void> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const saying = said ? { blocks: said, until: new Date(now.getTime() + readMs) } : null;
  const { said: toBeRead, ...looking } = await (opened
    ? noteOpened(db, workspaceId, personId, now)
    : noteLook(db, workspaceId, personId, now, { ...look, said: saying }));
  const home = await readHome(ctx, personId, looking);
  const view = home ? drawHome(home, toBeRead) : drawClosedHome();
  await ctx.slack.views.publish({ user_id: personId, view });
}
