import type { Context } from '../context.ts';
import { scorecardDue } from '../people/scorecardDay.ts';
import { enqueueMessage } from '../slack/messageStore.ts';
import { installedAt } from '../slack/workspaceStore.ts';
import { arrivalsOf } from './sourceFigures.ts';
import { countAll } from './sourceFigureStore.ts';
import { sourceReaders } from './sourceReach.ts';

/** Whoever had no leads for so long has nothing to read. */
const weeks = 4;

/**
 * Sends each owner of sources the week of all of them, and its picture after it, once: on
 * `scorecard.day` from `scorecard.at` of their clock. Of a source that has no owner, or none who is
 * here, its manager. After a downtime it goes out late the same day, and says so; on a later day not.
 */
export async function sendSourceScorecards(ctx: Context): Promise<{ sent: number }> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const { document } = await ctx.settings.current();
  const installed = await installedAt(db, workspaceId);
  let sent = 0;
  for (const [{ id: personId, timezone }, keys] of await sourceReaders(ctx)) {
    const due = scorecardDue(now, timezone, document);
    // On the day of the installation there is nothing yet to be late with.
    if (!due || now < due.at || due.at < installed) continue;
    const { monday } = due;
    const asked = keys.map((key) => arrivalsOf(document, key, { monday, weeks }));
    if ((await countAll(db, workspaceId, asked)) === 0) continue;
    const isNew = await db.transaction().execute(async (trx) => {
      const message = { workspaceId, personId, destination: personId, subject: { monday }, now };
      const which = `${monday}:${personId}`;
      const id = await enqueueMessage(trx, {
        ...message,
        kind: 'source-scorecard',
        key: `source-scorecard:${which}`,
      });
      if (id === null) return false;
      await enqueueMessage(trx, {
        ...message,
        kind: 'source-picture',
        key: `source-picture:${which}`,
      });
      return true;
    });
    if (isNew) sent += 1;
  }
  if (sent > 0) ctx.wakeDelivery();
  return { sent };
}
