// @ts-check
// What has been typed and chosen on a surface. It outlives redrawing, as in Slack:
// an element keeps its value while its block_id and action_id stay the same.

/** @import { KnownBlock, Confirm } from '@slack/types' */
/** @import { ActAnswer, StateOption, StateValue, StateValues, Surface } from '../contract.ts' */
import { askToConfirm } from './confirm.js';
import { page } from './page.js';
import { sendAct } from './server.js';
import { failureSentence } from './failure.js';
import { refresh } from './travel.js';

/**
 * The parts of interactive elements that this page reads, whichever type they have.
 * @typedef {object} Element
 * @property {string} type
 * @property {string} action_id
 * @property {Confirm} [confirm]
 * @property {StateOption} [initial_option]
 * @property {StateOption[]} [initial_options]
 * @property {string} [initial_value]
 * @property {string} [initial_user]
 * @property {string[]} [initial_users]
 * @property {string} [initial_conversation]
 * @property {string[]} [initial_conversations]
 * @property {string} [initial_channel]
 * @property {string[]} [initial_channels]
 * @property {string} [initial_date]
 * @property {string} [initial_time]
 * @property {number} [initial_date_time]
 */

/** @type {Map<string, Map<string, StateValue>>} */
const kept = new Map();

export class Form {
  /**
   * @param {Surface} surface
   * @param {KnownBlock[]} blocks
   * @param {{ errors?: Record<string, string>, onFailure?: (sentence: string | null) => void }} [options]
   */
  constructor(surface, blocks, options = {}) {
    this.surface = surface;
    this.blocks = blocks;
    this.errors = options.errors ?? {};
    this.onFailure = options.onFailure ?? (() => {});
    const key = `${page.state.me} ${JSON.stringify(surface)}`;
    const values = kept.get(key) ?? new Map();
    kept.set(key, values);
    /** @type {Map<string, StateValue>} */
    this.values = values;
  }

  /**
   * @param {string} blockId
   * @param {Element} element
   * @returns {StateValue}
   */
  value(blockId, element) {
    return this.values.get(`${blockId} ${element.action_id}`) ?? initialValue(element);
  }

  /**
   * @param {string} blockId
   * @param {Element} element
   * @param {Partial<StateValue>} value
   */
  set(blockId, element, value) {
    this.values.set(`${blockId} ${element.action_id}`, { type: element.type, ...value });
  }

  /**
   * Every stateful element of the surface, as the payloads carry it.
   * @returns {StateValues}
   */
  state() {
    /** @type {StateValues} */
    const state = {};
    for (const { blockId, element } of statefulElements(this.blocks)) {
      (state[blockId] ??= {})[element.action_id] = this.value(blockId, element);
    }
    return state;
  }

  /**
   * Asks for confirmation where the element wants it, then tells the app.
   * @param {string} blockId
   * @param {Element} element
   * @param {StateValue} [input]
   * @returns {Promise<ActAnswer | null>} null if the person changed their mind
   */
  async click(blockId, element, input) {
    if (element.confirm && !(await askToConfirm(element.confirm))) return null;
    this.onFailure(null);
    const answer = await sendAct({
      as: page.state.me,
      kind: 'click',
      surface: this.surface,
      blockId,
      actionId: element.action_id,
      ...(input && { input }),
      state: this.state(),
    });
    if (!answer.ok) this.onFailure(failureSentence(answer.problem));
    await refresh();
    return answer;
  }
}

/**
 * Forgets what was typed on a surface that is gone.
 * @param {Surface} surface
 */
export function forgetForm(surface) {
  kept.delete(`${page.state.me} ${JSON.stringify(surface)}`);
}

const STATELESS = new Set(['button', 'overflow', 'image', 'workflow_button', 'feedback_buttons', 'icon_button', 'mrkdwn', 'plain_text']);

/**
 * @param {KnownBlock[]} blocks
 * @returns {{ blockId: string, element: Element, block: KnownBlock }[]}
 */
export function statefulElements(blocks) {
  return blocks.flatMap((block) => {
    const elements =
      block.type === 'input'
        ? [block.element]
        : block.type === 'actions'
          ? block.elements
          : block.type === 'section' && block.accessory
            ? [block.accessory]
            : [];
    return elements
      .filter((element) => !STATELESS.has(element.type))
      .map((element) => ({ blockId: block.block_id ?? '', element: asElement(element), block }));
  });
}

/**
 * The server fills in every action_id, which Slack's types leave optional.
 * @param {object} element
 * @returns {Element}
 */
export function asElement(element) {
  return /** @type {Element} */ (element);
}

/**
 * @param {Element} element
 * @returns {StateValue}
 */
function initialValue(element) {
  const { type } = element;
  if (type === 'checkboxes' || type === 'multi_static_select' || type === 'multi_external_select') {
    return { type, selected_options: element.initial_options ?? [] };
  }
  if (type === 'static_select' || type === 'external_select' || type === 'radio_buttons') {
    return { type, selected_option: element.initial_option ?? null };
  }
  if (type === 'users_select') return { type, selected_user: element.initial_user ?? null };
  if (type === 'multi_users_select') return { type, selected_users: element.initial_users ?? [] };
  if (type === 'conversations_select') return { type, selected_conversation: element.initial_conversation ?? null };
  if (type === 'multi_conversations_select') return { type, selected_conversations: element.initial_conversations ?? [] };
  if (type === 'channels_select') return { type, selected_channel: element.initial_channel ?? null };
  if (type === 'multi_channels_select') return { type, selected_channels: element.initial_channels ?? [] };
  if (type === 'datepicker') return { type, selected_date: element.initial_date ?? null };
  if (type === 'timepicker') return { type, selected_time: element.initial_time ?? null };
  if (type === 'datetimepicker') return { type, selected_date_time: element.initial_date_time ?? null };
  return { type, value: element.initial_value ?? null };
}

/**
 * Nothing typed, nothing chosen.
 * @param {StateValue} value
 */
export function isEmpty(value) {
  const { type: _, ...rest } = value;
  return Object.values(rest).every((one) => one === null || one === undefined || one === '' || (Array.isArray(one) && one.length === 0));
}
