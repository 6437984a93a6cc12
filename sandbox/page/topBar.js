// @ts-check
// The bar above the workspace: what belongs to the sandbox and not to Slack.

import { drawAvatar } from './avatar.js';
import { drawControlMenu, drawControls } from './controls.js';
import { byId, el, redrawInto } from './dom.js';
import { icon } from './icons.js';
import { me, now, page } from './page.js';
import { drawThemeToggle } from './theme.js';
import { unreadIn } from './unread.js';

export function drawTopBar() {
  redrawInto(byId('topbar'), () => [
    drawDrawerButton(),
    el(
      'div',
      { class: 'brand' },
      el('img', { src: '/page/icon.svg', alt: '', class: 'brand-mark' }),
      el('span', { class: 'brand-name' }, page.state.app.name),
      el('span', { class: 'brand-kind' }, 'sandbox'),
      drawTrouble(),
    ),
    drawClock(),
    el('div', { class: 'controls' }, drawControls()),
    drawControlMenu(),
    drawThemeToggle(),
  ]);
}

function drawTrouble() {
  const trouble = page.offline
    ? 'Reconnecting…'
    : page.state.app.connected
      ? null
      : `${page.state.app.name} is not connected`;
  return trouble && el('span', { class: 'trouble', role: 'status' }, trouble);
}

/** On narrow windows: whom one acts as, and the way to people and conversations. */
function drawDrawerButton() {
  const elsewhere = page.state.conversations.some(
    (one) => one.id !== page.state.channel && unreadIn(one).badge > 0,
  );
  return el(
    'button',
    {
      type: 'button',
      class: 'drawer-button',
      'aria-label': `Conversations, as ${me().realName || me().name}${elsewhere ? ', something unread' : ''}`,
      'data-focus': 'drawer',
      onclick: toggleDrawer,
    },
    icon('menu'),
    drawAvatar(me().id),
    elsewhere ? el('span', { class: 'dot' }) : null,
  );
}

function drawClock() {
  return el(
    'div',
    { class: 'clock', title: `The sandbox's clock, in ${me().tz}` },
    icon('clock'),
    el('span', { id: 'clock' }, clockText()),
  );
}

/** Brings the shown clock up to date without drawing anything else. */
export function tickClock() {
  const shown = document.getElementById('clock');
  if (shown && shown.textContent !== clockText()) shown.textContent = clockText();
}

function clockText() {
  return new Intl.DateTimeFormat('en-US', {
    timeZone: me().tz,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
  }).format(now());
}

function toggleDrawer() {
  showDrawer(!document.body.classList.contains('drawer-open'));
}

/** @param {boolean} open */
export function showDrawer(open) {
  document.body.classList.toggle('drawer-open', open);
  byId('scrim').hidden = !open;
}
