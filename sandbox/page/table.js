// @ts-check
/** @import { RawNumberElement, RawTextElement, RichTextBlock, TableBlock } from '@slack/types' */
import { el } from './dom.js';
import { drawRichText } from './richText.js';

/** @param {TableBlock} block */
export function drawTable(block) {
  return el(
    'div',
    { class: 'table-frame', tabindex: 0, role: 'group', 'aria-label': 'Table' },
    el(
      'table',
      { class: 'table' },
      block.rows.map((row, index) =>
        el(
          'tr',
          {},
          row.map((cell, column) =>
            el(
              index === 0 ? 'th' : 'td',
              {
                class: `align-${block.column_settings?.[column]?.align ?? 'left'}${block.column_settings?.[column]?.is_wrapped ? ' is-wrapped' : ''}`,
              },
              drawCell(cell),
            ),
          ),
        ),
      ),
    ),
  );
}

/** @param {RichTextBlock | RawTextElement | RawNumberElement} cell */
function drawCell(cell) {
  return cell.type === 'rich_text' ? drawRichText(cell) : cell.text;
}
