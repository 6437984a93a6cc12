import { checkView } from '../blockKit/checkView.ts';
import type { JsonObject } from '../blockKit/rules.ts';
import type { Core } from '../core.ts';
import { replaceView, newView } from '../openViews.ts';
import { type View, viewPayload } from '../view.ts';
import type { Args } from './args.ts';
import type { Methods } from './method.ts';
import { SlackError } from './slackError.ts';
import { checkFiles } from './content.ts';

const STACK = 3;

/** The view that was sent, checked. */
export function readView(core: Core, value: unknown, kind: 'modal' | 'home'): JsonObject {
  const refusal = checkView(value, kind, Buffer.byteLength(JSON.stringify(value ?? null)));
  if (refusal) throw new SlackError(refusal.error, refusal.reasons);
  // checkView accepts objects only.
  const view = value as JsonObject;
  const noFile = checkFiles(core.workspace, view.blocks);
  if (noFile) throw new SlackError(noFile.error, noFile.reasons);
  const { external_id } = view;
  if (external_id && everyView(core).some((one) => one.externalId === external_id))
    throw new SlackError('duplicate_external_id');
  return view;
}

const everyView = ({ workspace }: Core): View[] => [
  ...workspace.homes.values(),
  ...[...workspace.modals.values()].flat(),
];

function spend(core: Core, args: Args) {
  const trigger = core.triggers.exchange(args.required('trigger_id', 'invalid_trigger_id'));
  if (typeof trigger === 'string') throw new SlackError(trigger);
  return trigger;
}

/** A modal that is opened while others are open takes their place. */
function open(core: Core, args: Args): JsonObject {
  const sent = readView(core, args.values.view, 'modal');
  const { user } = spend(core, args);
  const view = newView(core.workspace, user, sent);
  core.workspace.modals.set(user, [view]);
  core.workspace.changed('modals');
  return { view: viewPayload(view, core.workspace) };
}

function push(core: Core, args: Args): JsonObject {
  const sent = readView(core, args.values.view, 'modal');
  const { user, viewId } = spend(core, args);
  const stack = core.workspace.modals.get(user) ?? [];
  if (!viewId || !stack.some(({ id }) => id === viewId)) throw new SlackError('not_found');
  if (stack.length >= STACK) throw new SlackError('push_limit_reached');
  const view = newView(core.workspace, user, sent, stack.at(-1));
  stack.push(view);
  core.workspace.changed('modals');
  return { view: viewPayload(view, core.workspace) };
}

function update(core: Core, args: Args): JsonObject {
  const id = args.string('view_id');
  const externalId = args.string('external_id');
  if (!id && !externalId) throw new SlackError('invalid_arguments');
  const view = everyView(core).find((one) => (id ? one.id === id : one.externalId === externalId));
  if (!view) throw new SlackError('not_found');
  const sent = readView(core, sameExternalId(args.values.view, view), view.type);
  checkHash(view, args);
  replaceView(core.workspace, view, sent);
  return { view: viewPayload(view, core.workspace) };
}

/** A view may keep its own external id. */
function sameExternalId(sent: unknown, { externalId }: View): unknown {
  if (typeof sent !== 'object' || sent === null || !externalId) return sent;
  const { external_id, ...rest } = sent as JsonObject;
  return external_id === externalId ? rest : sent;
}

function checkHash(view: View, args: Args): void {
  const hash = args.string('hash');
  if (hash && hash !== view.hash) throw new SlackError('hash_conflict');
}

function publish(core: Core, args: Args): JsonObject {
  const { workspace } = core;
  const user = workspace.users.get(args.required('user_id'));
  const before = user && workspace.homes.get(user.id);
  const sent = readView(
    core,
    before ? sameExternalId(args.values.view, before) : args.values.view,
    'home',
  );
  if (!user || user.isBot)
    throw new SlackError('invalid_arguments', ['user_not_found [json-pointer:/user_id]']);
  if (before) {
    checkHash(before, args);
    replaceView(workspace, before, sent);
    return { view: viewPayload(before, workspace) };
  }
  const view = newView(workspace, user.id, sent);
  workspace.homes.set(user.id, view);
  workspace.changed('home');
  return { view: viewPayload(view, workspace) };
}

export const views: Methods = {
  'views.open': { tier: 'tier4', run: open },
  'views.push': { tier: 'tier4', run: push },
  'views.update': { tier: 'tier4', run: update },
  'views.publish': { tier: 'tier4', run: publish },
};
