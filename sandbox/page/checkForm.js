// @ts-check
// What Slack's client refuses before the app hears of a submission.

/** @import { Form } from './form.js' */
import { isEmpty, statefulElements } from './element.js';

/**
 * @param {Form} form
 * @returns {Record<string, string>} a sentence by block_id
 */
export function checkForm(form) {
  /** @type {Record<string, string>} */
  const errors = {};
  for (const { blockId, element, block } of statefulElements(form.blocks)) {
    if (block.type !== 'input') continue;
    const value = form.value(blockId, element);
    const problem = isEmpty(value)
      ? block.optional
        ? null
        : 'Please fill this in.'
      : problemWith(element, value.value ?? '');
    if (problem) errors[blockId] = problem;
  }
  return errors;
}

/**
 * @param {{ type: string, min_length?: number, min_value?: string, max_value?: string, is_decimal_allowed?: boolean }} element
 * @param {string} text
 * @returns {string | null}
 */
function problemWith(element, text) {
  if (element.type === 'email_text_input' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text))
    return 'Please enter an email address.';
  if (element.type === 'url_text_input' && !/^https?:\/\/\S+\.\S+$/i.test(text))
    return 'Please enter a web address that begins with http:// or https://.';
  if (element.type === 'plain_text_input' && element.min_length && text.length < element.min_length)
    return `Please enter at least ${element.min_length} characters.`;
  if (element.type !== 'number_input') return null;
  const number = Number(text);
  if (!Number.isFinite(number)) return 'Please enter a number.';
  if (!element.is_decimal_allowed && !Number.isInteger(number))
    return 'Please enter a whole number.';
  if (element.min_value !== undefined && number < Number(element.min_value))
    return `Please enter ${element.min_value} or more.`;
  if (element.max_value !== undefined && number > Number(element.max_value))
    return `Please enter ${element.max_value} or less.`;
  return null;
}
