import type { Context } from '../context.ts';
import { channelCalendar } from '../people/calendar.ts';
import { scorecardDue } from '../people/scorecardDay.ts';
import { enqueueMessage } from '../slack/messageStore.ts';
import { installedAt } from '../slack/workspaceStore.ts';

const afterScorecards = 60 * 60_000;

/**
 * Posts the leaderboard of the week in each channel that wants one, once: on `scorecard.day`, an hour
 * after `scorecard.at`, on the channel's clock; after a downtime later the same day, else not at all.
 */
export async function sendLeaderboards(ctx: Context): Promise<{ sent: number }> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const { document } = await ctx.settings.current();
  const installed = await installedAt(db, workspaceId);
  let sent = 0;
  for (const [channelId, { leaderboard }] of Object.entries(document.channels)) {
    if (!leaderboard) continue;
    // So that one at 23:30 comes the next day.
    const then = new Date(now.getTime() - afterScorecards);
    const due = scorecardDue(then, channelCalendar(channelId, document).timezone, document);
    if (!due || then < due.at || due.at < installed) continue;
    const id = await db.transaction().execute((trx) =>
      enqueueMessage(trx, {
        workspaceId,
        kind: 'leaderboard',
        key: `leaderboard:${due.monday}:${channelId}`,
        subject: { monday: due.monday },
        destination: channelId,
        now,
      }),
    );
    if (id !== null) sent += 1;
  }
  if (sent > 0) ctx.wakeDelivery();
  return { sent };
}
