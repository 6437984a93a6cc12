import type { Context } from '../context.ts';
import { scorecardDue } from '../people/scorecardDay.ts';
import { atLocalTime } from '../people/zone.ts';
import { enqueueMessage } from '../slack/messageStore.ts';
import { installedAt } from '../slack/workspaceStore.ts';
import { findTimezones, findWaiting } from './scorecardStore.ts';

/**
 * Sends each rep their week, which its picture follows, once: on `scorecard.day` from `scorecard.at` of
 * their clock. After a downtime it goes out late the same day, and says so; on a later day not at all.
 * Whoever owned nothing and owed nothing gets none.
 */
export async function sendScorecards(ctx: Context): Promise<{ sent: number }> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const { document } = await ctx.settings.current();
  const installed = await installedAt(db, workspaceId);
  let sent = 0;
  for (const timezone of await findTimezones(db, workspaceId)) {
    const due = scorecardDue(now, timezone, document);
    // On the day of the installation there is nothing yet to be late with.
    if (!due || now < due.at || due.at < installed) continue;
    const { monday } = due;
    const key = `scorecard:${monday}:`;
    const since = atLocalTime(monday, '00:00', timezone);
    for (const personId of await findWaiting(db, workspaceId, { timezone, since, key })) {
      const id = await db.transaction().execute((trx) =>
        enqueueMessage(trx, {
          ...{ workspaceId, kind: 'scorecard', now, personId, destination: personId },
          key: `${key}${personId}`,
          subject: { monday },
        }),
      );
      if (id !== null) sent += 1;
    }
  }
  if (sent > 0) ctx.wakeDelivery();
  return { sent };
}
