// @ts-check
// Text inputs, dates and times.

/** @import { PlainTextElement } from '@slack/types' */
/** @import { Element, Setting } from './element.js' */
import { toInstant, localDate, localTime } from './dates.js';
import { el } from './dom.js';
import { focusKey } from './element.js';
import { me, now } from './page.js';
import { plainString } from './text.js';

/**
 * @param {Element} element
 * @param {Setting} setting
 */
export function drawPicker(element, { form, blockId, dispatches, label, aria }) {
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
      form.set(
        blockId,
        element,
        date ? { selected_date: input.value || null } : { selected_time: input.value || null },
      );
      if (dispatches) void form.click(blockId, element, form.value(blockId, element));
    },
  });
  return input;
}

/**
 * A date and a time in the person's own zone, kept as one instant. As in Slack there is never one
 * without the other: a day comes with the time that it is now, a time with today; both go together.
 * @param {Element} element
 * @param {Setting} setting
 */
export function drawDateTime(element, { form, blockId, dispatches, label, aria }) {
  const { tz } = me();
  const seconds = form.value(blockId, element).selected_date_time;
  const change = () => {
    const whole = date.value ? Math.floor(toInstant(date.value, time.value, tz) / 1000) : null;
    form.set(blockId, element, { selected_date_time: whole });
    if (dispatches && whole !== null)
      void form.click(blockId, element, form.value(blockId, element));
  };
  const key = focusKey(blockId, element);
  const date = el('input', {
    type: 'date',
    class: 'field field-short',
    'aria-label': `${label}: date`,
    ...aria,
    'data-focus': `${key}/date`,
    onchange: () => {
      time.value = date.value && (time.value || localTime(now(), tz));
      change();
    },
  });
  const time = el('input', {
    type: 'time',
    class: 'field field-short',
    'aria-label': `${label}: time`,
    'data-focus': `${key}/time`,
    onchange: () => {
      date.value = time.value && (date.value || localDate(now(), tz));
      change();
    },
  });
  if (seconds) {
    date.value = localDate(seconds * 1000, tz);
    time.value = localTime(seconds * 1000, tz);
  }
  return el('span', { class: 'field-pair' }, date, time);
}

const INPUT_TYPES = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'text',
  plain_text_input: 'text',
};

/**
 * @param {Element & { multiline?: boolean, placeholder?: PlainTextElement, max_length?: number, focus_on_load?: boolean, dispatch_action_config?: { trigger_actions_on?: string[] } }} element
 * @param {Setting} setting
 */
export function drawTextInput(element, { form, blockId, dispatches, label, aria }) {
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const tell = () => form.click(blockId, element, form.value(blockId, element));
  const type = INPUT_TYPES[/** @type {keyof typeof INPUT_TYPES} */ (element.type)] ?? 'text';
  const input = el(element.multiline ? 'textarea' : 'input', {
    ...(element.multiline
      ? { rows: 4 }
      : { type, inputmode: element.type === 'number_input' ? 'decimal' : null }),
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
      if (
        event.key !== 'Enter' ||
        element.multiline ||
        !dispatches ||
        !triggers.includes('on_enter_pressed')
      )
        return;
      event.preventDefault();
      event.stopPropagation();
      void tell();
    },
  });
  return input;
}
