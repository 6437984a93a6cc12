import { isObject, type JsonObject } from '../blockKit/rules.ts';
import type { Conversation, Message } from '../conversation.ts';
import type { Core } from '../core.ts';
import type { Ack } from '../delivery/delivery.ts';
import { viewPayload } from '../view.ts';
import type { User } from '../workspace.ts';
import { common, sendEvent } from './envelopes.ts';
import type { Found, Shown } from './surface.ts';
import { escape } from './typing.ts';

/** Opens the app's Home tab, or its Messages tab. Resolves with undefined when the app has not subscribed to it. */
export function openHome(
  core: Core,
  user: User,
  tab: 'home' | 'messages',
): Promise<Ack | undefined> {
  const { workspace } = core;
  const view = tab === 'home' ? workspace.homes.get(user.id) : undefined;
  return sendEvent(core, {
    type: 'app_home_opened',
    user: user.id,
    channel: workspace.im(user.id).id,
    tab,
    ...(view && { view: viewPayload(view, workspace) }),
  });
}

/** Writes a message as a person; the app hears of it when it has subscribed to message events of that kind, may read them and is a member. */
export async function say(
  core: Core,
  user: User,
  conversation: Conversation,
  typed: string,
  threadTs?: string,
): Promise<Message> {
  const { workspace } = core;
  if (conversation.isArchived) throw new Error(`${conversation.name} is archived`);
  const message = workspace.post(conversation, {
    user: user.id,
    byApp: false,
    text: escape(workspace, typed),
    blocks: [],
    ...(threadTs && { threadTs }),
    files: [],
    unfurls: true,
  });
  const channelType = { channel: 'channel', private: 'group', im: 'im' }[conversation.kind];
  const ending = { channel: 'channels', private: 'groups', im: 'im' }[conversation.kind];
  const { events, scopes } = workspace.app;
  const hears =
    events.includes(`message.${ending}`) &&
    scopes.includes(`${ending}:history`) &&
    conversation.members.has(workspace.botUserId);
  if (hears)
    await sendEvent(core, {
      type: 'message',
      user: user.id,
      text: message.text,
      ts: message.ts,
      channel: conversation.id,
      channel_type: channelType,
      ...(threadTs && { thread_ts: threadTs }),
    });
  return message;
}

/** Asks the app for the options of an external select. */
export async function suggest(
  core: Core,
  user: User,
  shown: Shown,
  { block, element }: Found,
  typed: string,
): Promise<Ack & { options: JsonObject[]; optionGroups: JsonObject[] }> {
  const ack = await core.deliver({
    kind: 'interactive',
    acceptsResponse: true,
    payload: {
      type: 'block_suggestion',
      ...common(core, user),
      container:
        shown.on === 'message'
          ? { type: 'message', message_ts: shown.message.ts, channel_id: shown.conversation.id }
          : { type: 'view', view_id: shown.view.id },
      ...(shown.on === 'message'
        ? { channel: { id: shown.conversation.id, name: shown.conversation.name } }
        : { view: viewPayload(shown.view, core.workspace) }),
      action_id: element.action_id,
      block_id: block.block_id,
      value: typed,
    },
  });
  const body = isObject(ack.body) ? ack.body : {};
  const list = (value: unknown) => (Array.isArray(value) ? value.filter(isObject) : []);
  return { ...ack, options: list(body.options), optionGroups: list(body.option_groups) };
}
