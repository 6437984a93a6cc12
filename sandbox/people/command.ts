import { isObject, type JsonObject } from '../blockKit/rules.ts';
import type { Conversation } from '../conversation.ts';
import type { Core } from '../core.ts';
import type { Ack } from '../delivery/delivery.ts';
import { answer } from '../respond.ts';
import { messagePayload } from '../webApi/payloads.ts';
import { SlackError } from '../webApi/slackError.ts';
import { SLACKBOT, type User } from '../workspace.ts';
import { commandFields, common } from './envelopes.ts';
import { escape } from './typing.ts';

/** Types a slash command, '/lead mine' whole; the ack's text or blocks appear as a whisper, a failure as Slackbot's. */
export async function command(
  core: Core,
  user: User,
  conversation: Conversation,
  typed: string,
): Promise<Ack> {
  const [, name = '', text = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(typed) ?? [];
  if (!core.workspace.app.commands.some((one) => one.command === name))
    throw new Error(`the app has no command ${name || typed}`);
  const target = { channel: conversation.id, user: user.id };
  const ack = await core.deliver({
    kind: 'slash_commands',
    acceptsResponse: true,
    payload: {
      ...commandFields(core, user),
      channel_id: conversation.id,
      channel_name: conversation.kind === 'im' ? 'directmessage' : conversation.name,
      command: name,
      text: escape(core.workspace, text.trim()),
      response_url: core.responseUrls.issue(target),
      trigger_id: core.triggers.issue({ user: user.id }),
    },
  });
  if (!ack.acked) complain(core, user, conversation, name, ack);
  else if (ack.body !== undefined && ack.body !== '') show(core, target, name, ack.body);
  return ack;
}

function show(
  core: Core,
  target: { channel: string; user: string },
  name: string,
  body: unknown,
): void {
  try {
    answer(core, target, isObject(body) ? body : { text: String(body) });
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    core.unexpected.push(`answer to ${name}: ${error.message}`);
  }
}

function complain(
  { workspace }: Core,
  user: User,
  conversation: Conversation,
  name: string,
  ack: Ack,
): void {
  const code = {
    timeout: 'operation_timeout',
    no_app: 'dispatch_failed',
    app_error: 'dispatch_failed',
  }[ack.problem ?? 'app_error'];
  workspace.post(conversation, {
    user: SLACKBOT,
    byApp: false,
    text: `${name} failed with the error "${code}"`,
    blocks: [],
    visibleTo: user.id,
    files: [],
    unfurls: false,
  });
}

/** A global shortcut, from the search or the + menu. */
export const shortcut = (core: Core, user: User, callbackId: string): Promise<Ack> =>
  core.deliver({
    kind: 'interactive',
    acceptsResponse: false,
    payload: {
      type: 'shortcut',
      ...common(core, user),
      action_ts: core.workspace.clock.ts(),
      callback_id: callbackId,
      trigger_id: core.triggers.issue({ user: user.id }),
    },
  });

/** A shortcut from a message's menu. */
export function messageShortcut(
  core: Core,
  user: User,
  conversation: Conversation,
  ts: string,
  callbackId: string,
): Promise<Ack> {
  const message = conversation.find(ts);
  if (!message) throw new Error(`there is no message ${ts} in ${conversation.name}`);
  const payload: JsonObject = {
    type: 'message_action',
    ...common(core, user),
    action_ts: core.workspace.clock.ts(),
    callback_id: callbackId,
    trigger_id: core.triggers.issue({ user: user.id }),
    channel: {
      id: conversation.id,
      name: conversation.kind === 'im' ? 'directmessage' : conversation.name,
    },
    message_ts: ts,
    message: messagePayload(core.workspace, message),
    response_url: core.responseUrls.issue({ channel: conversation.id, user: user.id, ts }),
  };
  return core.deliver({ kind: 'interactive', acceptsResponse: false, payload });
}
