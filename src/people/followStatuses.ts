import type { Context } from '../context.ts';
import { afterStatus, meansAway } from './away.ts';
import { findPeople, lockPeople, saveClock } from './peopleStore.ts';
import type { Person } from './person.ts';
import type { SeenPerson } from './slackUser.ts';

/** Whoever shows a status that the settings name is away while it lasts. */
export async function followStatuses(ctx: Context, seen: readonly SeenPerson[]): Promise<void> {
  const { db, workspaceId } = ctx;
  const { awayStatuses } = (await ctx.settings.current()).document;
  const now = ctx.clock.now();
  const known = new Map(seen.map((person) => [person.id, person]));
  const after = ({ id, away }: Person) => {
    const { status = null, toldAt = null, isDeactivated = true } = known.get(id) ?? {};
    const isAway = !isDeactivated && meansAway(status, awayStatuses);
    return afterStatus(away, isAway ? status : null, now, toldAt);
  };
  for (const person of await findPeople(db, workspaceId, [...known.keys()])) {
    if (after(person) === person.away) continue;
    await db.transaction().execute(async (trx) => {
      const [locked] = await lockPeople(trx, workspaceId, [person.id]);
      const away = locked && after(locked);
      if (away && away !== locked.away) await saveClock(trx, workspaceId, locked.id, { away }, now);
    });
  }
}
