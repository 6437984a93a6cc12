// @ts-check
// Draws rich_text blocks. Their text is literal: nothing in it is parsed.

/** @import { RichTextBlock, RichTextBlockElement, RichTextElement } from '@slack/types' */
import { el } from './dom.js';
import {
  drawChannelMention,
  drawDate,
  drawEmoji,
  drawLink,
  drawUserMention,
  withBreaks,
} from './text.js';

/**
 * @param {RichTextBlock} block
 * @returns {Node}
 */
export function drawRichText(block) {
  return el('div', { class: 'rich-text' }, block.elements.map(drawPart));
}

/**
 * @param {RichTextBlockElement} part
 * @returns {Node}
 */
function drawPart(part) {
  switch (part.type) {
    case 'rich_text_section':
      return el('div', { class: 'passage' }, part.elements.flatMap(drawElement));
    case 'rich_text_quote':
      return el('blockquote', { class: 'quote' }, part.elements.flatMap(drawElement));
    case 'rich_text_preformatted':
      return el('pre', { class: 'pre' }, part.elements.flatMap(drawElement));
    case 'rich_text_list':
      return el(
        part.style === 'ordered' ? 'ol' : 'ul',
        { class: `list list-indent-${Math.min(part.indent ?? 0, 8)}` },
        part.elements.map((item) => el('li', {}, item.elements.flatMap(drawElement))),
      );
  }
}

/**
 * @param {RichTextElement} element
 * @returns {Node[]}
 */
function drawElement(element) {
  return styled(drawBare(element), element.style ?? {});
}

/**
 * @param {RichTextElement} element
 * @returns {Node[]}
 */
function drawBare(element) {
  switch (element.type) {
    case 'text':
      return withBreaks(element.text);
    case 'link':
      return [drawLink(element.url, withBreaks(element.text ?? element.url))];
    case 'user':
      return [drawUserMention(element.user_id)];
    case 'channel':
      return [drawChannelMention(element.channel_id, undefined)];
    case 'usergroup':
      return [el('span', { class: 'mention' }, '@group')];
    case 'broadcast':
      return [el('span', { class: 'mention mention-me' }, `@${element.range}`)];
    case 'emoji':
      return [drawEmoji(element.name)];
    case 'date':
      return [
        drawDate({
          ms: element.timestamp * 1000,
          format: element.format,
          fallback: element.fallback ?? '',
          url: element.url,
        }),
      ];
    default:
      return [];
  }
}

/**
 * @param {Node[]} nodes
 * @param {{ bold?: boolean, italic?: boolean, strike?: boolean, code?: boolean }} style
 * @returns {Node[]}
 */
function styled(nodes, style) {
  let result = nodes;
  if (style.code) result = [el('code', { class: 'code' }, result)];
  if (style.strike) result = [el('s', {}, result)];
  if (style.italic) result = [el('em', {}, result)];
  if (style.bold) result = [el('strong', {}, result)];
  return result;
}
