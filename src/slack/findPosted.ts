import type { ConversationsHistoryResponse } from '@slack/web-api';
import { z } from 'zod';
import { conversationOf } from './conversationOf.ts';
import { failureOf, type Failure } from './failures.ts';
import type { Courier } from './courier.ts';
import type { Claim } from './claimStore.ts';
import type { Message } from './message.ts';

export const eventType = 'lead_nudge';
/** As sendMessage posts it. */
const payload = z.object({ message_id: z.number(), key: z.string().optional() });

export type Found =
  | { readonly outcome: 'found'; readonly channelId: string; readonly ts: string }
  | { readonly outcome: 'absent' }
  /** The app may not read there. */
  | { readonly outcome: 'unreadable'; readonly code: string }
  | { readonly outcome: 'failed'; readonly failure: Failure };

/** Slack's clock and the database's may differ by as much. */
const slackMs = 60_000;
const page = 200;

const unreadable = new Set([
  'missing_scope',
  'not_in_channel',
  'channel_not_found',
  'channel_is_limited_access',
  'method_not_supported_for_channel_type',
  'no_permission',
  'not_allowed_token_type',
  'access_denied',
]);

/**
 * Looks in its conversation, or in the thread that it replies to, for a message whose sending began at
 * `since` and ended nobody knows how. Needs the history scope of that kind of conversation, and the
 * app to be a member of it.
 */
export async function findPosted(
  { client, botId }: Courier,
  { message, fileId }: Claim,
  { since, thread }: { since: Date; thread: string | undefined },
): Promise<Found> {
  try {
    const channelId = await conversationOf(client, message.destination);
    const oldest = ((since.getTime() - slackMs) / 1000).toFixed(6);
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const where = {
        channel: channelId,
        oldest,
        limit: page,
        include_all_metadata: true,
      } as const;
      const next: { cursor?: string } = cursor ? { cursor } : {};
      const answer: ConversationsHistoryResponse = await (thread
        ? client.conversations.replies({ ...where, ...next, ts: thread })
        : client.conversations.history({ ...where, ...next }));
      const { messages = [], response_metadata } = answer;
      const ours = messages.find(
        ({ metadata, bot_id, files }) =>
          bot_id === botId &&
          ((fileId !== null && files?.some(({ id }) => id === fileId)) ||
            (metadata?.event_type === eventType &&
              is(message, payload.safeParse(metadata.event_payload).data))),
      );
      if (ours?.ts) return { outcome: 'found', channelId, ts: ours.ts };
      cursor = response_metadata?.next_cursor || undefined;
    }
    return { outcome: 'absent' };
  } catch (error) {
    const failure = failureOf(error);
    return unreadable.has(failure.code)
      ? { outcome: 'unreadable', code: failure.code }
      : { outcome: 'failed', failure };
  }
}

/** By its key: after a restore ids are given out again. An earlier release posted the id alone. */
const is = ({ id, key }: Message, posted: z.infer<typeof payload> | undefined): boolean =>
  posted?.key === undefined ? posted?.message_id === id : posted.key === key;
