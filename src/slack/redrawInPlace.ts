import type { RespondArguments } from '@slack/bolt';
import type { Context } from '../context.ts';
import { failureOf } from './failures.ts';
import { isFile, type Message } from './message.ts';
import { claimPlace, endRedraw } from './redrawStore.ts';

/** Bolt's `respond`, or what stands in for it. */
export type Respond = (answer: RespondArguments) => Promise<unknown>;

/**
 * Shows the newest state in the message whose button was clicked, by its response_url, which no rate
 * limit holds up. Where that fails, or somebody is at it already, the next sweep does it. Never throws.
 */
export async function redrawInPlace(
  ctx: Context,
  place: { channelId: string; ts: string },
  respond: Respond,
): Promise<void> {
  const { db, workspaceId } = ctx;
  try {
    const claim = await claimPlace(db, workspaceId, place);
    if (!claim) return;
    const drawnAt = ctx.clock.now();
    const error = await failureToShow(ctx, claim.message, drawnAt, respond);
    await endRedraw(
      db,
      workspaceId,
      claim,
      error === null
        ? { to: 'shown', drawnAt }
        : { to: 'later', ms: 0, error, attempts: claim.attempts },
    );
  } catch (error) {
    ctx.log.warn({ err: error }, 'a message could not be redrawn in place');
  }
}

/** Null: it is shown. What is to be deleted or forgotten is left to the sweep, as is what failed. */
async function failureToShow(
  ctx: Context,
  message: Message,
  now: Date,
  respond: Respond,
): Promise<string | null> {
  try {
    const drawing = await ctx.messageKinds[message.kind]?.draw(ctx, message, now);
    if (!drawing || drawing === 'delete' || isFile(drawing)) return 'left to the sweep';
    await respond({ replace_original: true, ...drawing });
    return null;
  } catch (error) {
    const { code } = failureOf(error);
    ctx.log.info({ message: message.id, code }, 'not redrawn in place');
    return code;
  }
}
