import type { App } from '@slack/bolt';
import type { Context } from '../context.ts';
import { parkDestination } from './parkDestination.ts';
import { unparkDestination } from './unparkDestination.ts';

/**
 * Sends nothing to channels that are archived or deleted, nor to private ones that the app is not in
 * any more. A channel that lives again or has the app in it again, and a person who is back, get what
 * waits for them.
 */
export function registerDestinationListeners(bolt: App, ctx: Context): void {
  const park = (id: string, code: string) => parkDestination(ctx, id, code);
  const unpark = (id: string) => unparkDestination(ctx, id);
  bolt.event('channel_archive', ({ event }) => park(event.channel, 'is_archived'));
  bolt.event('group_archive', ({ event }) => park(event.channel, 'is_archived'));
  bolt.event('channel_deleted', ({ event }) => park(event.channel, 'channel_not_found'));
  bolt.event('group_deleted', ({ event }) => park(event.channel, 'channel_not_found'));
  bolt.event('group_left', ({ event }) => park(event.channel, 'not_in_channel'));
  bolt.event('channel_unarchive', ({ event }) => unpark(event.channel));
  bolt.event('group_unarchive', ({ event }) => unpark(event.channel));
  bolt.event('member_joined_channel', async ({ event, context }) => {
    if (event.user === context.botUserId) await unpark(event.channel);
  });
  bolt.event('user_change', async ({ event }) => {
    if (!event.user.deleted) await unpark(event.user.id);
  });
}
