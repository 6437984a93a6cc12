// @ts-check
// What each person has read, kept by the browser: the sandbox itself does not know.

/** @import { PageConversation, PageUser } from '../contract.ts' */
import { page } from './page.js';

/**
 * @param {string} user
 * @param {string} where a conversation's id, or 'app' for the one with the app
 */
function keyOf(user, where) {
  return `read ${page.state.workspace.id} ${user} ${where}`;
}

/** @param {PageConversation} conversation */
function whereOf(conversation) {
  return conversation.kind === 'app' ? 'app' : conversation.id;
}

/**
 * @param {string} user
 * @param {string} where
 */
function readUpTo(user, where) {
  return localStorage.getItem(keyOf(user, where)) ?? '';
}

/**
 * The ts up to which the person acted as has read this conversation, or ''.
 * @param {PageConversation} conversation
 */
export function lastRead(conversation) {
  return readUpTo(page.state.me, whereOf(conversation));
}

/** @param {PageConversation} conversation */
export function markRead(conversation) {
  const last = conversation.arrivals.at(-1)?.ts;
  if (last && last > lastRead(conversation))
    localStorage.setItem(keyOf(page.state.me, whereOf(conversation)), last);
}

/**
 * @param {PageConversation} conversation
 * @returns {{ any: boolean, badge: number }} badge: what a number is shown for: direct messages and mentions
 */
export function unreadIn(conversation) {
  const read = lastRead(conversation);
  const unread = conversation.arrivals.filter((arrival) => arrival.ts > read);
  const loud =
    conversation.kind === 'app' || conversation.kind === 'dm'
      ? unread
      : unread.filter((arrival) => arrival.mentionsMe);
  return { any: unread.length > 0, badge: loud.length };
}

/**
 * Messages from the app that this person has not seen.
 * @param {PageUser} user
 */
export function unreadOf(user) {
  const read = readUpTo(user.id, 'app');
  return user.dmArrivals.filter((ts) => ts > read).length;
}
