import type { Conversation, Message } from '../conversation.ts';
import type { Core } from '../core.ts';
import type { User } from '../workspace.ts';
import type { Args } from './args.ts';
import { SlackError } from './slackError.ts';

/** What arguments name, as far as the app may know of it; throws the code that Slack answers with. */

export function findConversation({ workspace }: Core, args: Args): Conversation {
  const conversation = workspace.conversations.get(args.required('channel', 'channel_not_found'));
  const hidden =
    !conversation ||
    conversation.isDeleted ||
    (conversation.isPrivate && !conversation.members.has(workspace.botUserId));
  if (hidden) throw new SlackError('channel_not_found');
  return conversation;
}

/** A message that everyone in the conversation sees; ephemerals cannot be found again. */
export function findMessage(conversation: Conversation, ts: string | undefined): Message {
  const message = ts && conversation.find(ts);
  if (!message || message.visibleTo) throw new SlackError('message_not_found');
  return message;
}

export function findUser({ workspace }: Core, args: Args): User {
  const user = workspace.users.get(args.required('user', 'user_not_found'));
  if (!user) throw new SlackError('user_not_found');
  return user;
}

/** Reading and history have a scope for each kind of conversation. */
export function scopeByKind(what: 'read' | 'history') {
  return ({ workspace }: Core, args: Args): string => {
    const kind = workspace.conversations.get(args.string('channel') ?? '')?.kind ?? 'channel';
    return `${{ channel: 'channels', private: 'groups', im: 'im' }[kind]}:${what}`;
  };
}
