import type { JsonObject } from '../blockKit/rules.ts';
import type { Conversation, Message } from '../conversation.ts';
import type { Core } from '../core.ts';
import type { Args } from './args.ts';
import { findConversation, findMessage, scopeByKind } from './find.ts';
import type { Methods } from './method.ts';
import { page } from './paging.ts';
import { channelPayload } from './payloads.ts';
import { historyPage } from './history.ts';
import { SlackError } from './slackError.ts';

function history(core: Core, args: Args): JsonObject {
  const conversation = readable(core, args);
  const isTop = ({ threadTs, ts, visibleTo, subtype }: Message) =>
    !visibleTo && (!threadTs || threadTs === ts || subtype === 'thread_broadcast');
  return { ...historyPage(core, conversation, args, isTop, 'newest first'), pin_count: 0 };
}

function replies(core: Core, args: Args): JsonObject {
  const conversation = readable(core, args);
  const parent = conversation.find(args.required('ts', 'thread_not_found'));
  if (!parent || parent.visibleTo) throw new SlackError('thread_not_found');
  const root = parent.threadTs ?? parent.ts;
  const isInThread = ({ threadTs, ts, visibleTo }: Message) =>
    !visibleTo && (ts === root || threadTs === root);
  return historyPage(core, conversation, args, isInThread, 'oldest first');
}

/** A bot reads only where it is a member. */
function readable(core: Core, args: Args): Conversation {
  const conversation = findConversation(core, args);
  if (!conversation.members.has(core.workspace.botUserId)) throw new SlackError('not_in_channel');
  return conversation;
}

const kinds: Record<string, Conversation['kind'] | undefined> = {
  public_channel: 'channel',
  private_channel: 'private',
  im: 'im',
};
const typesOf = (args: Args) =>
  (args.string('types') ?? 'public_channel').split(',').map((type) => type.trim());

function list(core: Core, args: Args): JsonObject {
  const { workspace } = core;
  const wanted = typesOf(args).map((type) => kinds[type]);
  const visible = [...workspace.conversations.values()].filter(
    (one) =>
      wanted.includes(one.kind) &&
      !one.isDeleted &&
      !(args.flag('exclude_archived') && one.isArchived) &&
      (!one.isPrivate || one.members.has(workspace.botUserId)),
  );
  const limit = args.number('limit', { min: 1, max: 999, otherwise: 100 });
  const { items, next_cursor } = page(visible, limit, args.string('cursor'));
  return {
    channels: items.map((one) => channelPayload(workspace, one)),
    response_metadata: { next_cursor },
  };
}

/** Several types need several scopes; the first that is missing is named. */
function listScope({ workspace }: Core, args: Args): string | undefined {
  const needed = typesOf(args).map(
    (type) =>
      ({ public_channel: 'channels:read', private_channel: 'groups:read', im: 'im:read' })[type],
  );
  return (
    needed.find((scope) => scope === undefined || !workspace.app.scopes.includes(scope)) ??
    needed[0]
  );
}

function members(core: Core, args: Args): JsonObject {
  const conversation = findConversation(core, args);
  const limit = args.number('limit', { min: 1, max: 999, otherwise: 100 });
  const { items, next_cursor } = page([...conversation.members], limit, args.string('cursor'));
  return { members: items, response_metadata: { next_cursor } };
}

function open({ workspace }: Core, args: Args): JsonObject {
  const users = args.string('users')?.split(',') ?? [];
  const channel = args.string('channel');
  if (channel) {
    const known = workspace.conversations.get(channel);
    if (known?.kind !== 'im') throw new SlackError('channel_not_found');
    return { channel: { id: known.id }, no_op: true, already_open: true };
  }
  if (users.length === 0) throw new SlackError('users_list_not_supplied');
  if (users.length > 1) throw new SlackError('method_not_supported_for_channel_type');
  const user = workspace.users.get(users[0] ?? '');
  if (!user) throw new SlackError('user_not_found');
  if (user.deleted) throw new SlackError('user_disabled');
  if (user.isBot) throw new SlackError('cannot_dm_bot');
  const im = workspace.im(user.id);
  return { channel: args.flag('return_im') ? channelPayload(workspace, im) : { id: im.id } };
}

function join(core: Core, args: Args): JsonObject {
  const conversation = findConversation(core, args);
  const { workspace } = core;
  if (conversation.kind !== 'channel')
    throw new SlackError('method_not_supported_for_channel_type');
  if (conversation.isArchived) throw new SlackError('is_archived');
  const already = conversation.members.has(workspace.botUserId);
  conversation.members.add(workspace.botUserId);
  workspace.changed('conversations', conversation.id);
  return {
    channel: channelPayload(workspace, conversation),
    ...(already && { warning: 'already_in_channel' }),
  };
}

function addReaction(core: Core, args: Args): JsonObject {
  const conversation = findConversation(core, args);
  const name = args.required('name', 'invalid_name').replaceAll(':', '');
  const message = findMessage(conversation, args.string('timestamp'));
  const me = core.workspace.botUserId;
  const reaction = message.reactions.find((one) => one.name === name);
  if (reaction?.users.includes(me)) throw new SlackError('already_reacted');
  if (reaction) reaction.users.push(me);
  else message.reactions.push({ name, users: [me] });
  core.workspace.changed('messages', conversation.id);
  return {};
}

export const conversations: Methods = {
  'conversations.history': { tier: 'tier3', scope: scopeByKind('history'), run: history },
  'conversations.replies': { tier: 'tier3', scope: scopeByKind('history'), run: replies },
  'conversations.list': { tier: 'tier2', scope: listScope, run: list },
  'conversations.members': { tier: 'tier4', scope: scopeByKind('read'), run: members },
  'conversations.info': {
    tier: 'tier3',
    scope: scopeByKind('read'),
    run: (core, args) => ({
      channel: channelPayload(core.workspace, findConversation(core, args)),
    }),
  },
  'conversations.open': { tier: 'tier3', scope: 'im:write', run: open },
  'conversations.join': { tier: 'tier3', scope: 'channels:join', run: join },
  'reactions.add': { tier: 'tier3', scope: 'reactions:write', run: addReaction },
};
