import type {
  RichTextBlock,
  RichTextElement,
  RichTextPreformatted,
  RichTextQuote,
  RichTextSection,
} from '@slack/types';
import type { Markup } from './blocks.ts';
import { escape } from './escape.ts';

/**
 * Text in which nothing is parsed: what a stranger wrote cannot mention, link or format. Slack
 * takes rich_text in messages, modals and Home.
 */
export type Inline = RichTextElement;
type Style = {
  readonly bold?: true;
  readonly italic?: true;
  readonly strike?: true;
  readonly code?: true;
};

/** Control and direction characters would reorder or hide what stands beside them. */
const unseen = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu;

/** A stranger's text on one line, cut to `max` characters. */
export function oneLine(text: string, max: number): string {
  const line = text.replace(unseen, ' ').replace(/\s+/g, ' ').trim();
  return line.length > max ? `${line.slice(0, max - 1).trimEnd()}…` : line;
}

/** A stranger's text, its lines kept, at most one of them empty in a row. */
export function severalLines(text: string, max: number): string {
  const lines = text
    .split(/\r\n?|\n/)
    .map((line) => line.replace(unseen, ' ').trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return lines.length > max ? `${lines.slice(0, max - 1).trimEnd()}…` : lines;
}

export const plain = (text: string, style?: Style): Inline =>
  style ? { type: 'text', text, style } : { type: 'text', text };
export const bold = (text: string): Inline => plain(text, { bold: true });
export const mention = (userId: string): Inline => ({ type: 'user', user_id: userId });
export const channelLink = (channelId: string): Inline => ({
  type: 'channel',
  channel_id: channelId,
});
/** `icon` as in text: `:new:`. */
export const emoji = (icon: string): Inline => ({ type: 'emoji', name: icon.replaceAll(':', '') });

/** An instant on the reader's own clock. `format`: Slack's tokens, such as `{date_short_pretty} {time}`. */
export const moment = (at: Date, format = '{date_short_pretty} {time}'): Inline => ({
  type: 'date',
  timestamp: Math.floor(at.getTime() / 1000),
  format,
  fallback: utc(at),
});

/** Built from validated addresses only. `jane?bcc=eve@example.org` is one: it names no second reader here. */
export const mailLink = (email: string): Inline => ({
  type: 'link',
  url: `mailto:${encodeURIComponent(email).replace(/%40(?!.*%40)/, '@')}`,
  text: email,
});
/** Built from E.164 numbers only. */
export const phoneLink = (phone: string, shown = phone): Inline => ({
  type: 'link',
  url: `tel:${phone}`,
  text: shown,
});

export const line = (...elements: Inline[]): RichTextSection => ({
  type: 'rich_text_section',
  elements,
});
export const quote = (...elements: Inline[]): RichTextQuote => ({
  type: 'rich_text_quote',
  elements,
});
/** Text to copy as it is. */
export const copyable = (text: string): RichTextPreformatted => ({
  type: 'rich_text_preformatted',
  elements: [{ type: 'text', text }],
});

export type RichLine = RichTextSection | RichTextQuote | RichTextPreformatted;

/** One block of lines. Sections in a row become one, with breaks: how Slack draws several is not written down. */
export function richText(lines: readonly RichLine[]): RichTextBlock {
  const elements: RichLine[] = [];
  for (const next of lines) {
    const before = elements.at(-1);
    if (next.type === 'rich_text_section' && before?.type === 'rich_text_section') {
      elements[elements.length - 1] = line(...before.elements, plain('\n'), ...next.elements);
    } else elements.push(next);
  }
  return { type: 'rich_text', elements };
}

/** Elements with the same one between them; empty ones are left out. */
export const joined = (parts: readonly (readonly Inline[])[], between = ' · '): Inline[] =>
  parts
    .filter((part) => part.length > 0)
    .flatMap((part, i) => (i > 0 ? [plain(between), ...part] : part));

/** `2026-11-22 14:00 UTC`: where a reader's own clock is not known. */
export const utc = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** The same as mrkdwn, for grey lines and fallback texts. There a stranger's * _ ~ still format. */
export const markupOf = (elements: readonly Inline[]): Markup => ({
  markup: elements.map(markupOfOne).join('').trimStart(),
});

function markupOfOne(element: Inline): string {
  switch (element.type) {
    case 'text':
      return escape(element.text);
    case 'link':
      return `<${escape(element.url)}|${escape(element.text ?? element.url)}>`;
    case 'user':
      return `<@${element.user_id}>`;
    case 'channel':
      return `<#${element.channel_id}>`;
    case 'date':
      return `<!date^${element.timestamp}^${element.format}|${escape(element.fallback ?? '')}>`;
    default:
      return ''; // emoji: the word beside it says the same
  }
}
