// @ts-check
import { drawBlocks } from './blocks.js';
import { el, fill, keepingFocus } from './dom.js';
import { Form } from './form.js';
import { localDate } from './dates.js';
import { me, now, page } from './page.js';
import { toast } from './toast.js';

/** @type {WeakMap<Element, string>} */
const prints = new WeakMap();

/** @param {HTMLElement} frame */
export function drawHome(frame) {
  const { home, app } = page.state;
  const print = JSON.stringify([home?.blocks, me().id, me().tz, localDate(now(), me().tz)]);
  if (prints.get(frame) === print) return;
  prints.set(frame, print);
  if (!home) {
    fill(
      frame,
      el(
        'div',
        { class: 'home-empty' },
        el('img', { src: '/page/icon.svg', alt: '' }),
        el('p', {}, `${app.name} has not published its Home yet.`),
      ),
    );
    return;
  }
  const form = new Form({ on: 'home' }, home.blocks, {
    onFailure: (sentence) => sentence && toast(sentence, { bad: true }),
  });
  keepingFocus(frame, () =>
    fill(frame, el('div', { class: 'home-page blocks' }, drawBlocks(form))),
  );
}
