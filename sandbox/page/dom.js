// @ts-check
// The one way this page makes elements. Data becomes text nodes or attributes, never markup.

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * Makes an element. Props named on… are listeners; null, undefined and false leave an attribute out.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, unknown>} [props]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') {
      node.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else if (name === 'value') {
      /** @type {HTMLInputElement} */ (/** @type {unknown} */ (node)).value =
        `${/** @type {string} */ (value)}`;
    } else {
      node.setAttribute(name, value === true ? '' : `${/** @type {string | number} */ (value)}`);
    }
  }
  for (const child of children.flat()) if (child) node.append(child);
  return node;
}

/**
 * Replaces what is inside a node.
 * @param {Element} node
 * @param {...(Child | Child[])} children
 */
export function fill(node, ...children) {
  node.replaceChildren(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  );
}

/**
 * Draws a standing part of the page again, except while a menu hangs from it.
 * @param {Element} root
 * @param {() => (Child | Child[])[]} draw
 */
export function redrawInto(root, draw) {
  if (!root.querySelector('[aria-expanded="true"]'))
    keepingFocus(root, () => fill(root, ...draw()));
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`The page has no #${id}.`);
  return node;
}

let lastId = 0;

/** A fresh id for label and description references. */
export function freshId() {
  lastId += 1;
  return `n${lastId}`;
}

/**
 * Runs `draw`, which may replace nodes inside `root`, and gives the focus and the caret back
 * to the control with the same data-focus.
 * @param {Element} root
 * @param {() => void} draw
 */
export function keepingFocus(root, draw) {
  const before = document.activeElement;
  const held =
    before && root.contains(before)
      ? before.closest('[data-focus]')?.getAttribute('data-focus')
      : null;
  const caret =
    before instanceof HTMLInputElement || before instanceof HTMLTextAreaElement
      ? caretOf(before)
      : null;
  draw();
  if (!held || document.activeElement === before) return;
  const again = root.querySelector(`[data-focus="${CSS.escape(held)}"]`);
  if (!(again instanceof HTMLElement)) return;
  again.focus({ preventScroll: true });
  if (caret && (again instanceof HTMLInputElement || again instanceof HTMLTextAreaElement)) {
    try {
      again.setSelectionRange(caret[0], caret[1]);
    } catch {
      // Inputs of type email, number and date have no caret to set.
    }
  }
}

/**
 * @param {HTMLInputElement | HTMLTextAreaElement} input
 * @returns {[number, number] | null}
 */
function caretOf(input) {
  return input.selectionStart === null || input.selectionEnd === null
    ? null
    : [input.selectionStart, input.selectionEnd];
}
