// @ts-check
// Draws interactive elements, bound to a form.

/** @import { Button, Checkboxes, Overflow, RadioButtons } from '@slack/types' */
/** @import { Setting } from './element.js' */
import { drawSelectElement } from './choices.js';
import { el, freshId } from './dom.js';
import { asElement, focusKey, toStateOption } from './element.js';
import { drawDateTime, drawPicker, drawTextInput } from './fields.js';
import { icon } from './icons.js';
import { openMenu } from './menu.js';
import { drawPlain, drawText, plainString } from './text.js';

/**
 * @param {{ type: string }} element any element of Slack's types
 * @param {Setting} setting
 * @returns {Node}
 */
export function drawElement(element, setting) {
  const { type } = element;
  if (type === 'button' || type === 'workflow_button')
    return drawButton(/** @type {Button} */ (element), setting);
  if (type === 'overflow') return drawOverflow(/** @type {Overflow} */ (element), setting);
  if (type === 'checkboxes' || type === 'radio_buttons')
    return drawBoxes(/** @type {Checkboxes | RadioButtons} */ (element), setting);
  if (type.endsWith('_select')) return drawSelectElement(asElement(element), setting);
  if (type === 'datepicker' || type === 'timepicker')
    return drawPicker(asElement(element), setting);
  if (type === 'datetimepicker') return drawDateTime(asElement(element), setting);
  if (type.endsWith('_input') && type !== 'file_input' && type !== 'rich_text_input')
    return drawTextInput(asElement(element), setting);
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
              void form.click(blockId, element, {
                type: 'overflow',
                selected_option: toStateOption(option),
              });
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
    form.set(
      blockId,
      element,
      radio ? { selected_option: chosen[0] ?? null } : { selected_options: chosen },
    );
    if (dispatches) void form.click(blockId, element, form.value(blockId, element));
  };
  const value = form.value(blockId, element);
  const chosen = new Set(
    radio ? [value.selected_option?.value] : value.selected_options?.map((option) => option.value),
  );
  const inputs = boxes.options.map((option, index) =>
    el('input', {
      type: radio ? 'radio' : 'checkbox',
      name,
      checked: chosen.has(option.value),
      onchange: change,
      'data-focus': `${focusKey(blockId, element)}/${index}`,
    }),
  );
  return el(
    'div',
    { class: 'boxes', role: radio ? 'radiogroup' : 'group', 'aria-label': label, ...aria },
    boxes.options.map((option, index) =>
      el(
        'label',
        { class: 'box' },
        inputs[index] ?? null,
        el(
          'span',
          {},
          drawText(option.text),
          option.description
            ? el('span', { class: 'box-note' }, drawText(option.description))
            : null,
        ),
      ),
    ),
  );
}
