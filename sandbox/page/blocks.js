// @ts-check
// Draws Block Kit blocks.

/** @import { AlertBlock, CardBlock, ContextBlock, InputBlock, KnownBlock, SectionBlock } from '@slack/types' */
/** @import { Form } from './form.js' */
import { el, freshId } from './dom.js';
import { drawElement } from './elements.js';
import { icon } from './icons.js';
import { drawImageBlock, drawPicture } from './picture.js';
import { drawRichText } from './richText.js';
import { drawTable } from './table.js';
import { drawMarkdown, drawPlain, drawText } from './text.js';

/**
 * @param {Form} form the surface's values; it also holds the blocks
 * @returns {HTMLElement[]}
 */
export function drawBlocks(form) {
  return form.blocks.map((block) =>
    el(
      'div',
      { class: `block block-${block.type}`, 'data-block': block.block_id },
      drawBlock(block, form),
    ),
  );
}

/**
 * @param {KnownBlock} block
 * @param {Form} form
 * @returns {Node | Node[]}
 */
function drawBlock(block, form) {
  const blockId = block.block_id ?? '';
  switch (block.type) {
    case 'section':
      return drawSection(block, form);
    case 'actions':
      return block.elements.map((element) =>
        drawElement(element, { form, blockId, dispatches: true, label: labelOf(element) }),
      );
    case 'context':
      return drawContext(block);
    case 'divider':
      return el('hr', { class: 'divider' });
    case 'header':
      return el('h3', { class: 'block-heading' }, drawPlain(block.text));
    case 'image':
      return drawImageBlock(block);
    case 'input':
      return drawInput(block, form);
    case 'rich_text':
      return drawRichText(block);
    case 'markdown':
      return drawMarkdown(block.text);
    case 'table':
      return drawTable(block);
    case 'alert':
      return drawAlert(block);
    case 'card':
      return drawCard(block, form);
    case 'carousel':
      return el(
        'div',
        { class: 'carousel' },
        block.elements.map((card) => el('div', { class: 'block-card' }, drawCard(card, form))),
      );
    default:
      return el('span', { class: 'undrawn' }, `The sandbox does not draw “${block.type}” blocks.`);
  }
}

/**
 * @param {SectionBlock} section
 * @param {Form} form
 */
function drawSection(section, form) {
  const { accessory } = section;
  const words = [
    section.text ? el('div', { class: 'section-text' }, drawText(section.text)) : null,
    section.fields
      ? el(
          'div',
          { class: 'fields' },
          section.fields.map((field) => el('div', {}, drawText(field))),
        )
      : null,
  ];
  if (!accessory) return el('div', { class: 'section' }, words);
  const drawn =
    accessory.type === 'image'
      ? drawPicture(accessory, 'picture picture-accessory')
      : drawElement(accessory, {
          form,
          blockId: section.block_id ?? '',
          dispatches: true,
          label: section.text?.text ?? labelOf(accessory),
        });
  return el(
    'div',
    { class: `section section-with section-with-${accessory.type}` },
    el('div', {}, words),
    el('div', { class: 'accessory' }, drawn),
  );
}

/** @param {ContextBlock} block */
function drawContext(block) {
  return block.elements.map((element) =>
    element.type === 'image'
      ? drawPicture(element, 'picture picture-context')
      : el('span', { class: 'context-text' }, drawText(element)),
  );
}

/**
 * @param {InputBlock} block
 * @param {Form} form
 */
function drawInput(block, form) {
  const blockId = block.block_id ?? '';
  const labelId = freshId();
  const noteId = freshId();
  const error = form.errors[blockId];
  const aria = {
    'aria-label': null,
    'aria-labelledby': labelId,
    'aria-describedby': error || block.hint ? noteId : null,
    'aria-invalid': error ? 'true' : null,
    'aria-required': block.optional ? null : 'true',
  };
  const element = drawElement(block.element, {
    form,
    blockId,
    dispatches: block.dispatch_action ?? false,
    label: block.label.text,
    optional: block.optional ?? false,
    aria,
  });
  return el(
    'div',
    { class: error ? 'input has-error' : 'input' },
    el(
      'div',
      { class: 'input-label', id: labelId },
      drawPlain(block.label),
      block.optional ? el('span', { class: 'input-optional' }, ' (optional)') : null,
    ),
    element,
    error
      ? el('div', { class: 'input-error', id: noteId }, icon('warn'), el('span', {}, error))
      : block.hint
        ? el('div', { class: 'input-hint', id: noteId }, drawPlain(block.hint))
        : null,
  );
}

/** @param {AlertBlock} block */
function drawAlert(block) {
  const level = block.level ?? 'default';
  const mark =
    level === 'warning' || level === 'error' ? 'warn' : level === 'success' ? 'check' : 'info';
  return el(
    'div',
    { class: `alert alert-${level}`, role: 'note' },
    icon(mark),
    el('div', {}, drawText(block.text)),
  );
}

/**
 * @param {CardBlock} card
 * @param {Form} form
 */
function drawCard(card, form) {
  return el(
    'div',
    { class: 'card' },
    card.hero_image ? drawPicture(card.hero_image, 'picture card-hero') : null,
    el(
      'div',
      { class: 'card-head' },
      card.icon ? drawPicture(card.icon, 'picture card-icon') : null,
      el(
        'div',
        {},
        card.title ? el('div', { class: 'card-title' }, drawText(card.title)) : null,
        card.subtitle ? el('div', { class: 'card-subtitle' }, drawText(card.subtitle)) : null,
      ),
    ),
    card.body ? el('div', { class: 'card-body' }, drawText(card.body)) : null,
    card.actions?.length
      ? el(
          'div',
          { class: 'card-actions' },
          card.actions.map((button) =>
            drawElement(button, {
              form,
              blockId: card.block_id ?? '',
              dispatches: true,
              label: button.text.text,
            }),
          ),
        )
      : null,
  );
}

/** @param {object} element */
function labelOf(element) {
  const { placeholder } = /** @type {{ placeholder?: { text: string } }} */ (element);
  return placeholder?.text ?? 'Choose';
}
