// @ts-check
// What is pressed must still be there when it is let go: drawn anew in between, it would lose the click.

/** Somebody who holds it for longer has let go elsewhere. */
const longestMs = 10_000;
const controls = 'button, a, label, input, select, summary, [role="option"], [role="menuitem"]';

let letGo = () => {};
/** @type {Set<() => void>} */
const waiting = new Set();
let pressed = false;

document.addEventListener(
  'pointerdown',
  ({ target }) => {
    if (!(target instanceof Element) || !target.closest(controls)) return;
    letGo();
    pressed = true;
    const timer = setTimeout(() => letGo(), longestMs);
    letGo = () => {
      clearTimeout(timer);
      letGo = () => {};
      pressed = false;
      const all = [...waiting];
      waiting.clear();
      for (const later of all) later();
    };
  },
  true,
);
// The click itself comes right after these.
for (const end of ['pointerup', 'pointercancel'])
  document.addEventListener(end, () => setTimeout(() => letGo()), true);

/**
 * Whether something is being pressed now; `later` is run, once, when it is let go.
 * @param {() => void} later
 */
export function isPressed(later) {
  if (pressed) waiting.add(later);
  return pressed;
}
