// @ts-check
// The messages of a conversation or thread. A message's node is kept while nothing about it changes.

/** @import { PageMessage } from '../contract.ts' */
import { dayLabel, localDate, tsToMs } from './dates.js';
import { el, keepingFocus } from './dom.js';
import { drawMessage, failureOn } from './message.js';
import { me, now, page } from './page.js';

const SAME_BREATH_MS = 5 * 60_000;
const NEAR_BOTTOM_PX = 90;

export class MessageList {
  /** @param {{ inThread: boolean }} options */
  constructor({ inThread }) {
    this.inThread = inThread;
    this.node = el('div', {
      class: 'messages',
      tabindex: 0,
      role: 'group',
      'aria-label': inThread ? 'Replies' : 'Messages',
    });
    this.atBottom = true;
    this.node.addEventListener('scroll', () => (this.atBottom = this.isNearBottom()), {
      passive: true,
    });
    // Pictures grow the list after it was drawn; load does not bubble.
    this.node.addEventListener('load', () => this.atBottom && this.toBottom(), true);
    /** @type {Map<string, { print: string, node: HTMLElement }>} */
    this.drawn = new Map();
  }

  isNearBottom() {
    const { scrollHeight, scrollTop, clientHeight } = this.node;
    return scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX;
  }

  toBottom() {
    this.node.scrollTop = this.node.scrollHeight;
  }

  /**
   * @param {PageMessage[]} messages oldest first
   * @param {{ newAfter?: string, intro?: Node, toBottom?: boolean }} options newAfter: ts of the last message read before
   */
  show(messages, { newAfter = '', intro, toBottom = false }) {
    const { node } = this;
    const stick = toBottom || this.isNearBottom();
    const rows = this.rows(messages, newAfter);
    keepingFocus(node, () => arrange(node, intro ? [intro, ...rows] : rows));
    if (stick) this.toBottom();
  }

  /**
   * @param {PageMessage[]} messages
   * @param {string} newAfter
   */
  rows(messages, newAfter) {
    const { tz } = me();
    /** @type {HTMLElement[]} */
    const rows = [];
    /** @type {typeof this.drawn} */
    const drawn = new Map();
    let newShown = !newAfter;
    for (const [index, message] of messages.entries()) {
      const before = messages[index - 1];
      const newDay =
        !before || localDate(tsToMs(before.ts), tz) !== localDate(tsToMs(message.ts), tz);
      const firstNew = !newShown && message.ts > newAfter && message.user !== page.state.me;
      if (newDay && !(this.inThread && index > 0)) rows.push(drawDay(message));
      if (firstNew) {
        newShown = true;
        rows.push(el('div', { class: 'new-line', role: 'separator' }, el('span', {}, 'New')));
      }
      const kept = this.keep(message, !newDay && !firstNew && follows(message, before), drawn);
      rows.push(kept);
    }
    this.drawn = drawn;
    return rows;
  }

  /**
   * @param {PageMessage} message
   * @param {boolean} compact
   * @param {typeof this.drawn} drawn
   */
  keep(message, compact, drawn) {
    const { tz, id } = me();
    const print = JSON.stringify([
      message,
      compact,
      id,
      tz,
      localDate(now(), tz),
      failureOn(message),
      sinceMinute(message),
      page.state.users.length,
    ]);
    const old = this.drawn.get(message.ts);
    const node =
      old?.print === print ? old.node : drawMessage(message, { compact, inThread: this.inThread });
    drawn.set(message.ts, { print, node });
    return node;
  }
}

/**
 * Same author, shortly after: drawn without the head.
 * @param {PageMessage} message
 * @param {PageMessage | undefined} before
 */
function follows(message, before) {
  return (
    before !== undefined &&
    before.user === message.user &&
    before.username === message.username &&
    before.ephemeral === message.ephemeral &&
    !before.subtype &&
    before.replies.length === 0 &&
    tsToMs(message.ts) - tsToMs(before.ts) < SAME_BREATH_MS
  );
}

/**
 * Changes as often as what the message says about how long ago something was.
 * @param {PageMessage} message
 */
function sinceMinute(message) {
  return message.replies.length ||
    message.text.includes('{ago}') ||
    JSON.stringify(message.blocks).includes('{ago}')
    ? Math.floor(now() / 60_000)
    : 0;
}

/** @param {PageMessage} message */
function drawDay(message) {
  return el(
    'div',
    { class: 'day', role: 'separator' },
    el('span', {}, dayLabel(tsToMs(message.ts), now(), me().tz)),
  );
}

/**
 * Makes the children exactly these, moving as little as possible so that focus and selection stay.
 * @param {HTMLElement} parent
 * @param {Node[]} nodes
 */
function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  for (const [index, node] of nodes.entries()) {
    if (parent.childNodes[index] !== node)
      parent.insertBefore(node, parent.childNodes[index] ?? null);
  }
}
