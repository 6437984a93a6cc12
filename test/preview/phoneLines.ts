import type { KnownBlock, RichTextElement } from '@slack/types';

/** What a phone shows of a conversation at once, in lines of text of forty characters. */
export const phoneHeight = 30;

const width = { text: 40, heading: 30, small: 46 };

/** How many lines of a phone's screen a message takes, about: a row of buttons counts for two. */
export const phoneLines = (blocks: readonly KnownBlock[]): number =>
  blocks.reduce((sum, block) => sum + linesOf(block), 0);

function linesOf(block: KnownBlock): number {
  switch (block.type) {
    case 'header':
      return wrapped(block.text.text, width.heading);
    case 'section':
      return wrapped(shown(block.text?.text ?? ''), width.text) + (block.accessory ? 2 : 0);
    case 'context':
      return block.elements.reduce(
        (sum, one) => sum + ('text' in one ? wrapped(shown(one.text), width.small) : 1),
        0,
      );
    case 'rich_text':
      return block.elements.reduce(
        (sum, part) =>
          sum +
          (part.type === 'rich_text_list'
            ? 0
            : wrapped(part.elements.map(words).join(''), width.text)),
        0,
      );
    case 'actions':
      return 2 * rowsOf(block.elements.map((one) => labelOf(one).length + 5));
    default:
      return 1;
  }
}

const wrapped = (text: string, max: number): number =>
  text
    .trim()
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / max)), 0);

/** Buttons that do not fit beside each other go on another row. */
function rowsOf(widths: readonly number[]): number {
  let rows = 0;
  let left = 0;
  for (const one of widths) {
    if (one > left) {
      rows += 1;
      left = width.text;
    }
    left -= one;
  }
  return rows;
}

const labelOf = (element: object): string =>
  'text' in element ? (element.text as { text: string }).text : ''; // of what we draw, buttons only

/** As long as what a reader sees. */
function words(element: RichTextElement): string {
  switch (element.type) {
    case 'text':
      return element.text;
    case 'link':
      return element.text ?? element.url;
    case 'date':
      return aDate;
    case 'emoji':
      return '::';
    default:
      return aName;
  }
}
const aDate = 'Nov 26, 2026 11:15 AM';
const aName = '@colleague';
const shown = (markup: string): string =>
  markup.replace(/<!date[^>]*>/g, aDate).replace(/<[@#][^>]*>/g, aName);
