import type { Context } from '../context.ts';
import { meetPerson } from './meetPerson.ts';
import { saveNudgesADay } from './peopleStore.ts';
import { type Barred, barred } from './roles.ts';

export type SetNudgesOutcome =
  | { readonly outcome: 'set' }
  | { readonly outcome: 'not-allowed'; readonly why: Barred };

/**
 * Somebody says how often a day they want to be notified of what is due: less often than the settings
 * say, never more. Nothing is left out of the message itself. As often as they say, or more: it follows
 * the settings.
 */
export async function setNudgesADay(
  ctx: Context,
  { personId, most }: { personId: string; most: number },
): Promise<SetNudgesOutcome> {
  const why = barred(await meetPerson(ctx, personId));
  if (why) return { outcome: 'not-allowed', why };
  const { document } = await ctx.settings.current();
  const own = most >= document.limits.notifyingNudgesPerDay ? null : Math.max(1, most);
  await saveNudgesADay(ctx.db, ctx.workspaceId, personId, own);
  return { outcome: 'set' };
}
