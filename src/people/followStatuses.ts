import type { Context } from '../context.ts';
import { afterStatus, meansAway } from './away.ts';
import { findPeople, lockPeople, saveClock } from './peopleStore.ts';
import type { SeenPerson } from './slackUser.ts';

/** Whoever shows a status that the settings name is away while it lasts. */
export async function followStatuses(ctx: Context, seen: readonly SeenPerson[]): Promise<void> {
  const { db, workspaceId } = ctx;
  const { awayStatuses } = (await ctx.settings.current()).document;
  const now = ctx.clock.now();
  const shown = new Map(
    seen.map(({ id, status, isDeactivated }) => [
      id,
      !isDeactivated && meansAway(status, awayStatuses) ? status : null,
    ]),
  );
  const away = await findPeople(db, workspaceId, [...shown.keys()]);
  for (const { id, away: before } of away) {
    const status = shown.get(id) ?? null;
    if (afterStatus(before, status, now) === before) continue;
    await db.transaction().execute(async (trx) => {
      const [person] = await lockPeople(trx, workspaceId, [id]);
      const after = person && afterStatus(person.away, status, now);
      if (after && after !== person.away)
        await saveClock(trx, workspaceId, id, { away: after }, now);
    });
  }
}
