// @ts-check
// What Slack makes live although it was only typed: addresses, @here, #channel-names. Pure.

/** @import { Inline } from './mrkdwn.js' */

const ADDRESS =
  /(?:https?:\/\/[^\s<>|]*[^\s<>|.,;:!?'")\]]|[a-z0-9._%+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}\b|(?:[a-z0-9-]{1,63}\.){1,5}(?:com|net|org|io|dev|app|co|biz|info|de|fr|es|it|nl|uk|us|eu|ch|at|ru|cn)\b(?:\/[^\s<>|]*)?)/iy;

const BROADCAST = /@(here|channel|everyone)\b/iy;

const CHANNEL_NAME = /#([\p{Ll}\p{N}][\p{Ll}\p{N}_-]{0,79})/uy;

/**
 * @param {string} text
 * @param {number} at
 * @returns {{ node: Inline, end: number } | undefined}
 */
export function readTyped(text, at) {
  const range = matchAt(BROADCAST, text, at);
  if (range?.[1])
    return {
      node: { kind: 'broadcast', range: range[1].toLowerCase() },
      end: at + range[0].length,
    };
  const name = matchAt(CHANNEL_NAME, text, at);
  if (name?.[1]) return { node: { kind: 'channel', name: name[1] }, end: at + name[0].length };
  const address = matchAt(ADDRESS, text, at)?.[0];
  if (!address) return undefined;
  const shown = entitiesOut(address);
  const url = /^https?:/i.test(shown)
    ? shown
    : shown.includes('@')
      ? `mailto:${shown}`
      : `http://${shown}`;
  return {
    node: { kind: 'link', url, inside: [{ kind: 'text', text: shown }] },
    end: at + address.length,
  };
}

/**
 * @param {RegExp} sticky
 * @param {string} text
 * @param {number} at
 */
export function matchAt(sticky, text, at) {
  sticky.lastIndex = at;
  return sticky.exec(text);
}

/**
 * The three entities that Slack knows, once.
 * @param {string} text
 */
export function entitiesOut(text) {
  return text.replace(/&(lt|gt|amp);/g, (_, name) =>
    name === 'lt' ? '<' : name === 'gt' ? '>' : '&',
  );
}
