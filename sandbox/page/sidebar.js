// @ts-check
// Whom one acts as, and where one can go.

/** @import { PageConversation, PageUser } from '../contract.ts' */
import { drawAvatar } from './avatar.js';
import { clockTime } from './dates.js';
import { byId, el, redrawInto } from './dom.js';
import { icon } from './icons.js';
import { openMenu } from './menu.js';
import { me, now, page } from './page.js';
import { goTo } from './travel.js';
import { unreadIn, unreadOf } from './unread.js';

export function drawRail() {
  const rail = byId('rail');
  const people = page.state.users.filter((user) => user.canActAs);
  redrawInto(rail, () => [
    el('span', { class: 'rail-title', 'aria-hidden': 'true' }, 'Act as'),
    el(
      'ul',
      { class: 'rail-people' },
      people.map((user) => el('li', {}, drawPersonButton(user))),
    ),
  ]);
}

/** @param {PageUser} user */
function drawPersonButton(user) {
  const current = user.id === page.state.me;
  const unread = current ? 0 : unreadOf(user);
  return el(
    'button',
    {
      type: 'button',
      class: 'rail-person',
      'aria-current': current ? 'true' : null,
      'aria-label': `${describe(user)}${unread ? `, ${unread} unread` : ''}`,
      title: `${describe(user)} · ${clockTime(now(), user.tz)}`,
      'data-user': user.id,
      'data-focus': `rail/${user.id}`,
      onclick: () => actAs(user),
    },
    drawAvatar(user.id),
    el(
      'span',
      { class: 'rail-name', 'aria-hidden': 'true' },
      user.realName.split(' ')[0] ?? user.name,
    ),
    drawBadge(unread),
  );
}

/** @param {PageUser} user */
function describe(user) {
  return `${user.realName || user.name}${user.role ? ` (${user.role})` : ''}`;
}

/** @param {PageUser} user */
function actAs(user) {
  const { channel, tab } = page.place;
  goTo({
    user: user.id,
    channel:
      page.state.conversations.find((one) => one.id === channel)?.kind === 'app' ? 'app' : channel,
    tab,
    thread: '',
  });
}

/** @param {number} count */
function drawBadge(count) {
  return count
    ? el('span', { class: 'badge', 'aria-hidden': 'true' }, count > 9 ? '9+' : String(count))
    : null;
}

export function drawSidebar() {
  const sidebar = byId('sidebar');
  const { conversations, workspace } = page.state;
  const channels = conversations.filter((one) => one.kind === 'channel' || one.kind === 'private');
  const direct = conversations.filter((one) => one.kind === 'dm');
  const app = conversations.filter((one) => one.kind === 'app');
  redrawInto(sidebar, () => [
    el('h1', { class: 'workspace' }, workspace.name),
    drawYou(),
    drawList('Channels', channels),
    direct.length ? drawList('Direct messages', direct) : null,
    drawList('Apps', app),
  ]);
}

function drawYou() {
  const user = me();
  const button = el(
    'button',
    {
      type: 'button',
      class: 'you',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'data-focus': 'you',
      onclick: () =>
        openMenu(
          button,
          'Act as',
          page.state.users
            .filter((one) => one.canActAs)
            .map((one) => ({
              label: one.realName || one.name,
              note: [one.role, `${clockTime(now(), one.tz)} ${zoneCity(one.tz)}`]
                .filter(Boolean)
                .join(' · '),
              lead: drawAvatar(one.id),
              tail: one.id === user.id ? null : drawBadge(unreadOf(one)),
              checked: one.id === user.id,
              run: () => actAs(one),
            })),
        ),
    },
    drawAvatar(user.id),
    el(
      'span',
      { class: 'you-words' },
      el(
        'span',
        { class: 'you-name' },
        el('span', { class: 'you-are' }, 'You are '),
        user.realName || user.name,
      ),
      el(
        'span',
        { class: 'you-note', title: user.tz },
        [user.role, clockTime(now(), user.tz)].filter(Boolean).join(' · '),
      ),
    ),
    icon('down'),
  );
  return button;
}

/** @param {string} tz */
function zoneCity(tz) {
  return tz.split('/').at(-1)?.replaceAll('_', ' ') ?? tz;
}

/**
 * @param {string} title
 * @param {PageConversation[]} conversations
 */
function drawList(title, conversations) {
  return el(
    'section',
    { class: 'side-section' },
    el('h2', {}, title),
    el(
      'ul',
      {},
      conversations.map((one) => el('li', {}, drawRow(one))),
    ),
  );
}

/** @param {PageConversation} conversation */
function drawRow(conversation) {
  const current = conversation.id === page.state.channel;
  const { any, badge } =
    current && page.place.tab === 'channel' ? { any: false, badge: 0 } : unreadIn(conversation);
  return el(
    'button',
    {
      type: 'button',
      class: `side-row${any ? ' is-unread' : ''}${conversation.isArchived ? ' is-archived' : ''}`,
      'aria-current': current ? 'page' : null,
      'aria-label': `${conversation.name}${badge ? `, ${badge} unread` : any ? ', unread' : ''}`,
      'data-channel': conversation.id,
      'data-focus': `row/${conversation.id}`,
      onclick: () =>
        goTo({
          channel: conversation.id,
          tab: conversation.kind === 'app' && !badge ? 'home' : 'channel',
          thread: '',
        }),
    },
    drawSign(conversation),
    el('span', { class: 'side-name' }, conversation.name),
    drawBadge(badge),
  );
}

/** @param {PageConversation} conversation */
export function drawSign(conversation) {
  if (conversation.kind === 'app')
    return el('img', { class: 'avatar avatar-small', src: '/page/icon.svg', alt: '' });
  if (conversation.kind === 'dm') return icon('chat');
  return icon(conversation.kind === 'private' ? 'lock' : 'hash');
}
