import { type Block, interactive } from './blockKit/block.ts';
import type { JsonObject } from './blockKit/rules.ts';
import type { StateValue, StateValues } from './contract.ts';

/** A modal or a Home tab as Slack holds it. */
export interface View {
  id: string;
  type: 'modal' | 'home';
  user: string;
  blocks: Block[];
  callbackId: string;
  privateMetadata: string;
  externalId: string;
  hash: string;
  title: JsonObject | null;
  submit: JsonObject | null;
  close: JsonObject | null;
  clearOnClose: boolean;
  notifyOnClose: boolean;
  submitDisabled: boolean;
  rootId: string;
  previousId: string | null;
  /** What the person has filled in so far, initial values included. */
  state: StateValues;
  /** The app's last refusal of a submission, by block_id; shown under the fields. */
  errors: Record<string, string>;
}

/** The JSON that payloads and answers carry. */
export function viewPayload(
  view: View,
  app: { teamId: string; appId: string; botId: string },
): JsonObject {
  return {
    id: view.id,
    team_id: app.teamId,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    state: { values: view.state },
    hash: view.hash,
    title: view.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    close: view.close,
    submit: view.submit,
    ...(view.submitDisabled && { submit_disabled: true }),
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: app.appId,
    external_id: view.externalId,
    app_installed_team_id: app.teamId,
    bot_id: app.botId,
  };
}

/** Where each kind of element keeps what it holds, and under which property its initial value stands. */
const holders: Record<
  string,
  readonly [held: keyof StateValue, initial: string, empty: null | []]
> = {
  plain_text_input: ['value', 'initial_value', null],
  number_input: ['value', 'initial_value', null],
  email_text_input: ['value', 'initial_value', null],
  url_text_input: ['value', 'initial_value', null],
  static_select: ['selected_option', 'initial_option', null],
  external_select: ['selected_option', 'initial_option', null],
  radio_buttons: ['selected_option', 'initial_option', null],
  checkboxes: ['selected_options', 'initial_options', []],
  multi_static_select: ['selected_options', 'initial_options', []],
  multi_external_select: ['selected_options', 'initial_options', []],
  users_select: ['selected_user', 'initial_user', null],
  multi_users_select: ['selected_users', 'initial_users', []],
  channels_select: ['selected_channel', 'initial_channel', null],
  multi_channels_select: ['selected_channels', 'initial_channels', []],
  conversations_select: ['selected_conversation', 'initial_conversation', null],
  multi_conversations_select: ['selected_conversations', 'initial_conversations', []],
  datepicker: ['selected_date', 'initial_date', null],
  timepicker: ['selected_time', 'initial_time', null],
  datetimepicker: ['selected_date_time', 'initial_date_time', null],
};

/** The property that holds an element's value; undefined for buttons and menus, which hold none. */
export const heldBy = (type: string): keyof StateValue | undefined => holders[type]?.[0];

/**
 * The state of every element that holds a value. What was filled in before stays where block, action
 * and type are the same, as in Slack: new initial values do not show through an update.
 */
export function stateOf(blocks: Block[], before: StateValues = {}): StateValues {
  const state: StateValues = {};
  for (const { block, element } of interactive(blocks)) {
    const holder = holders[element.type];
    if (!holder) continue;
    const kept = before[block.block_id]?.[element.action_id];
    const [held, initial, empty] = holder;
    (state[block.block_id] ??= {})[element.action_id] =
      kept?.type === element.type
        ? kept
        : { type: element.type, [held]: element[initial] ?? empty };
  }
  return state;
}
