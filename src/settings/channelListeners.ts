import type { App } from '@slack/bolt';
import type { Context } from '../context.ts';

/** Channels that take leads go by the names that they have in Slack. */
export function registerChannelListeners(bolt: App, ctx: Context): void {
  bolt.event('channel_rename', ({ event }) => rename(ctx, event.channel));
  bolt.event('group_rename', ({ event }) => rename(ctx, event.channel));
}

async function rename(ctx: Context, { id, name }: { id: string; name: string }): Promise<void> {
  const { channels } = (await ctx.settings.current()).document;
  if (!channels[id] || channels[id].name === name) return;
  await ctx.settings.change(
    (document) => {
      const channel = document.channels[id];
      if (channel) channel.name = name;
      return document;
    },
    { authorId: null, note: 'renamed in Slack', now: ctx.clock.now() },
  );
}
