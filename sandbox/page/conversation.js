// @ts-check
// The main part of the page: a channel, or the app's Home and messages.

/** @import { PageConversation } from '../contract.ts' */
import { drawAvatar } from './avatar.js';
import { drawComposer } from './composer.js';
import { byId, el, fill, redrawInto } from './dom.js';
import { drawHome } from './home.js';
import { icon } from './icons.js';
import { MessageList } from './messageList.js';
import { conversationById, page, userById, userName } from './page.js';
import { drawSign } from './sidebar.js';
import { goTo } from './travel.js';
import { lastRead, markRead } from './unread.js';

/** @type {{ key: string, list: MessageList, newAfter: string, head: HTMLElement } | null} */
let shown = null;

export function drawMain() {
  const conversation = conversationById(page.state.channel);
  if (!conversation) return;
  const key = `${page.state.me} ${conversation.id} ${page.place.tab} ${conversation.isArchived}`;
  const fresh = shown?.key !== key;
  if (fresh || !shown) shown = open(key, conversation);
  redrawInto(shown.head, () => drawHead(conversation));
  if (page.place.tab === 'home') drawHome(shown.list.node);
  else {
    shown.list.show(page.state.messages, {
      newAfter: shown.newAfter,
      toBottom: fresh,
      ...(page.state.messages.length < 50 && { intro: introOf(conversation) }),
    });
    if (document.visibilityState === 'visible') markRead(conversation);
  }
}

/**
 * Builds the frame anew: another conversation, tab or person.
 * @param {string} key
 * @param {PageConversation} conversation
 */
function open(key, conversation) {
  const list = new MessageList({ inThread: false });
  const head = el('div', { class: 'head' });
  const home = page.place.tab === 'home';
  if (home) list.node.className = 'home';
  if (home) list.node.setAttribute('aria-label', 'Home');
  fill(byId('main'), head, list.node, home ? null : drawFoot(conversation));
  return { key, list, head, newAfter: lastRead(conversation) };
}

/** @param {PageConversation} conversation */
function drawFoot(conversation) {
  if (conversation.isArchived)
    return el('div', { class: 'composer-closed' }, 'This channel is archived.');
  const name =
    conversation.kind === 'channel' || conversation.kind === 'private'
      ? `#${conversation.name}`
      : conversation.name;
  return drawComposer({
    channel: conversation.id,
    placeholder: `Message ${name}`,
    onSent: () => shown?.list.toBottom(),
  });
}

/** @param {PageConversation} conversation */
function drawHead(conversation) {
  const isApp = conversation.kind === 'app';
  return [
    el(
      'div',
      { class: 'head-line' },
      el('h2', { class: 'head-name' }, drawSign(conversation), el('span', {}, conversation.name)),
      conversation.topic && !isApp
        ? el('span', { class: 'head-topic', title: conversation.topic }, conversation.topic)
        : null,
      isApp ? null : drawMembers(conversation),
    ),
    isApp ? drawTabs(conversation) : null,
  ];
}

/** @param {PageConversation} conversation */
function drawMembers(conversation) {
  const people = conversation.memberIds.filter((id) => userById(id)?.isBot === false);
  const names = people.map(userName).join(', ');
  return el(
    'span',
    {
      class: 'members',
      title: names,
      role: 'img',
      'aria-label': `${people.length} members: ${names}`,
    },
    people.slice(0, 4).map(drawAvatar),
    el('span', {}, String(people.length)),
  );
}

/** @param {PageConversation} conversation */
function drawTabs(conversation) {
  const tab = (/** @type {'home' | 'channel'} */ name, /** @type {string} */ label) =>
    el(
      'button',
      {
        type: 'button',
        class: 'tab',
        'data-tab': name,
        'data-focus': `tab/${name}`,
        'aria-current': page.place.tab === name ? 'page' : null,
        onclick: () => goTo({ channel: 'app', tab: name, thread: '' }),
      },
      icon(name === 'home' ? 'home' : 'chat'),
      label,
    );
  return el(
    'div',
    { class: 'tabs', role: 'group', 'aria-label': conversation.name },
    tab('home', 'Home'),
    tab('channel', 'Messages'),
  );
}

/** @param {PageConversation} conversation */
function introOf(conversation) {
  const isApp = conversation.kind === 'app';
  return el(
    'div',
    { class: 'intro' },
    el('div', { class: 'intro-sign' }, drawSign(conversation)),
    el('h3', {}, isApp ? conversation.name : `#${conversation.name}`),
    el(
      'p',
      {},
      isApp
        ? (page.state.app.description ?? `Messages between you and ${conversation.name}.`)
        : conversation.topic || 'The beginning of this channel.',
    ),
  );
}
