import { interactive } from '../blockKit/block.ts';
import { isObject } from '../blockKit/rules.ts';
import type { StateValues } from '../contract.ts';
import type { Core } from '../core.ts';
import type { Ack } from '../delivery/delivery.ts';
import { newView, replaceView } from '../openViews.ts';
import { type View, viewPayload } from '../view.ts';
import { SlackError } from '../webApi/slackError.ts';
import { readView } from '../webApi/views.ts';
import type { User, Workspace } from '../workspace.ts';
import { common } from './envelopes.ts';
import { complaint } from './values.ts';

/** What a submission came to; `errors` by block_id, from the client itself (nothing was sent then) or from the app. */
export interface Submitted extends Ack {
  errors?: Record<string, string>;
  /** Whether the app has seen it. */
  sent: boolean;
}

/** Submits a modal with what it holds, and does with it what the app answers. */
export async function submit(core: Core, user: User, view: View): Promise<Submitted> {
  const missing = complaintsOf(view);
  if (missing) {
    view.errors = missing;
    core.workspace.changed('modals');
    return { acked: false, ms: 0, sent: false, errors: missing };
  }
  view.errors = {};
  const ack = await core.deliver({
    kind: 'interactive',
    acceptsResponse: true,
    payload: {
      type: 'view_submission',
      ...common(core, user),
      trigger_id: core.triggers.issue({ user: user.id, viewId: view.id }),
      view: viewPayload(view, core.workspace),
      response_urls: [],
    },
  });
  if (ack.acked) respond(core, view, ack.body);
  const hasErrors = Object.keys(view.errors).length > 0;
  return { ...ack, sent: true, ...(hasErrors && { errors: view.errors }) };
}

function complaintsOf({ blocks, state }: View): Record<string, string> | undefined {
  const errors: Record<string, string> = {};
  for (const { block, element } of interactive(blocks)) {
    if (block.type !== 'input') continue;
    const text = complaint(
      element,
      block.optional === true,
      state[block.block_id]?.[element.action_id],
    );
    if (text) errors[block.block_id] = text;
  }
  return Object.keys(errors).length > 0 ? errors : undefined;
}

/** https://docs.slack.dev/surfaces/modals#response_actions; what Slack would refuse is noted as unexpected. */
function respond(core: Core, view: View, body: unknown): void {
  const { workspace, unexpected } = core;
  if (body === undefined || body === '') return removeView(workspace, view);
  const answer = isObject(body) ? body : { response_action: body };
  try {
    switch (answer.response_action) {
      case 'clear':
        workspace.modals.delete(view.user);
        break;
      case 'errors':
        view.errors = readErrors(view, answer.errors);
        break;
      case 'update':
        replaceView(workspace, view, readView(core, answer.view, 'modal'));
        break;
      case 'push':
        workspace.modals
          .get(view.user)
          ?.push(newView(workspace, view.user, readView(core, answer.view, 'modal'), view));
        break;
      default:
        throw new SlackError('invalid_arguments', [
          `unknown response_action ${String(answer.response_action)}`,
        ]);
    }
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    unexpected.push(`answer to a submission of ${view.callbackId}: ${error.message}`);
    view.errors = { '': 'We had some trouble connecting. Try again?' };
  }
  workspace.changed('modals');
}

/** Errors can stand under input blocks only. */
function readErrors({ blocks }: View, errors: unknown): Record<string, string> {
  const entries = isObject(errors) ? Object.entries(errors) : [];
  const bad = entries.find(
    ([blockId, text]) =>
      typeof text !== 'string' ||
      !blocks.some(({ block_id, type }) => block_id === blockId && type === 'input'),
  );
  if (bad || entries.length === 0)
    throw new SlackError('invalid_arguments', [`errors for ${bad?.[0] ?? 'nothing'}`]);
  return Object.fromEntries(entries.map(([blockId, text]) => [blockId, String(text)]));
}

export function removeView(workspace: Workspace, view: View): void {
  const stack = workspace.modals.get(view.user)?.filter(({ id }) => id !== view.id) ?? [];
  if (stack.length > 0) workspace.modals.set(view.user, stack);
  else workspace.modals.delete(view.user);
  workspace.changed('modals');
}

/** Closes the top modal (Cancel), or with `all` the whole stack (×); the app hears of it where it asked to. */
export async function closeModal(core: Core, user: User, all: boolean): Promise<Ack | undefined> {
  const { workspace } = core;
  const stack = workspace.modals.get(user.id) ?? [];
  const top = stack.at(-1);
  if (!top) throw new Error(`${user.name} has no modal open`);
  const isCleared = all || top.clearOnClose;
  const closed = isCleared ? stack.toReversed() : [top];
  if (isCleared) workspace.modals.delete(user.id);
  else removeView(workspace, top);
  workspace.changed('modals');
  let ack: Ack | undefined;
  for (const view of closed.filter(({ notifyOnClose }) => notifyOnClose)) {
    ack = await core.deliver({
      kind: 'interactive',
      acceptsResponse: false,
      payload: {
        type: 'view_closed',
        ...common(core, user),
        view: viewPayload(view, workspace),
        is_cleared: isCleared,
      },
    });
  }
  return ack;
}

/** Puts values into a view without submitting it. */
export function fill(view: View, values: StateValues): void {
  for (const [blockId, held] of Object.entries(values))
    view.state[blockId] = { ...view.state[blockId], ...held };
}
