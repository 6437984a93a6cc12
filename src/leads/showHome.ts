import type { KnownBlock } from '@slack/types';
import type { Context } from '../context.ts';
import { drawClosedHome, drawHome } from './homeView.ts';
import { readHome } from './readHome.ts';

/** Draws a person's Home anew. `said`: what they have just done, since nothing can be whispered there. */
export async function showHome(
  ctx: Context,
  personId: string,
  said: readonly KnownBlock[] = [],
): Promise<void> {
  const home = await readHome(ctx, personId);
  const view = home ? drawHome(home, said) : drawClosedHome();
  await ctx.slack.views.publish({ user_id: personId, view });
}
