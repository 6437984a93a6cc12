// @ts-check
import { el } from './dom.js';
import { page, userById } from './page.js';

/**
 * A person's initials on their colour, or the app's icon.
 * @param {string} userId
 */
export function drawAvatar(userId) {
  if (userId === page.state.app.botUserId)
    return el('img', { class: 'avatar', src: '/page/icon.svg', alt: '' });
  const user = userById(userId);
  const name = user?.realName || user?.name || '?';
  const words = name.split(/\s+/).filter(Boolean);
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => Array.from(word ?? '')[0] ?? '')
    .join('');
  return el(
    'span',
    { class: `avatar avatar-${toneOf(userId)}`, 'aria-hidden': 'true' },
    initials.toUpperCase(),
  );
}

const TONES = 8;

/** @param {string} userId */
function toneOf(userId) {
  const place = page.state.users
    .filter((user) => !user.isBot)
    .findIndex((user) => user.id === userId);
  return Math.max(0, place) % TONES;
}
