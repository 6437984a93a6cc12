import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { messageText, slackMessage } from '../slack/messageText.ts';
import { keepReply } from './keepReply.ts';

/** What a person wrote into a thread. Edits and deletions have subtypes of their own and are left alone. */
const reply = z.object({
  event_id: z.string(),
  event: slackMessage.extend({
    channel: z.string(),
    user: z.string(),
    thread_ts: z.string(),
    subtype: z.enum(['thread_broadcast', 'file_share']).optional(),
    bot_id: z.undefined().optional(),
  }),
});

/** Keeps replies under cards. Of what else is written where the app is, nothing is read. */
export function registerThreadListeners(bolt: App, ctx: Context): void {
  bolt.event('message', async ({ body }) => {
    const { data } = reply.safeParse(body);
    if (!data) return;
    const { channel: channelId, thread_ts: threadTs, user: authorId, ...message } = data.event;
    const text = messageText(message);
    await keepReply(ctx, { eventId: data.event_id, channelId, threadTs, authorId, text });
  });
}
