// @ts-check
// Draws interactive elements, bound to a form.

/** @import { Button, Checkboxes, Option, Overflow, PlainTextElement, RadioButtons } from '@slack/types' */
/** @import { Element, Form } from './form.js' */
import { drawSelectElement } from './choices.js';
import { toInstant, localDate, localTime } from './dates.js';
import { el, freshId } from './dom.js';
import { asElement } from './form.js';
import { icon } from './icons.js';
import { openMenu } from './menu.js';
import { me } from './page.js';
import { drawPlain, drawText, plainString } from './text.js';

/**
 * @typedef {object} Setting where an element stands
 * @property {Form} form
 * @property {string} blockId
 * @property {boolean} dispatches tells the app about each change at once
 * @property {string} label for screen readers where there is no visible one
 * @property {boolean} [optional]
 * @property {Record<string, unknown>} [aria]
 * @property {{ trigger_actions_on?: string[] }} [dispatchConfig]
 */

/**
 * @param {{ type: string }} element any element of Slack's types
 * @param {Setting} setting
 * @returns {Node}
 */
export function drawElement(element, setting) {
  const { type } = element;
  if (type === 'button' || type === 'workflow_button') return drawButton(/** @type {Button} */ (element), setting);
  if (type === 'overflow') return drawOverflow(/** @type {Overflow} */ (element), setting);
  if (type === 'checkboxes' || type === 'radio_buttons') return drawBoxes(/** @type {Checkboxes | RadioButtons} */ (element), setting);
  if (type.endsWith('_select')) return drawSelectElement(asElement(element), setting);
  if (type === 'datepicker' || type === 'timepicker') return drawPicker(asElement(element), setting);
  if (type === 'datetimepicker') return drawDateTime(asElement(element), setting);
  if (/_input$/.test(type) && type !== 'file_input' && type !== 'rich_text_input') return drawTextInput(asElement(element), setting);
  return el('span', { class: 'undrawn' }, `The sandbox does not draw “${type}”.`);
}

/**
 * @param {Button} button
 * @param {Setting} setting
 */
function drawButton(button, { form, blockId }) {
  const element = asElement(button);
  const style = button.style ? ` button-${button.style}` : '';
  const node = el(
    'button',
    {
      type: 'button',
      class: `button${style}`,
      'aria-label': button.accessibility_label,
      'data-focus': focusKey(blockId, element),
      'data-action': element.action_id,
      onclick: async () => {
        if (node.getAttribute('aria-busy') === 'true') return;
        if (button.url) openOutside(button.url);
        node.setAttribute('aria-busy', 'true');
        await form.click(blockId, element);
        node.removeAttribute('aria-busy');
      },
    },
    el('span', { class: 'button-text' }, drawPlain(button.text)),
  );
  return node;
}

/** @param {string} url */
function openOutside(url) {
  if (/^(https?:|mailto:|tel:)/i.test(url)) window.open(url, '_blank', 'noopener,noreferrer');
}

/**
 * @param {Overflow} overflow
 * @param {Setting} setting
 */
function drawOverflow(overflow, { form, blockId }) {
  const element = asElement(overflow);
  const node = el(
    'button',
    {
      type: 'button',
      class: 'button button-overflow',
      'aria-label': 'More options',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'data-focus': focusKey(blockId, element),
      onclick: () =>
        openMenu(
          node,
          'More options',
          overflow.options.map((option) => ({
            label: plainString(option.text),
            note: option.description && plainString(option.description),
            run: () => {
              if (option.url) openOutside(option.url);
              void form.click(blockId, element, { type: 'overflow', selected_option: toStateOption(option) });
            },
          })),
        ),
    },
    icon('more'),
  );
  return node;
}

/**
 * @param {Checkboxes | RadioButtons} boxes
 * @param {Setting} setting
 */
function drawBoxes(boxes, { form, blockId, dispatches, label, aria }) {
  const element = asElement(boxes);
  const radio = boxes.type === 'radio_buttons';
  const name = freshId();
  const change = () => {
    const chosen = boxes.options.filter((_, index) => inputs[index]?.checked).map(toStateOption);
    form.set(blockId, element, radio ? { selected_option: chosen[0] ?? null } : { selected_options: chosen });
    if (dispatches) void form.click(blockId, element, form.value(blockId, element));
  };
  const value = form.value(blockId, element);
  const chosen = new Set(radio ? [value.selected_option?.value] : value.selected_options?.map((option) => option.value));
  const inputs = boxes.options.map((option, index) =>
    el('input', { type: radio ? 'radio' : 'checkbox', name, checked: chosen.has(option.value), onchange: change, 'data-focus': `${focusKey(blockId, element)}/${index}` }),
  );
  return el(
    'div',
    { class: 'boxes', role: radio ? 'radiogroup' : 'group', 'aria-label': label, ...aria },
    boxes.options.map((option, index) =>
      el(
        'label',
        { class: 'box' },
        inputs[index] ?? null,
        el('span', {}, drawText(option.text), option.description ? el('span', { class: 'box-note' }, drawText(option.description)) : null),
      ),
    ),
  );
}

/**
 * @param {Element} element
 * @param {Setting} setting
 */
function drawPicker(element, { form, blockId, dispatches, label, aria }) {
  const date = element.type === 'datepicker';
  const value = form.value(blockId, element);
  const input = el('input', {
    type: date ? 'date' : 'time',
    class: 'field field-short',
    value: (date ? value.selected_date : value.selected_time) ?? '',
    'aria-label': label,
    ...aria,
    'data-focus': focusKey(blockId, element),
    onchange: () => {
      form.set(blockId, element, date ? { selected_date: input.value || null } : { selected_time: input.value || null });
      if (dispatches) void form.click(blockId, element, form.value(blockId, element));
    },
  });
  return input;
}

/**
 * A date and a time in the person's own zone, kept as one instant once both are there.
 * @param {Element} element
 * @param {Setting} setting
 */
function drawDateTime(element, { form, blockId, dispatches, label, aria }) {
  const { tz } = me();
  const seconds = form.value(blockId, element).selected_date_time;
  const change = () => {
    const whole = date.value && time.value ? Math.floor(toInstant(date.value, time.value, tz) / 1000) : null;
    form.set(blockId, element, { selected_date_time: whole });
    if (dispatches && whole !== null) void form.click(blockId, element, form.value(blockId, element));
  };
  const key = focusKey(blockId, element);
  const date = el('input', { type: 'date', class: 'field field-short', 'aria-label': `${label}: date`, ...aria, 'data-focus': `${key}/date`, onchange: change });
  const time = el('input', { type: 'time', class: 'field field-short', 'aria-label': `${label}: time`, 'data-focus': `${key}/time`, onchange: change });
  if (seconds) {
    date.value = localDate(seconds * 1000, tz);
    time.value = localTime(seconds * 1000, tz);
  }
  return el('span', { class: 'field-pair' }, date, time);
}

const INPUT_TYPES = { email_text_input: 'email', url_text_input: 'url', number_input: 'text', plain_text_input: 'text' };

/**
 * @param {Element & { multiline?: boolean, placeholder?: PlainTextElement, max_length?: number, focus_on_load?: boolean, dispatch_action_config?: { trigger_actions_on?: string[] } }} element
 * @param {Setting} setting
 */
function drawTextInput(element, { form, blockId, dispatches, label, aria }) {
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const tell = () => form.click(blockId, element, form.value(blockId, element));
  const type = INPUT_TYPES[/** @type {keyof typeof INPUT_TYPES} */ (element.type)] ?? 'text';
  const input = el(element.multiline ? 'textarea' : 'input', {
    ...(element.multiline ? { rows: 4 } : { type, inputmode: element.type === 'number_input' ? 'decimal' : null }),
    class: 'field',
    value: form.value(blockId, element).value ?? '',
    placeholder: element.placeholder && plainString(element.placeholder),
    maxlength: element.max_length,
    'aria-label': label,
    ...aria,
    'data-focus': focusKey(blockId, element),
    'data-first': element.focus_on_load,
    autocomplete: 'off',
    oninput: () => {
      form.set(blockId, element, { value: input.value === '' ? null : input.value });
      if (dispatches && triggers.includes('on_character_entered')) void tell();
    },
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== 'Enter' || element.multiline || !dispatches || !triggers.includes('on_enter_pressed')) return;
      event.preventDefault();
      event.stopPropagation();
      void tell();
    },
  });
  return input;
}

/**
 * @param {Option} option
 * @returns {import('../contract.ts').StateOption}
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
