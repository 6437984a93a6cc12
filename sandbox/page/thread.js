// @ts-check
import { drawComposer } from './composer.js';
import { byId, el, fill } from './dom.js';
import { icon } from './icons.js';
import { MessageList } from './messageList.js';
import { conversationById, page } from './page.js';
import { goTo } from './travel.js';

/** @type {{ key: string, list: MessageList } | null} */
let shown = null;

export function drawThread() {
  const panel = byId('thread');
  const { thread } = page.place;
  const parent = thread ? page.state.messages.find((message) => message.ts === thread) : undefined;
  panel.hidden = !parent;
  document.body.classList.toggle('has-thread', Boolean(parent));
  if (!parent) {
    shown = null;
    fill(panel);
    return;
  }
  const key = `${page.state.me} ${page.state.channel} ${thread}`;
  const fresh = shown?.key !== key;
  if (fresh || !shown) shown = open(key, thread);
  shown.list.show([parent, ...parent.replies], { toBottom: fresh });
}

/**
 * @param {string} key
 * @param {string} threadTs
 */
function open(key, threadTs) {
  const list = new MessageList({ inThread: true });
  const close = el(
    'button',
    {
      type: 'button',
      class: 'icon-button',
      'aria-label': 'Close thread',
      onclick: () => goTo({ thread: '' }),
    },
    icon('close'),
  );
  fill(
    byId('thread'),
    el(
      'div',
      { class: 'head' },
      el(
        'div',
        { class: 'head-line' },
        el('h2', { class: 'head-name' }, 'Thread'),
        el('span', { class: 'head-topic' }, `#${conversationById(page.state.channel)?.name ?? ''}`),
        close,
      ),
    ),
    list.node,
    drawComposer({
      channel: page.state.channel,
      threadTs,
      placeholder: 'Reply…',
      onSent: () => list.toBottom(),
    }),
  );
  return { key, list };
}
