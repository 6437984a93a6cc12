import { limits } from '../blockKit/limits.ts';
import { replaceBlocks } from '../blockKit/replaceBlocks.ts';
import type { JsonObject } from '../blockKit/rules.ts';
import type { Conversation } from '../conversation.ts';
import type { Core } from '../core.ts';
import type { Args } from './args.ts';
import { readContent } from './content.ts';
import { findConversation, findMessage, findUser } from './find.ts';
import type { Methods } from './method.ts';
import { messagePayload } from './payloads.ts';
import { SlackError } from './slackError.ts';

/** Where chat.postMessage posts: a channel, a direct conversation, or a person's (opened by it). */
function destination(core: Core, args: Args): Conversation {
  const { workspace } = core;
  const id = args.required('channel', 'channel_not_found');
  const user = workspace.users.get(id);
  if (user?.isBot) throw new SlackError('cannot_dm_bot');
  const conversation = user ? workspace.im(user.id) : findConversation(core, args);
  if (conversation.isArchived) throw new SlackError('is_archived');
  const isIn = conversation.members.has(workspace.botUserId);
  if (!isIn && !workspace.app.scopes.includes('chat:write.public'))
    throw new SlackError('not_in_channel');
  return conversation;
}

function postMessage(core: Core, args: Args): JsonObject {
  const { workspace } = core;
  const { text, blocks, metadata } = readContent(workspace, args.values);
  const conversation = destination(core, args);
  if (!text && !blocks?.length) throw new SlackError('no_text');
  const threadTs = args.string('thread_ts');
  if (threadTs) findThread(conversation, threadTs);
  const message = workspace.post(conversation, {
    user: workspace.botUserId,
    byApp: true,
    text: text ?? '',
    blocks: blocks ?? [],
    ...(metadata && { metadata }),
    ...(threadTs && { threadTs }),
    files: [],
    unfurls: args.values.unfurl_links !== 'false' && args.values.unfurl_links !== false,
  });
  return { channel: conversation.id, ts: message.ts, message: messagePayload(workspace, message) };
}

/** A reply needs a parent that is there and is no reply itself. */
function findThread(conversation: Conversation, ts: string): void {
  const parent = conversation.find(ts);
  if (!parent || parent.visibleTo) throw new SlackError('thread_not_found');
  if (parent.threadTs && parent.threadTs !== ts) throw new SlackError('cannot_reply_to_message');
}

function update(core: Core, args: Args): JsonObject {
  const { workspace } = core;
  const { text, blocks, metadata } = readContent(workspace, args.values);
  const conversation = findConversation(core, args);
  const message = findMessage(conversation, args.string('ts'));
  if (!message.byApp || message.subtype) throw new SlackError('cant_update_message');
  if (conversation.isArchived) throw new SlackError('is_archived');
  if (text === undefined && blocks === undefined) throw new SlackError('no_text');
  if (text && text.length > limits.update.text) throw new SlackError('msg_too_long');
  if (!text && blocks?.length === 0) throw new SlackError('no_text');
  if (text !== undefined) message.text = text;
  // What is not mentioned stays: blocks go only by an empty list (slackapi/python-slack-sdk#523).
  if (blocks) replaceBlocks(message, blocks);
  if (metadata) message.metadata = metadata;
  if (metadata === null) delete message.metadata;
  message.edited = { user: workspace.botUserId, ts: workspace.clock.ts() };
  workspace.changed('messages', conversation.id);
  return {
    channel: conversation.id,
    ts: message.ts,
    text: message.text,
    message: messagePayload(workspace, message),
  };
}

function remove(core: Core, args: Args): JsonObject {
  const conversation = findConversation(core, args);
  const message = findMessage(conversation, args.string('ts'));
  if (!message.byApp) throw new SlackError('cant_delete_message');
  conversation.remove(message.ts);
  core.workspace.changed('messages', conversation.id);
  return { channel: conversation.id, ts: message.ts };
}

/** Whispers need the app and the person in the conversation; chat:write.public does not help. */
function postEphemeral(core: Core, args: Args): JsonObject {
  const { workspace } = core;
  const { text, blocks } = readContent(workspace, args.values);
  const conversation = findConversation(core, args);
  const user = findUser(core, args);
  if (conversation.isArchived) throw new SlackError('is_archived');
  if (!conversation.members.has(workspace.botUserId)) throw new SlackError('not_in_channel');
  if (!conversation.members.has(user.id)) throw new SlackError('user_not_in_channel');
  if (!text && !blocks?.length) throw new SlackError('no_text');
  const threadTs = args.string('thread_ts');
  const message = workspace.post(conversation, {
    user: workspace.botUserId,
    byApp: true,
    text: text ?? '',
    blocks: blocks ?? [],
    visibleTo: user.id,
    ...(threadTs && { threadTs }),
    files: [],
    unfurls: false,
  });
  return { message_ts: message.ts };
}

function getPermalink(core: Core, args: Args): JsonObject {
  const conversation = findConversation(core, args);
  const { ts } = findMessage(conversation, args.string('message_ts'));
  return {
    channel: conversation.id,
    permalink: `${core.url()}/archives/${conversation.id}/p${ts.replace('.', '')}`,
  };
}

export const chat: Methods = {
  'chat.postMessage': { tier: 'posting', scope: 'chat:write', run: postMessage },
  'chat.update': { tier: 'tier3', scope: 'chat:write', run: update },
  'chat.delete': { tier: 'tier3', scope: 'chat:write', run: remove },
  'chat.postEphemeral': { tier: 'tier4', scope: 'chat:write', run: postEphemeral },
  'chat.getPermalink': { tier: 'posting', run: getPermalink },
};
