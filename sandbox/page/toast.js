// @ts-check
import { byId, el } from './dom.js';
import { icon } from './icons.js';

const SHOWN_MS = 6000;

/**
 * A sentence at the edge of the page that leaves by itself.
 * @param {string} text
 * @param {{ bad?: boolean }} [options]
 */
export function toast(text, { bad = false } = {}) {
  show(
    el(
      'div',
      { class: bad ? 'toast toast-bad' : 'toast' },
      icon(bad ? 'warn' : 'check'),
      el('span', {}, text),
    ),
  );
}

/**
 * What a desktop notification would say; a click goes there.
 * @param {string} title
 * @param {string} text
 * @param {() => void} open
 */
export function notify(title, text, open) {
  const card = el(
    'button',
    {
      type: 'button',
      class: 'toast toast-note',
      onclick: () => {
        card.remove();
        open();
      },
    },
    el('img', { class: 'avatar', src: '/page/icon.svg', alt: '' }),
    el(
      'span',
      { class: 'toast-lines' },
      el('strong', {}, title),
      el('span', { class: 'toast-text' }, text),
    ),
  );
  show(card);
}

/** Takes away what was meant for another person. */
export function forgetNotes() {
  for (const note of byId('toasts').querySelectorAll('.toast-note')) note.remove();
}

/** @param {HTMLElement} card */
function show(card) {
  const stack = byId('toasts');
  stack.append(card);
  while (stack.children.length > 3) stack.firstElementChild?.remove();
  setTimeout(() => card.remove(), SHOWN_MS);
}
