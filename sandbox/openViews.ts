import { store } from './blockKit/block.ts';
import { replaceBlocks } from './blockKit/replaceBlocks.ts';
import type { JsonObject } from './blockKit/rules.ts';
import { stateOf, type View } from './view.ts';
import type { Workspace } from './workspace.ts';

const text = (value: unknown) => (typeof value === 'string' ? value : '');
// The callers have put the view through checkView, which proves these shapes.
const textObject = (value: unknown) => (value ?? null) as JsonObject | null;

function content(workspace: Workspace, sent: JsonObject) {
  return {
    blocks: store(sent.blocks as JsonObject[]),
    callbackId: text(sent.callback_id),
    privateMetadata: text(sent.private_metadata),
    title: textObject(sent.title),
    submit: textObject(sent.submit),
    close: textObject(sent.close),
    clearOnClose: sent.clear_on_close === true,
    notifyOnClose: sent.notify_on_close === true,
    submitDisabled: sent.submit_disabled === true,
    hash: workspace.clock.ts(),
    errors: {},
  };
}

/** A view from one that passed checkView; `below` is the modal that it is pushed onto. */
export function newView(workspace: Workspace, user: string, sent: JsonObject, below?: View): View {
  const id = workspace.clock.id('V');
  const rest = content(workspace, sent);
  return {
    id,
    user,
    type: sent.type === 'home' ? 'home' : 'modal',
    externalId: text(sent.external_id),
    rootId: below?.rootId ?? id,
    previousId: below?.id ?? null,
    state: stateOf(rest.blocks),
    ...rest,
  };
}

/** Puts new content into a view that is shown; what was filled in stays where its element stays. */
export function replaceView(workspace: Workspace, view: View, sent: JsonObject): void {
  const { blocks, ...rest } = content(workspace, sent);
  replaceBlocks(view, blocks);
  Object.assign(view, rest, { externalId: text(sent.external_id) || view.externalId });
  view.state = stateOf(view.blocks, view.state);
  workspace.changed(view.type === 'home' ? 'home' : 'modals');
}
