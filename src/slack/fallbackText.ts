import type { KnownBlock } from '@slack/types';
import { escape } from './escape.ts';
import { markupOf } from './richText.ts';

/** Slack's chat.update refuses more. */
const longest = 3_900;

/**
 * All that the blocks say, buttons left out, as the text that screen readers and notifications get;
 * so that each message can be understood from it alone.
 */
export function fallbackText(blocks: readonly KnownBlock[]): string {
  const text = blocks.flatMap(wordsOf).filter(Boolean).join('\n');
  return text.length > longest ? `${text.slice(0, longest).replace(/[<&][^<>;]*$/, '')}…` : text;
}

function wordsOf(block: KnownBlock): string[] {
  switch (block.type) {
    case 'header':
      return [escape(block.text.text)];
    case 'section':
      return [block.text, ...(block.fields ?? [])].flatMap((text) => (text ? [textOf(text)] : []));
    case 'context':
      return [
        block.elements
          .map((one) => ('text' in one ? textOf(one) : escape(one.alt_text)))
          .join(' · '),
      ];
    case 'rich_text':
      return block.elements.map((part) =>
        part.type === 'rich_text_list'
          ? part.elements.map((item) => `• ${markupOf(item.elements).markup}`).join('\n')
          : markupOf(part.elements).markup.trim(),
      );
    default:
      return [];
  }
}

const textOf = (text: { type: string; text: string }): string =>
  text.type === 'mrkdwn' ? text.text : escape(text.text);
