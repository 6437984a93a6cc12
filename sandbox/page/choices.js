// @ts-check
// Select elements of Slack's ten types on the one select of this page.

/** @import { OptionGroup, Option, PlainTextElement } from '@slack/types' */
/** @import { StateOption, StateValue } from '../contract.ts' */
/** @import { Element, Setting } from './element.js' */
/** @import { Choice } from './select.js' */
import { focusKey, toStateOption } from './element.js';
import { page } from './page.js';
import { drawSelect } from './select.js';
import { sendAct } from './server.js';
import { plainString } from './text.js';

/**
 * @typedef {Element & {
 *   options?: Option[], option_groups?: OptionGroup[], placeholder?: PlainTextElement, max_selected_items?: number,
 *   min_query_length?: number, filter?: { include?: string[], exclude_bot_users?: boolean } }} SelectElement
 */

/** @typedef {'option' | 'user' | 'conversation' | 'channel'} Kind */

/**
 * @param {SelectElement} element
 * @param {Setting} setting
 */
export function drawSelectElement(element, { form, blockId, dispatches, label, optional, aria }) {
  const multi = element.type.startsWith('multi_');
  const kind = kindOf(element.type);
  /** @type {Map<string, StateOption>} */
  const options = new Map();
  return drawSelect({
    label,
    aria,
    multi,
    max: element.max_selected_items,
    clearable: Boolean(optional),
    placeholder: element.placeholder ? plainString(element.placeholder) : 'Choose',
    focusKey: focusKey(blockId, element),
    chosen: chosenIn(form.value(blockId, element), kind, options),
    choices: (query) => choicesFor(element, kind, options, query, { form, blockId }),
    onChange: (chosen) => {
      form.set(blockId, element, valueOf(kind, multi, chosen, options));
      if (dispatches) void form.click(blockId, element, form.value(blockId, element));
    },
  });
}

/**
 * @param {string} type
 * @returns {Kind}
 */
function kindOf(type) {
  if (type.includes('users_')) return 'user';
  if (type.includes('conversations_')) return 'conversation';
  return type.includes('channels_') ? 'channel' : 'option';
}

/**
 * @param {SelectElement} element
 * @param {Kind} kind
 * @param {Map<string, StateOption>} known
 * @param {string} query
 * @param {Pick<Setting, 'form' | 'blockId'>} setting
 * @returns {Choice[] | Promise<Choice[]>}
 */
function choicesFor(element, kind, known, query, { form, blockId }) {
  if (kind === 'user') return people();
  if (kind === 'channel') return places(['public']);
  if (kind === 'conversation') return places(element.filter?.include);
  if (element.type.endsWith('external_select'))
    return suggested(element, known, query, { form, blockId });
  const plain = (element.options ?? []).map((option) => toChoice(toStateOption(option), known));
  const grouped = (element.option_groups ?? []).flatMap((group) =>
    group.options.map((option) => ({
      ...toChoice(toStateOption(option), known),
      group: plainString(group.label),
    })),
  );
  return [...plain, ...grouped];
}

/**
 * @param {SelectElement} element
 * @param {Map<string, StateOption>} known
 * @param {string} text
 * @param {Pick<Setting, 'form' | 'blockId'>} setting
 * @returns {Promise<Choice[]>}
 */
async function suggested(element, known, text, { form, blockId }) {
  if (text.length < (element.min_query_length ?? 3)) return [];
  const answer = await sendAct({
    as: page.state.me,
    kind: 'suggest',
    surface: form.surface,
    blockId,
    actionId: element.action_id,
    text,
  });
  if (!answer.ok) return [];
  const grouped = (answer.optionGroups ?? []).flatMap((group) =>
    group.options.map((option) => ({ ...toChoice(option, known), group: group.label.text })),
  );
  return [...(answer.options ?? []).map((option) => toChoice(option, known)), ...grouped];
}

/** @returns {Choice[]} */
function people() {
  return page.state.users
    .filter((user) => !user.isBot && !user.deactivated)
    .map((user) => ({ key: user.id, label: user.realName || user.name, note: user.role }));
}

/**
 * @param {string[]} [include] 'public', 'private', 'im'
 * @returns {Choice[]}
 */
function places(include = ['public', 'private', 'im']) {
  const channels = page.state.conversations
    .filter(
      (one) =>
        (one.kind === 'channel' && include.includes('public')) ||
        (one.kind === 'private' && include.includes('private')),
    )
    .filter((one) => !one.isArchived)
    .map((one) => ({ key: one.id, label: `#${one.name}` }));
  return include.includes('im') ? [...channels, ...people()] : channels;
}

/**
 * @param {StateOption} option
 * @param {Map<string, StateOption>} known
 * @returns {Choice}
 */
function toChoice(option, known) {
  known.set(option.value, option);
  return {
    key: option.value,
    label: plainString(option.text),
    note: option.description && plainString(option.description),
  };
}

/**
 * @param {StateValue} value
 * @param {Kind} kind
 * @param {Map<string, StateOption>} known
 * @returns {Choice[]}
 */
function chosenIn(value, kind, known) {
  if (kind === 'option') {
    return (value.selected_options ?? (value.selected_option ? [value.selected_option] : [])).map(
      (option) => toChoice(option, known),
    );
  }
  const all = kind === 'user' ? people() : places();
  const one = value.selected_user ?? value.selected_conversation ?? value.selected_channel;
  const keys =
    value.selected_users ??
    value.selected_conversations ??
    value.selected_channels ??
    (one ? [one] : []);
  return keys.map((key) => all.find((choice) => choice.key === key) ?? { key, label: key });
}

/**
 * @param {Kind} kind
 * @param {boolean} multi
 * @param {Choice[]} chosen
 * @param {Map<string, StateOption>} known
 * @returns {Partial<StateValue>}
 */
function valueOf(kind, multi, chosen, known) {
  if (kind === 'option') {
    const options = chosen.flatMap((choice) => known.get(choice.key) ?? []);
    return multi ? { selected_options: options } : { selected_option: options[0] ?? null };
  }
  const keys = chosen.map((choice) => choice.key);
  return multi ? { [`selected_${kind}s`]: keys } : { [`selected_${kind}`]: keys[0] ?? null };
}
