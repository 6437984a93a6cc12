// @ts-check
// What is on the page now: the server's last answer and where the person is. Everything else draws it.

/** @import { PageState, PageUser, PageConversation } from '../contract.ts' */

/**
 * @typedef {object} Place
 * @property {string} user
 * @property {string} channel '' is the first channel
 * @property {'channel' | 'home'} tab
 * @property {string} thread ts of the parent whose thread is open, or ''
 */

/** @type {{ state: PageState | null, answeredAt: number, place: Place, hash: string, offline: boolean }} */
const current = {
  state: null,
  answeredAt: 0,
  place: placeFromHash(location.hash),
  hash: location.hash,
  offline: false,
};

export const page = {
  get place() {
    return current.place;
  },
  get offline() {
    return current.offline;
  },
  /** The last answer; asking before the first one is a bug. */
  get state() {
    if (!current.state) throw new Error('The page was drawn before its state arrived.');
    return current.state;
  },
  get ready() {
    return current.state !== null;
  },
};

/** @param {PageState} state */
export function takeState(state) {
  current.state = state;
  current.answeredAt = performance.now();
}

/** @param {boolean} offline */
export function setOffline(offline) {
  current.offline = offline;
}

/** The sandbox's clock, in milliseconds. */
export function now() {
  return page.state.now + (performance.now() - current.answeredAt);
}

/** @returns {PageUser} */
export function me() {
  const found = userById(page.state.me);
  if (!found) throw new Error('The person acted as is not in the workspace.');
  return found;
}

/** @param {string} id */
export function userById(id) {
  return page.state.users.find((user) => user.id === id);
}

/** @param {string} id */
export function userName(id) {
  if (id === page.state.app.botUserId) return page.state.app.name;
  const user = userById(id);
  return user ? user.realName || user.name : 'Someone';
}

/** @param {string} id */
export function conversationById(id) {
  return page.state.conversations.find((conversation) => conversation.id === id);
}

/** @returns {PageConversation | undefined} */
export function appConversation() {
  return page.state.conversations.find((conversation) => conversation.kind === 'app');
}

/**
 * #U…/C…, #U…/C…/t/TS or #U…/home, so that a reload comes back to the same place.
 * @param {string} hash
 * @returns {Place}
 */
export function placeFromHash(hash) {
  const [user = '', where = '', , thread = ''] = hash.replace(/^#\/?/, '').split('/');
  return {
    user,
    channel: where === 'home' ? '' : where,
    tab: where === 'home' ? 'home' : 'channel',
    thread,
  };
}

/** @param {Place} place */
export function setPlace(place) {
  current.place = place;
  const where = place.tab === 'home' ? 'home' : place.channel;
  const hash = `#${place.user}/${where}${place.thread ? `/t/${place.thread}` : ''}`;
  if (location.hash !== hash) history.replaceState(null, '', hash);
  current.hash = location.hash;
}

/** Whether the address has been changed to another place, of which the page is about to be told. */
export const isLeaving = () => location.hash !== current.hash;
