// @ts-check
// What an interactive element is, whichever type it has, and what it holds.

/** @import { Confirm, KnownBlock, Option } from '@slack/types' */
/** @import { StateOption, StateValue } from '../contract.ts' */
/** @import { Form } from './form.js' */

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

/**
 * @typedef {object} Setting where an element stands
 * @property {Form} form
 * @property {string} blockId
 * @property {boolean} dispatches tells the app about each change at once
 * @property {string} label for screen readers where there is no visible one
 * @property {boolean} [optional]
 * @property {Record<string, unknown>} [aria]
 */

const STATELESS = new Set([
  'button',
  'overflow',
  'image',
  'workflow_button',
  'feedback_buttons',
  'icon_button',
  'mrkdwn',
  'plain_text',
]);

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
export function initialValue(element) {
  const { type } = element;
  if (type === 'checkboxes' || type === 'multi_static_select' || type === 'multi_external_select') {
    return { type, selected_options: element.initial_options ?? [] };
  }
  if (type === 'static_select' || type === 'external_select' || type === 'radio_buttons') {
    return { type, selected_option: element.initial_option ?? null };
  }
  if (type === 'users_select') return { type, selected_user: element.initial_user ?? null };
  if (type === 'multi_users_select') return { type, selected_users: element.initial_users ?? [] };
  if (type === 'conversations_select')
    return { type, selected_conversation: element.initial_conversation ?? null };
  if (type === 'multi_conversations_select')
    return { type, selected_conversations: element.initial_conversations ?? [] };
  if (type === 'channels_select')
    return { type, selected_channel: element.initial_channel ?? null };
  if (type === 'multi_channels_select')
    return { type, selected_channels: element.initial_channels ?? [] };
  if (type === 'datepicker') return { type, selected_date: element.initial_date ?? null };
  if (type === 'timepicker') return { type, selected_time: element.initial_time ?? null };
  if (type === 'datetimepicker')
    return { type, selected_date_time: element.initial_date_time ?? null };
  return { type, value: element.initial_value ?? null };
}

/**
 * Nothing typed, nothing chosen.
 * @param {StateValue} value
 */
export function isEmpty(value) {
  const { type: _, ...rest } = value;
  return Object.values(rest).every(
    (one) =>
      one === null || one === undefined || one === '' || (Array.isArray(one) && one.length === 0),
  );
}

/**
 * @param {Option} option
 * @returns {StateOption}
 */
export function toStateOption(option) {
  return {
    text: option.text,
    value: option.value ?? '',
    ...(option.description && { description: option.description }),
  };
}

/**
 * @param {string} blockId
 * @param {Element} element
 */
export function focusKey(blockId, element) {
  return `${blockId}/${element.action_id}`;
}
