import type { Context } from '../context.ts';
import { followStatuses } from './followStatuses.ts';
import { savePeople } from './peopleStore.ts';
import { readSlackUser, type SeenPerson } from './slackUser.ts';

/** Keeps people as Slack has just described them. A description that cannot be read is logged and left out. */
export async function seePeople(ctx: Context, users: readonly unknown[]): Promise<void> {
  const { document } = await ctx.settings.current();
  const seen = users.flatMap((user): SeenPerson[] => {
    try {
      return [readSlackUser(user, ctx.workspaceId)];
    } catch (error) {
      ctx.log.warn({ err: error }, 'Slack described a person in a way that cannot be read');
      return [];
    }
  });
  const kept = await savePeople(ctx.db, ctx.workspaceId, seen, {
    now: ctx.clock.now(),
    fallbackTimezone: document.timezone,
  });
  await followStatuses(
    ctx,
    seen.filter(({ id }) => kept.has(id)),
  );
}
