import type { Context } from '../context.ts';
import { failureOf } from './failures.ts';
import type { Drawing } from './message.ts';
import type { Respond } from './redrawInPlace.ts';

/**
 * Tells one person something that only they see and that may get lost: it never carries state. By the
 * interaction's response_url where there is one. A failure is logged, and that is all.
 */
export async function whisper(
  ctx: Context,
  to: { respond: Respond } | { channelId: string; personId: string },
  { text, blocks }: { text: string; blocks?: Drawing['blocks'] },
): Promise<void> {
  const what = { text, ...(blocks ? { blocks } : {}) };
  try {
    if ('respond' in to) {
      await to.respond({ response_type: 'ephemeral', replace_original: false, ...what });
    } else {
      await ctx.slack.chat.postEphemeral({ channel: to.channelId, user: to.personId, ...what });
    }
  } catch (error) {
    ctx.log.warn({ code: failureOf(error).code }, 'a whisper was lost');
  }
}
