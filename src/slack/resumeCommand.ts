import { CommandRefused, type Output } from '../cli/output.ts';
import type { Context } from '../context.ts';
import { noteOutage } from '../db/outageStore.ts';
import { readSending, resumeSending } from './sendingStore.ts';

/** Long enough for the jobs that make good what was missed, and for what they queue. */
const catchingUpMs = 15 * 60_000;

/**
 * `resume`: ends the pause after a restore. Whatever waits, and whatever the next quarter of an hour
 * adds, is judged anew and looked for in Slack before it is posted; what stands there is drawn again.
 */
export async function resumeCommand(ctx: Context, out: Output): Promise<void> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const { restoredFrom } = await readSending(db, workspaceId);
  const until = new Date(now.getTime() + catchingUpMs);
  const resumed = await resumeSending(db, workspaceId, until);
  if (!resumed) throw new CommandRefused('Sending is not paused, so there is nothing to resume.');
  if (restoredFrom) await noteOutage(ctx, { kind: 'restored', from: restoredFrom, until: now });
  ctx.wakeDelivery();
  const { waiting, redrawn } = resumed;
  out.stdout.write(
    `Sending goes on. ${counted(waiting, 'message')} waiting: each is judged anew and looked for in Slack first. ` +
      `${counted(redrawn, 'message')} in Slack to be drawn again.\n`,
  );
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
