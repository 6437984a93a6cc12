import type { JsonObject } from '../blockKit/rules.ts';
import type { StateValue, StateValues } from '../contract.ts';
import type { Core } from '../core.ts';
import type { Ack } from '../delivery/delivery.ts';
import { heldBy, viewPayload } from '../view.ts';
import { messagePayload } from '../webApi/payloads.ts';
import type { User } from '../workspace.ts';
import { common } from './envelopes.ts';
import { type Found, type Shown, stateThere } from './surface.ts';

/**
 * Acts on an element: block_actions as Slack sends it. From a message it carries the message (not when that is
 * ephemeral), the channel and a response_url; from a view the view.
 */
export function click(
  core: Core,
  user: User,
  shown: Shown,
  { block, element }: Found,
  input?: StateValue,
  state: StateValues = stateThere(shown),
): Promise<Ack> {
  if (input && heldBy(element.type)) {
    state = {
      ...state,
      [block.block_id]: { ...state[block.block_id], [element.action_id]: input },
    };
    if (shown.on !== 'message') shown.view.state = state;
  }
  const inModal = shown.on === 'modal' ? { viewId: shown.view.id } : {};
  return core.deliver({
    kind: 'interactive',
    acceptsResponse: false,
    payload: {
      type: 'block_actions',
      ...common(core, user),
      trigger_id: core.triggers.issue({ user: user.id, ...inModal }),
      ...(shown.on === 'message' ? fromMessage(core, user, shown, state) : fromView(core, shown)),
      actions: [action(core, block.block_id, element, input)],
    },
  });
}

function fromMessage(
  core: Core,
  user: User,
  { conversation, message }: Shown & { on: 'message' },
  state: StateValues,
): JsonObject {
  const { ts, threadTs, visibleTo } = message;
  const isEphemeral = visibleTo !== undefined;
  return {
    container: {
      type: 'message',
      message_ts: ts,
      channel_id: conversation.id,
      is_ephemeral: isEphemeral,
      ...(threadTs && { thread_ts: threadTs }),
    },
    channel: {
      id: conversation.id,
      name: conversation.kind === 'im' ? 'directmessage' : conversation.name,
    },
    ...(!isEphemeral && { message: messagePayload(core.workspace, message) }),
    state: { values: state },
    response_url: core.responseUrls.issue({
      channel: conversation.id,
      user: user.id,
      ts,
      ...(threadTs && { threadTs }),
    }),
  };
}

const fromView = ({ workspace }: Core, { view }: Shown & { on: 'home' | 'modal' }): JsonObject => ({
  container: { type: 'view', view_id: view.id },
  view: viewPayload(view, workspace),
});

/** The acted-on element as it stands, with what was chosen. */
function action(core: Core, block_id: string, element: JsonObject, input?: StateValue): JsonObject {
  const { type, action_id, text, value, style, url, placeholder } = element;
  return {
    type,
    action_id,
    block_id,
    ...(text !== undefined && { text }),
    ...(value !== undefined && { value }),
    ...(style !== undefined && { style }),
    ...(url !== undefined && { url }),
    ...(placeholder !== undefined && { placeholder }),
    ...input,
    action_ts: core.workspace.clock.ts(),
  };
}
