// @ts-check
// Keeps the page and the server's state together.

/** @import { PageMessage } from '../contract.ts' */
/** @import { Place } from './page.js' */
import { drawMain } from './conversation.js';
import { byId, el, fill } from './dom.js';
import { authorName } from './message.js';
import { drawModal } from './modal.js';
import {
  appConversation,
  conversationById,
  isLeaving,
  page,
  placeFromHash,
  setOffline,
  setPlace,
  takeState,
} from './page.js';
import { isPressed } from './press.js';
import { fetchState, listen, sendAct } from './server.js';
import { drawRail, drawSidebar } from './sidebar.js';
import { spoken } from './text.js';
import { drawThread } from './thread.js';
import { forgetNotes, notify } from './toast.js';
import { restoreTheme } from './theme.js';
import { drawTopBar, showDrawer, tickClock } from './topBar.js';
import { setWays } from './travel.js';

let stopListening = () => {};
let listeningFor = '';
/** Counts requests, so that an answer that was overtaken by the answer to a later one is dropped. */
let asked = 0;
let taken = 0;
let homeOpenedFor = '';
/** ts of the newest message from the app that was announced, by person. @type {Map<string, string>} */
const announced = new Map();

async function refresh() {
  asked += 1;
  const ticket = asked;
  const { user, channel } = page.place;
  const state = await fetchState(user, channel === 'app' ? '' : channel).catch(() => null);
  const hasMoved = page.place.user !== user || page.place.channel !== channel;
  if (ticket < taken || hasMoved || isLeaving()) return;
  taken = ticket;
  if (!state) return setConnection(false);
  if (page.ready && page.state.me !== state.me) forgetNotes();
  takeState(state);
  const app = appConversation();
  const wantsApp = channel === 'app' || page.place.tab === 'home';
  if (wantsApp && app && state.channel !== app.id) {
    setPlace({ ...page.place, user: state.me, channel: app.id });
    return refresh();
  }
  setPlace({ ...page.place, user: state.me, channel: state.channel });
  draw();
  announce();
  if (listeningFor !== state.me) follow(state.me);
  tellAppOpened();
}

function draw() {
  if (isPressed(draw)) return;
  drawMain();
  drawThread();
  drawTopBar();
  drawRail();
  drawSidebar();
  drawModal();
  document.title = `${conversationById(page.state.channel)?.name ?? ''} · ${page.state.workspace.name} (sandbox)`;
}

/** @param {Partial<Place>} change */
function goTo(change) {
  setPlace({ ...page.place, ...change });
  showDrawer(false);
  void refresh();
}

/** Slack tells the app each time its Home or messages are opened. */
function tellAppOpened() {
  const { me, channel } = page.state;
  const inApp = conversationById(channel)?.kind === 'app';
  const key = inApp ? `${me} ${page.place.tab}` : '';
  if (key === homeOpenedFor) return;
  homeOpenedFor = key;
  if (key)
    void sendAct({
      as: me,
      kind: 'openHome',
      tab: page.place.tab === 'home' ? 'home' : 'messages',
    }).then(refresh);
}

/** @param {string} user */
function follow(user) {
  stopListening();
  listeningFor = user;
  let waiting = false;
  stopListening = listen(user, {
    changed: () => {
      if (waiting) return;
      waiting = true;
      setTimeout(() => {
        waiting = false;
        void refresh();
      }, 60);
    },
    online: (online) => {
      if (page.offline && online) void refresh();
      setConnection(online);
    },
  });
}

/** @param {boolean} online */
function setConnection(online) {
  const changed = page.offline === online;
  setOffline(!online);
  if (page.ready) {
    if (changed) drawTopBar();
  } else {
    fill(byId('main'), el('p', { class: 'starting' }, 'Waiting for the sandbox…'));
    setTimeout(() => void refresh(), 1000);
  }
}

/** Says new messages of the open conversation to screen readers, and shows those that came elsewhere. */
function announce() {
  const { me, messages, channel } = page.state;
  const fromOthers = messages.filter((message) => message.user !== me);
  const last = fromOthers.at(-1);
  const key = `${me} ${channel}`;
  const before = announced.get(key);
  if (before !== undefined)
    for (const message of fromOthers.filter((one) => one.ts > before)) say(message);
  announced.set(key, last?.ts ?? '0');
  void notifyFromApp();
}

/** @param {PageMessage} message */
function say(message) {
  const live = byId('live');
  live.append(el('p', {}, `${authorName(message)}: ${spoken(message.text)}`));
  while (live.children.length > 5) live.firstElementChild?.remove();
}

async function notifyFromApp() {
  const app = appConversation();
  const { me, channel } = page.state;
  const newest = app?.arrivals.at(-1)?.ts ?? '0';
  const key = `${me} notified`;
  const before = announced.get(key);
  announced.set(key, newest);
  const looking = app?.id === channel && page.place.tab === 'channel';
  if (!app || looking || before === undefined || newest <= before) return;
  const state = await fetchState(me, app.id).catch(() => null);
  const message = state?.messages.find((one) => one.ts === newest);
  if (message)
    notify(authorName(message), spoken(message.text), () =>
      goTo({ channel: app.id, tab: 'channel', thread: '' }),
    );
}

restoreTheme();
setWays({ goTo, refresh, redraw: draw });
byId('scrim').addEventListener('click', () => showDrawer(false));
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  showDrawer(false);
  if (byId('thread').contains(document.activeElement)) goTo({ thread: '' });
});
document.querySelector('[data-skip]')?.addEventListener('click', (event) => {
  event.preventDefault();
  byId('main').focus();
});
addEventListener('hashchange', () => goTo(placeFromHash(location.hash)));
addEventListener(
  'visibilitychange',
  () => document.visibilityState === 'visible' && page.ready && draw(),
);
setInterval(() => page.ready && tickClock(), 1000);
setInterval(() => page.ready && draw(), 60_000);
void refresh();
