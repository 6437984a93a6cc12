// @ts-check
import { el } from './dom.js';
import { redraw } from './travel.js';

/** @import { Child } from './dom.js' */
/**
 * @typedef {object} MenuItem
 * @property {string} label
 * @property {Child} [lead] an icon or avatar before it
 * @property {Child} [note] a second line
 * @property {Child} [tail] a badge or mark after it
 * @property {string} [section] begins a section with this title
 * @property {boolean} [checked] makes it a choice among others
 * @property {() => void} run
 */

/** @type {(() => void) | null} */
let closeOpen = null;

/**
 * Opens a menu beside its button; arrows, Home, End, Enter and Esc work. A second call closes it.
 * @param {HTMLElement} anchor
 * @param {string} label
 * @param {MenuItem[]} items
 */
export function openMenu(anchor, label, items) {
  const wasOpen = anchor.getAttribute('aria-expanded') === 'true';
  closeOpen?.();
  if (wasOpen) return;
  const menu = el(
    'div',
    { class: 'menu', role: 'menu', 'aria-label': label },
    items.flatMap((item) => drawItem(item, close)),
  );
  (anchor.closest('dialog') ?? document.body).append(menu);
  anchor.setAttribute('aria-expanded', 'true');
  placeBeside(menu, anchor);
  const first = menu.querySelector('button[aria-checked=true]') ?? menu.querySelector('button');
  if (first instanceof HTMLElement) first.focus({ preventScroll: true });

  /** @param {boolean} [back] */
  function close(back = true) {
    if (closeOpen !== close) return;
    closeOpen = null;
    menu.remove();
    anchor.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', onPointer, true);
    if (back) anchor.focus({ preventScroll: true });
    redraw();
  }
  /** @param {PointerEvent} event */
  function onPointer(event) {
    const target = /** @type {Node} */ (event.target);
    if (!menu.contains(target) && !anchor.contains(target)) close(false);
  }
  closeOpen = close;
  document.addEventListener('pointerdown', onPointer, true);
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else moveFocus(menu, event);
  });
}

/**
 * @param {MenuItem} item
 * @param {() => void} close
 * @returns {Node[]}
 */
function drawItem(item, close) {
  const button = el(
    'button',
    {
      type: 'button',
      class: 'menu-item',
      role: item.checked === undefined ? 'menuitem' : 'menuitemradio',
      'aria-checked': item.checked === undefined ? null : String(item.checked),
      tabindex: -1,
      onclick: () => {
        close();
        item.run();
      },
    },
    item.lead ?? null,
    el(
      'span',
      { class: 'menu-words' },
      el('span', { class: 'menu-label' }, item.label),
      item.note ? el('span', { class: 'menu-note' }, item.note) : null,
    ),
    item.tail ?? null,
  );
  return item.section
    ? [el('div', { class: 'menu-section', role: 'presentation' }, item.section), button]
    : [button];
}

/**
 * @param {HTMLElement} menu
 * @param {KeyboardEvent} event
 */
function moveFocus(menu, event) {
  const buttons = [...menu.querySelectorAll('button')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  buttons[(to + buttons.length) % buttons.length]?.focus();
}

/**
 * Puts a floating box below its anchor, or above where there is no room, inside the window.
 * @param {HTMLElement} box
 * @param {HTMLElement} anchor
 * @param {{ sameWidth?: boolean }} [options]
 */
export function placeBeside(box, anchor, { sameWidth = false } = {}) {
  const gap = 4;
  const edge = 8;
  const at = anchor.getBoundingClientRect();
  if (sameWidth) box.style.width = `${Math.max(at.width, 220)}px`;
  box.style.maxHeight = `${Math.max(160, Math.min(360, Math.max(innerHeight - at.bottom, at.top) - gap - edge))}px`;
  const size = box.getBoundingClientRect();
  const below = at.bottom + gap + size.height <= innerHeight - edge;
  box.style.top = `${below || at.top < size.height + gap ? Math.min(at.bottom + gap, innerHeight - size.height - edge) : at.top - gap - size.height}px`;
  box.style.left = `${Math.max(edge, Math.min(at.left, innerWidth - size.width - edge))}px`;
}
