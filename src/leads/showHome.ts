import type { Context } from '../context.ts';
import { drawClosedHome, drawHome } from './homeView.ts';
import { readHome } from './readHome.ts';

/** Draws a person's Home anew. */
export async function showHome(ctx: Context, personId: string): Promise<void> {
  const home = await readHome(ctx, personId);
  const view = home ? drawHome(home) : drawClosedHome();
  await ctx.slack.views.publish({ user_id: personId, view });
}
