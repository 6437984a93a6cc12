import type { WebClient } from '@slack/web-api';

/** The id of a message's conversation: what is for a person stands in the direct one with them. */
export async function conversationOf(client: WebClient, destination: string): Promise<string> {
  if (!/^[UW]/.test(destination)) return destination;
  const { channel } = await client.conversations.open({ users: destination });
  if (!channel?.id) throw new Error('conversations.open named no channel');
  return channel.id;
}
