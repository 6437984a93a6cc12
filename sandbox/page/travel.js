// @ts-check
// Going somewhere: what the page does is set by main.js, so that any part may ask for it.

/** @import { Place } from './page.js' */

/** @type {{ goTo: (place: Partial<Place>) => void, refresh: () => Promise<void>, redraw: () => void }} */
const ways = { goTo: () => {}, refresh: async () => {}, redraw: () => {} };

/** @param {typeof ways} given */
export function setWays(given) {
  Object.assign(ways, given);
}

/**
 * Opens a person's view, a conversation, Home or a thread.
 * @param {Partial<Place>} place
 */
export function goTo(place) {
  ways.goTo(place);
}

/** Asks the server for the state again and draws it. */
export function refresh() {
  return ways.refresh();
}

/** Draws the state that is at hand again. */
export function redraw() {
  ways.redraw();
}
