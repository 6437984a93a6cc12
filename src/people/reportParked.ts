import type { Context } from '../context.ts';
import { findParkedChannels } from '../slack/destinationStore.ts';
import { enqueueMessage } from '../slack/messageStore.ts';
import { findAdmins } from './peopleStore.ts';

/** Tells each admin, once, of each channel in which nothing can be posted until somebody acts. */
export async function reportParked(ctx: Context): Promise<{ reported: number }> {
  const { db, workspaceId } = ctx;
  const channels = await findParkedChannels(db, workspaceId);
  if (channels.length === 0) return { reported: 0 };
  const { document } = await ctx.settings.current();
  const admins = await findAdmins(db, workspaceId, document.admins);
  let reported = 0;
  for (const { id, parkedAt } of channels) {
    for (const admin of admins) {
      const message = await db.transaction().execute((trx) =>
        enqueueMessage(trx, {
          workspaceId,
          kind: 'parked',
          key: `parked:${id}:${parkedAt.getTime()}:${admin.id}`,
          personId: admin.id,
          subject: { channel: id },
          destination: admin.id,
          now: ctx.clock.now(),
        }),
      );
      if (message !== null) reported += 1;
    }
  }
  if (reported > 0) ctx.wakeDelivery();
  return { reported };
}
