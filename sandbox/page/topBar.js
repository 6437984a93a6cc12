// @ts-check
// The bar above the workspace: what belongs to the sandbox and not to Slack.

/** @import { PageControl } from '../contract.ts' */
import { drawAvatar } from './avatar.js';
import { byId, el, fill, keepingFocus } from './dom.js';
import { icon } from './icons.js';
import { openMenu } from './menu.js';
import { me, now, page } from './page.js';
import { runControl } from './server.js';
import { toast } from './toast.js';
import { refresh } from './travel.js';
import { unreadIn } from './unread.js';

/** Names of the controls that this page has started. */
const running = new Set();

export function drawTopBar() {
  const bar = byId('topbar');
  keepingFocus(bar, () =>
    fill(
      bar,
      drawDrawerButton(),
      el('div', { class: 'brand' }, el('img', { src: '/page/icon.svg', alt: '', class: 'brand-mark' }), el('span', { class: 'brand-name' }, 'Sandbox'), page.offline ? el('span', { class: 'offline' }, 'Reconnecting…') : null),
      drawClock(),
      el('div', { class: 'controls' }, drawControls()),
      drawControlMenu(),
      drawThemeToggle(),
    ),
  );
}

/** On narrow windows: whom one acts as, and the way to people and conversations. */
function drawDrawerButton() {
  const elsewhere = page.state.conversations.some((one) => one.id !== page.state.channel && unreadIn(one).badge > 0);
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
  return el('div', { class: 'clock', title: `The sandbox's clock, in ${me().tz}` }, icon('clock'), el('span', { id: 'clock' }, clockText()));
}

/** Brings the shown clock up to date without drawing anything else. */
export function tickClock() {
  const shown = document.getElementById('clock');
  if (shown && shown.textContent !== clockText()) shown.textContent = clockText();
}

function clockText() {
  return new Intl.DateTimeFormat('en-US', { timeZone: me().tz, weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }).format(now());
}

function drawControls() {
  const groups = Map.groupBy(page.state.controls, (control) => control.group ?? '');
  return [...groups].map(([group, controls]) =>
    el(
      'div',
      { class: group ? 'control-group' : 'control-single', role: 'group', 'aria-label': group || 'Demo' },
      group ? el('span', { class: 'control-title' }, icon('forward'), group) : null,
      controls.map((control) =>
        el(
          'button',
          {
            type: 'button',
            class: group ? 'control' : 'control control-strong',
            'data-control': control.name,
            'data-focus': `control/${control.name}`,
            'aria-busy': String(isBusy(control)),
            onclick: () => run(control),
          },
          group ? null : icon('plus'),
          control.label,
        ),
      ),
    ),
  );
}

/** The same controls behind one button, for narrow windows. */
function drawControlMenu() {
  if (page.state.controls.length === 0) return null;
  const busy = page.state.controls.some(isBusy);
  const button = el(
    'button',
    {
      type: 'button',
      class: 'control control-strong controls-narrow',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-busy': String(busy),
      'data-focus': 'controls',
      onclick: () =>
        openMenu(
          button,
          'Demo controls',
          page.state.controls.map((control, index, all) => ({
            label: control.label,
            ...(control.group && control.group !== all[index - 1]?.group && { section: control.group }),
            run: () => run(control),
          })),
        ),
    },
    icon('forward'),
    'Demo',
  );
  return button;
}

/** @param {PageControl} control */
function isBusy(control) {
  return control.busy || running.has(control.name);
}

/** @param {PageControl} control */
async function run(control) {
  if (isBusy(control)) return;
  running.add(control.name);
  drawTopBar();
  const answer = await runControl(control.name);
  running.delete(control.name);
  if (answer.text) toast(answer.text, { bad: !answer.ok });
  await refresh();
}

function drawThemeToggle() {
  const dark = isDark();
  return el(
    'button',
    { type: 'button', class: 'icon-button theme-toggle', 'aria-label': dark ? 'Use light colours' : 'Use dark colours', 'data-focus': 'theme', onclick: switchTheme },
    icon(dark ? 'sun' : 'moon'),
  );
}

function isDark() {
  const chosen = document.documentElement.dataset['theme'];
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

/** Applies the theme that was chosen in this browser, if one was. */
export function restoreTheme() {
  const chosen = localStorage.getItem('theme');
  if (chosen) document.documentElement.dataset['theme'] = chosen;
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => page.ready && drawTopBar());
}

function switchTheme() {
  const theme = isDark() ? 'light' : 'dark';
  document.documentElement.dataset['theme'] = theme;
  localStorage.setItem('theme', theme);
  drawTopBar();
}

function toggleDrawer() {
  showDrawer(!document.body.classList.contains('drawer-open'));
}

/** @param {boolean} open */
export function showDrawer(open) {
  document.body.classList.toggle('drawer-open', open);
  byId('scrim').hidden = !open;
}
