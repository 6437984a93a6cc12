import type { KnownBlock } from '@slack/types';
import { type Block, wordsOf } from '../blockKit/block.ts';
import type {
  PageConversation,
  PageControl,
  PageFile,
  PageMessage,
  PageModal,
  PageState,
} from '../contract.ts';
import type { Conversation, Message } from '../conversation.ts';
import type { Core } from '../core.ts';
import { sees } from '../people/surface.ts';
import type { View } from '../view.ts';
import type { Workspace } from '../workspace.ts';

const SHOWN = 200;
const ARRIVALS = 50;
const DM_ARRIVALS = 20;

// The validator lets only known blocks through.
const known = (blocks: Block[]) => blocks as unknown as KnownBlock[];

/** Everything that one person sees, with the messages of one conversation; what is not there falls back to the first. */
export function pageState(
  core: Core,
  asked: { user?: string; channel?: string },
  controls: PageControl[],
): PageState {
  const { workspace } = core;
  const me = workspace.users.get(asked.user ?? '') ?? workspace.people()[0];
  if (!me) throw new Error('the sandbox has no people');
  const visible = conversationsOf(workspace, me.id);
  const open = visible.find(({ id }) => id === asked.channel) ?? visible[0] ?? workspace.im(me.id);
  const home = workspace.homes.get(me.id);
  return {
    workspace: { id: workspace.teamId, name: workspace.teamName },
    app: {
      id: workspace.appId,
      name: workspace.app.name,
      botUserId: workspace.botUserId,
      description: workspace.app.description,
      connected: core.isConnected(),
    },
    me: me.id,
    now: workspace.clock.now(),
    users: [...workspace.users.values()].map(
      ({ id, name, realName, role, tz, isBot, deleted }) => ({
        id,
        name,
        realName,
        ...(role && { role }),
        tz,
        isBot,
        canActAs: !isBot && !deleted,
        deactivated: deleted,
        dmArrivals: isBot
          ? []
          : newest(workspace.im(id).messages, DM_ARRIVALS, ({ byApp }) => byApp).map(
              ({ ts }) => ts,
            ),
      }),
    ),
    conversations: visible.map((one) => pageConversation(workspace, one, me.id)),
    channel: open.id,
    messages: messagesOf(workspace, open, me.id),
    home: home ? { viewId: home.id, hash: home.hash, blocks: known(home.blocks) } : null,
    modals: (workspace.modals.get(me.id) ?? []).map(pageModal),
    commands: workspace.app.commands,
    shortcuts: workspace.app.shortcuts,
    controls,
  };
}

/** Public channels and those one is a member of, then one's conversation with the app. */
function conversationsOf(workspace: Workspace, me: string): Conversation[] {
  const channels = [...workspace.conversations.values()].filter(
    ({ kind, members, isDeleted }) =>
      kind !== 'im' && !isDeleted && (kind === 'channel' || members.has(me)),
  );
  return [...channels, workspace.im(me)];
}

/** The newest that fit, oldest first; walks from the end. */
function newest(
  messages: Message[],
  count: number,
  fits: (message: Message) => boolean,
): Message[] {
  const found: Message[] = [];
  for (let i = messages.length - 1; i >= 0 && found.length < count; i--) {
    const message = messages[i];
    if (message && fits(message)) found.push(message);
  }
  return found.reverse();
}

function pageConversation(
  workspace: Workspace,
  conversation: Conversation,
  me: string,
): PageConversation {
  const { id, kind, name, topic, isArchived, members, messages } = conversation;
  const others = newest(
    messages,
    ARRIVALS,
    (one) => one.user !== me && sees(conversation, one, me),
  );
  return {
    id,
    kind: kind === 'im' ? 'app' : kind,
    name: kind === 'im' ? workspace.app.name : name,
    ...(topic && { topic }),
    isArchived,
    isMember: members.has(me),
    memberIds: [...members],
    arrivals: others.map(({ ts, text, blocks }) => ({
      ts,
      mentionsMe: mentions(text, blocks, me),
    })),
  };
}

const mentions = (text: string, blocks: Block[], me: string) =>
  text.includes(`<@${me}`) || (blocks.length > 0 && JSON.stringify(blocks).includes(me));

function messagesOf(workspace: Workspace, conversation: Conversation, me: string): PageMessage[] {
  const replies = new Map<string, Message[]>();
  for (const message of conversation.messages) {
    if (!message.threadTs || message.threadTs === message.ts || !sees(conversation, message, me))
      continue;
    replies.set(message.threadTs, [...(replies.get(message.threadTs) ?? []), message]);
  }
  return newest(
    conversation.messages,
    SHOWN,
    (one) => (!one.threadTs || one.threadTs === one.ts) && sees(conversation, one, me),
  ).map((one) => pageMessage(workspace, conversation, one, replies.get(one.ts) ?? []));
}

function pageMessage(
  workspace: Workspace,
  conversation: Conversation,
  message: Message,
  replies: Message[],
): PageMessage {
  const {
    ts,
    threadTs,
    user,
    byApp,
    username,
    text,
    blocks,
    files,
    edited,
    visibleTo,
    reactions,
    subtype,
  } = message;
  return {
    channel: conversation.id,
    ts,
    ...(threadTs ? { threadTs } : replies.length > 0 && { threadTs: ts }),
    user,
    byApp,
    ...(username && { username }),
    text,
    blocks: known(blocks),
    files: files.flatMap((id) => pageFile(workspace, id)),
    ...(edited && !byApp && { edited: edited.ts }),
    ephemeral: visibleTo !== undefined,
    reactions,
    ...(subtype && { subtype }),
    replies: replies.map((reply) => pageMessage(workspace, conversation, reply, [])),
  };
}

function pageFile(workspace: Workspace, id: string): PageFile[] {
  const file = workspace.files.get(id);
  if (!file) return [];
  const { name, title, mimetype, size, altText } = file;
  return [{ id, name, title, mimetype, size, ...(altText && { altText }) }];
}

const pageModal = ({
  id,
  hash,
  callbackId,
  title,
  submit,
  close,
  submitDisabled,
  blocks,
}: View): PageModal => ({
  viewId: id,
  hash,
  callbackId,
  title: wordsOf(title),
  submit: submit && wordsOf(submit),
  close: close && wordsOf(close),
  submitDisabled,
  blocks: known(blocks),
});
