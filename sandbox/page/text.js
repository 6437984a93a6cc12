// @ts-check
// Draws text trees and text objects.

/** @import { Inline, Passage } from './mrkdwn.js' */
/** @import { MarkdownPassage } from './markdown.js' */
import { el } from './dom.js';
import { fillDateTokens } from './dates.js';
import { emojiNamed } from './emoji.js';
import { readMrkdwn } from './mrkdwn.js';
import { readMarkdown } from './markdown.js';
import { conversationById, me, now, page, userName } from './page.js';
import { goTo } from './travel.js';

/**
 * A text object of either type.
 * @param {{ type: string, text: string, emoji?: boolean, verbatim?: boolean }} object
 * @returns {Node[]}
 */
export function drawText(object) {
  return object.type === 'mrkdwn' ? drawMrkdwn(object.text, object.verbatim) : drawPlain(object);
}

/**
 * Plain text: nothing formats, links or mentions; :names: of emoji do become emoji, as in Slack.
 * @param {{ text: string, emoji?: boolean }} object
 * @returns {Node[]}
 */
export function drawPlain({ text, emoji }) {
  const parts = emoji === false ? [text] : text.split(/(:[a-z0-9_+'-]{1,50}:)/);
  return parts.flatMap((part, index) =>
    index % 2 === 1 ? [drawEmoji(part.slice(1, -1))] : withBreaks(part),
  );
}

/** @param {{ text: string, emoji?: boolean }} object */
export function plainString({ text, emoji }) {
  return emoji === false
    ? text
    : text.replace(/:([a-z0-9_+'-]{1,50}):/g, (whole, name) => emojiNamed(name) ?? whole);
}

/**
 * @param {string} text
 * @param {boolean} [verbatim]
 * @returns {Node[]}
 */
export function drawMrkdwn(text, verbatim = false) {
  const passages = readMrkdwn(text, { verbatim });
  const only = passages[0];
  if (passages.length === 1 && only?.kind === 'text') return drawInlines(only.inside);
  return passages.map(drawPassage);
}

/** @param {string} text */
export function drawMarkdown(text) {
  return el('div', { class: 'markdown' }, readMarkdown(text).map(drawPassage));
}

/**
 * @param {Passage | MarkdownPassage} passage
 * @returns {Node}
 */
function drawPassage(passage) {
  switch (passage.kind) {
    case 'pre':
      return el('pre', { class: 'pre' }, passage.text);
    case 'quote':
      return el('blockquote', { class: 'quote' }, drawInlines(passage.inside));
    case 'heading':
      return el(
        'p',
        {
          class: `heading heading-${passage.level}`,
          role: 'heading',
          'aria-level': passage.level + 2,
        },
        drawInlines(passage.inside),
      );
    case 'list':
      return el(
        passage.ordered ? 'ol' : 'ul',
        { class: 'list' },
        passage.items.map((item) => el('li', {}, drawInlines(item))),
      );
    case 'table':
      return drawMarkdownTable(passage.rows);
    case 'rule':
      return el('hr', { class: 'divider' });
    default:
      return el('div', { class: 'passage' }, drawInlines(passage.inside));
  }
}

/** @param {Inline[][][]} rows */
function drawMarkdownTable(rows) {
  return el(
    'div',
    { class: 'table-frame' },
    el(
      'table',
      { class: 'table' },
      rows.map((row, index) =>
        el(
          'tr',
          {},
          row.map((cell) => el(index === 0 ? 'th' : 'td', {}, drawInlines(cell))),
        ),
      ),
    ),
  );
}

/**
 * @param {Inline[]} nodes
 * @returns {Node[]}
 */
export function drawInlines(nodes) {
  return nodes.flatMap(drawInline);
}

/**
 * @param {Inline} node
 * @returns {Node | Node[]}
 */
function drawInline(node) {
  switch (node.kind) {
    case 'text':
      return document.createTextNode(node.text);
    case 'break':
      return el('br');
    case 'bold':
      return el('strong', {}, drawInlines(node.inside));
    case 'italic':
      return el('em', {}, drawInlines(node.inside));
    case 'strike':
      return el('s', {}, drawInlines(node.inside));
    case 'code':
      return el('code', { class: 'code' }, node.text);
    case 'emoji':
      return drawEmoji(node.name);
    case 'user':
      return drawUserMention(node.id, node.label);
    case 'usergroup':
      return el('span', { class: 'mention' }, node.label ?? '@group');
    case 'channel':
      return drawChannelMention(node.id, node.name);
    case 'broadcast':
      return el('span', { class: 'mention mention-me' }, `@${node.range}`);
    case 'date':
      return drawDate(node);
    case 'link':
      return drawLink(node.url, drawInlines(node.inside));
  }
}

/**
 * @param {{ ms: number, format: string, fallback: string, url?: string }} date
 * @returns {Node}
 */
export function drawDate({ ms, format, fallback, url }) {
  const time = el(
    'time',
    { datetime: new Date(ms).toISOString(), title: fallback },
    fillDateTokens(format, ms, now(), me().tz) || fallback,
  );
  return url ? drawLink(url, [time]) : time;
}

/** @param {string} name */
export function drawEmoji(name) {
  const char = emojiNamed(name);
  if (!char) return document.createTextNode(`:${name}:`);
  return el(
    'span',
    { class: 'emoji', role: 'img', 'aria-label': name.replaceAll('_', ' '), title: `:${name}:` },
    char,
  );
}

/**
 * @param {string} id
 * @param {string} [label]
 */
export function drawUserMention(id, label) {
  const mine = id === page.state.me;
  const name = page.state.users.some((user) => user.id === id)
    ? userName(id)
    : (label ?? 'unknown');
  return el('span', { class: mine ? 'mention mention-me' : 'mention' }, `@${name}`);
}

/**
 * @param {string | undefined} id
 * @param {string | undefined} name
 * @returns {Node}
 */
export function drawChannelMention(id, name) {
  const conversation = id
    ? conversationById(id)
    : page.state.conversations.find((one) => one.kind !== 'app' && one.name === name);
  if (!conversation) return document.createTextNode(`#${name || 'unknown-channel'}`);
  return el(
    'button',
    {
      type: 'button',
      class: 'mention mention-channel',
      onclick: () => goTo({ tab: 'channel', channel: conversation.id, thread: '' }),
    },
    `#${conversation.name}`,
  );
}

/**
 * A link that leaves the page, for the schemes that Slack opens; any other address stays text.
 * @param {string} url
 * @param {Node[]} label
 * @returns {Node}
 */
export function drawLink(url, label) {
  if (!/^(https?:|mailto:|tel:)/i.test(url)) return el('span', {}, label);
  return el('a', { href: url, target: '_blank', rel: 'noopener noreferrer', title: url }, label);
}

/**
 * @param {string} text
 * @returns {Node[]}
 */
export function withBreaks(text) {
  return text
    .split('\n')
    .flatMap((line, index) => [...(index ? [el('br')] : []), document.createTextNode(line)]);
}

/**
 * Words only, for announcements; lines stay lines.
 * @param {string} text mrkdwn
 */
export function spoken(text) {
  const holder = el('div', {}, drawMrkdwn(text, true));
  for (const line of holder.querySelectorAll('br')) line.replaceWith('\n');
  return holder.textContent ?? '';
}
