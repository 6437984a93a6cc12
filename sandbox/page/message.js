// @ts-check
// One message.

/** @import { PageMessage } from '../contract.ts' */
import { drawAvatar } from './avatar.js';
import { drawBlocks } from './blocks.js';
import { ago, clockTime, dayLabel, tsToMs } from './dates.js';
import { el } from './dom.js';
import { drawFile } from './file.js';
import { Form } from './form.js';
import { icon } from './icons.js';
import { drawTools, openThread } from './messageTools.js';
import { me, now, page, userName } from './page.js';
import { drawEmoji, drawMrkdwn } from './text.js';
import { redraw } from './travel.js';

/** Sentences under messages whose last interaction failed. @type {Map<string, string>} */
const failures = new Map();

/** @param {PageMessage} message */
export function failureOn(message) {
  return failures.get(`${page.state.me} ${message.channel} ${message.ts}`);
}

/**
 * @param {PageMessage} message
 * @param {{ compact: boolean, inThread: boolean }} options compact: same author as just before
 * @returns {HTMLElement}
 */
export function drawMessage(message, { compact, inThread }) {
  if (message.subtype && SYSTEM_LINES.has(message.subtype)) return drawSystemLine(message);
  const author = authorName(message);
  const short = compact && !message.ephemeral;
  return el(
    'article',
    {
      class: `message${short ? ' is-compact' : ''}${message.ephemeral ? ' is-ephemeral' : ''}`,
      'data-ts': message.ts,
      tabindex: -1,
      'aria-label': `${author}, ${clockTime(tsToMs(message.ts), me().tz)}`,
    },
    message.ephemeral ? el('div', { class: 'only-you' }, icon('eye'), 'Only visible to you') : null,
    el(
      'div',
      { class: 'message-gutter' },
      short
        ? el('span', { class: 'message-time-left' }, drawTime(message.ts))
        : drawAvatar(message.user),
    ),
    el(
      'div',
      { class: 'message-body' },
      short
        ? null
        : el(
            'div',
            { class: 'message-head' },
            el('span', { class: 'message-author' }, author),
            message.byApp ? el('span', { class: 'app-badge' }, 'APP') : null,
            drawTime(message.ts),
          ),
      drawContent(message),
      message.files.length ? el('div', { class: 'files' }, message.files.map(drawFile)) : null,
      drawFailure(message),
      message.reactions.length ? drawReactions(message) : null,
      message.replies.length && !inThread ? drawThreadLink(message) : null,
    ),
    drawTools(message, inThread),
  );
}

/** @param {PageMessage} message */
export function authorName(message) {
  return message.username ?? (message.byApp ? page.state.app.name : userName(message.user));
}

const SYSTEM_LINES = new Set([
  'channel_join',
  'channel_leave',
  'channel_topic',
  'channel_archive',
  'channel_unarchive',
  'bot_add',
  'bot_remove',
]);

/** @param {PageMessage} message */
function drawSystemLine(message) {
  return el(
    'article',
    { class: 'message is-system', 'data-ts': message.ts },
    el('div', { class: 'message-gutter' }),
    el('div', { class: 'message-body' }, drawMrkdwn(message.text), ' ', drawTime(message.ts)),
  );
}

/** @param {string} ts */
function drawTime(ts) {
  const ms = tsToMs(ts);
  return el(
    'time',
    {
      class: 'message-time',
      datetime: new Date(ms).toISOString(),
      title: `${dayLabel(ms, now(), me().tz)} at ${clockTime(ms, me().tz, true)}`,
    },
    clockTime(ms, me().tz),
  );
}

/** @param {PageMessage} message */
function drawContent(message) {
  const edited = message.edited ? el('span', { class: 'edited' }, ' (edited)') : null;
  if (message.blocks.length === 0)
    return message.text
      ? el('div', { class: 'message-text' }, drawMrkdwn(message.text), edited)
      : edited;
  const form = new Form(
    { on: 'message', channel: message.channel, ts: message.ts },
    message.blocks,
    {
      onFailure: (sentence) => {
        const key = `${page.state.me} ${message.channel} ${message.ts}`;
        if (sentence) failures.set(key, sentence);
        else failures.delete(key);
        redraw();
      },
    },
  );
  return el('div', { class: 'blocks' }, drawBlocks(form), edited);
}

/** @param {PageMessage} message */
function drawFailure(message) {
  const sentence = failureOn(message);
  return sentence ? el('div', { class: 'failure', role: 'alert' }, icon('warn'), sentence) : null;
}

/** @param {PageMessage} message */
function drawReactions(message) {
  return el(
    'div',
    { class: 'reactions' },
    message.reactions.map((reaction) =>
      el(
        'span',
        { class: 'reaction', title: reaction.users.map(userName).join(', ') },
        drawEmoji(reaction.name),
        String(reaction.users.length),
      ),
    ),
  );
}

/** @param {PageMessage} message */
function drawThreadLink(message) {
  const { replies } = message;
  const last = replies.at(-1);
  const authors = [...new Set(replies.map((reply) => reply.user))].slice(0, 4);
  return el(
    'button',
    {
      type: 'button',
      class: 'thread-link',
      'data-focus': `thread/${message.ts}`,
      onclick: () => openThread(message),
    },
    el('span', { class: 'thread-faces' }, authors.map(drawAvatar)),
    el('strong', {}, `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}`),
    last ? el('span', { class: 'muted' }, `Last reply ${ago(tsToMs(last.ts), now())}`) : null,
  );
}
