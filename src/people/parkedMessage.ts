import { type Markup, markup, section } from '../slack/blocks.ts';
import { findParkedChannels, type ParkedChannel } from '../slack/destinationStore.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, MessageKind } from '../slack/message.ts';

/** Tells an admin why a channel gets nothing, and what to do. Not sent where that is over by then. */
export const parkedMessage: MessageKind = {
  atMostOnce: true,
  async draw(ctx, message) {
    if (message.posted) return null;
    const parked = await findParkedChannels(ctx.db, ctx.workspaceId);
    const channel = parked.find(({ id }) => id === message.subject['channel']);
    return channel ? drawParked(channel) : null;
  },
};

type Channel = Pick<ParkedChannel, 'id' | 'reason' | 'waiting'>;

export function drawParked(channel: Channel): Drawing {
  const blocks = [section(words(channel))];
  return { text: fallbackText(blocks), blocks };
}

function words({ id, reason, waiting }: Channel): Markup {
  const channel: Markup = { markup: `<#${id}>` };
  const kept = waiting === 1 ? '1 message waits' : `${waiting} messages wait`;
  return markup`Nothing can be posted in ${channel}: ${why(reason)} ${kept} for it. ${wayOut(reason)}`;
}

function why(reason: string): string {
  if (reason === 'is_archived') return 'it is archived.';
  if (reason === 'channel_not_found')
    return 'it was deleted, or is private and the app is not in it.';
  if (reason === 'not_in_channel') return 'the app is not in it.';
  return `Slack does not allow it (${reason}).`;
}

function wayOut(reason: string): Markup {
  if (reason === 'is_archived')
    return markup`Unarchive it, or send its leads to another channel in the settings.`;
  return markup`Invite the app there and type \`/lead setup\`, or send its leads to another channel in the settings.`;
}
