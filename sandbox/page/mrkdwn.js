// @ts-check
// Reads Slack's mrkdwn into a tree. Pure: what draws the tree decides nothing about meaning.
//
// Unless `verbatim` is set, Slack also turns typed addresses, @here, @channel, @everyone and
// #channel-names into live references; so does this, or the sandbox would hide an app's mistake.

import { entitiesOut, matchAt, readTyped } from './typedReference.js';

/**
 * @typedef {{ kind: 'text', text: string }
 *   | { kind: 'break' }
 *   | { kind: 'bold' | 'italic' | 'strike', inside: Inline[] }
 *   | { kind: 'code', text: string }
 *   | { kind: 'user' | 'usergroup', id: string, label?: string | undefined }
 *   | { kind: 'channel', id?: string, name?: string | undefined }
 *   | { kind: 'broadcast', range: string }
 *   | { kind: 'date', ms: number, format: string, fallback: string, url?: string | undefined }
 *   | { kind: 'emoji', name: string }
 *   | { kind: 'link', url: string, inside: Inline[] }} Inline
 * @typedef {{ kind: 'text' | 'quote', inside: Inline[] } | { kind: 'pre', text: string }} Passage
 */

const STYLES = /** @type {const} */ ({ '*': 'bold', _: 'italic', '~': 'strike' });
const WORD = /[\p{L}\p{N}_]/u;
const EMOJI = /:([a-z0-9_+'-]{1,50}):/y;
/**
 * @param {string} text
 * @param {{ verbatim?: boolean }} [options]
 * @returns {Passage[]}
 */
export function readMrkdwn(text, options = {}) {
  const verbatim = options.verbatim ?? false;
  /** @type {Passage[]} */
  const passages = [];
  for (const [index, piece] of text.split(/```([\s\S]+?)```/).entries()) {
    if (index % 2 === 1) passages.push({ kind: 'pre', text: bare(piece).replace(/^\n|\n$/g, '') });
    else if (piece)
      passages.push(...readLines(index > 0 ? piece.replace(/^\n/, '') : piece, verbatim));
  }
  return passages;
}

/**
 * Splits into runs of quoted and other lines.
 * @param {string} text
 * @param {boolean} verbatim
 * @returns {Passage[]}
 */
function readLines(text, verbatim) {
  /** @type {{ quoted: boolean, lines: string[] }[]} */
  const runs = [];
  for (const line of text.split('\n')) {
    const quote = /^(?:&gt;|>) ?/.exec(line);
    const last = runs.at(-1);
    const content = quote ? line.slice(quote[0].length) : line;
    if (last && last.quoted === Boolean(quote)) last.lines.push(content);
    else runs.push({ quoted: Boolean(quote), lines: [content] });
  }
  return runs
    .filter((run) => run.quoted || run.lines.some((line) => line !== ''))
    .map((run) => ({
      kind: run.quoted ? 'quote' : 'text',
      inside: readInline(run.lines.join('\n'), verbatim),
    }));
}

/**
 * @param {string} text
 * @param {boolean} verbatim
 * @returns {Inline[]}
 */
export function readInline(text, verbatim) {
  /** @type {Inline[]} */
  const found = [];
  let plain = '';
  const flush = () => {
    if (plain) found.push({ kind: 'text', text: plain });
    plain = '';
  };
  for (let at = 0; at < text.length;) {
    const hit = readAt(text, at, verbatim);
    if (!hit) {
      plain += text[at];
      at += 1;
    } else {
      if (hit.node.kind === 'text') plain += hit.node.text;
      else {
        flush();
        found.push(hit.node);
      }
      at = hit.end;
    }
  }
  flush();
  return found;
}

/**
 * What begins exactly here, if it is anything but a plain character.
 * @param {string} text
 * @param {number} at
 * @param {boolean} verbatim
 * @returns {{ node: Inline, end: number } | undefined}
 */
function readAt(text, at, verbatim) {
  const char = text[at] ?? '';
  if (char === '\n') return { node: { kind: 'break' }, end: at + 1 };
  if (char === '&') return readEntity(text, at);
  if (char === '<') return readReference(text, at);
  if (char === '`') return readCode(text, at);
  if (char === ':') {
    const name = matchAt(EMOJI, text, at)?.[1];
    if (name) return { node: { kind: 'emoji', name }, end: at + name.length + 2 };
  }
  if (char === '*' || char === '_' || char === '~') return readStyled(text, at, char, verbatim);
  return verbatim || WORD.test(text[at - 1] ?? '') ? undefined : readTyped(text, at);
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {{ node: Inline, end: number } | undefined}
 */
function readEntity(text, at) {
  for (const [entity, char] of ENTITIES) {
    if (text.startsWith(entity, at))
      return { node: { kind: 'text', text: char }, end: at + entity.length };
  }
  return undefined;
}

const ENTITIES = /** @type {const} */ ([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
]);

/**
 * <@U…>, <#C…|name>, <!here>, <!date^…>, <https://…|label>.
 * @param {string} text
 * @param {number} at
 * @returns {{ node: Inline, end: number } | undefined}
 */
function readReference(text, at) {
  const close = text.indexOf('>', at);
  const body = close < 0 ? '' : text.slice(at + 1, close);
  if (!body || body.includes('<') || body.includes('\n')) return undefined;
  const bar = body.indexOf('|');
  const target = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? undefined : body.slice(bar + 1);
  const node = referenceTo(target, label);
  return node && { node, end: close + 1 };
}

/**
 * @param {string} target
 * @param {string | undefined} label
 * @returns {Inline | undefined}
 */
function referenceTo(target, label) {
  if (/^@[UW][A-Z0-9]+$/.test(target)) return { kind: 'user', id: target.slice(1), label };
  if (/^#[CGD][A-Z0-9]+$/.test(target))
    return { kind: 'channel', id: target.slice(1), name: label };
  if (/^!(here|channel|everyone)$/.test(target))
    return { kind: 'broadcast', range: target.slice(1) };
  if (target.startsWith('!subteam^')) return { kind: 'usergroup', id: target.slice(9), label };
  if (target.startsWith('!date^')) return dateFrom(target, label ?? '');
  if (/^(https?:|mailto:|tel:|slack:)/i.test(target)) {
    const url = entitiesOut(target);
    const shown = label ? readInline(label, true).filter((node) => node.kind !== 'link') : [];
    return {
      kind: 'link',
      url,
      inside: shown.length ? shown : [{ kind: 'text', text: url.replace(/^(mailto|tel):/i, '') }],
    };
  }
  return undefined;
}

/**
 * @param {string} target !date^UNIX^FORMAT^URL
 * @param {string} fallback
 * @returns {Inline}
 */
function dateFrom(target, fallback) {
  const [, seconds = '', format = '', url] = target.split('^');
  if (!/^\d{1,12}$/.test(seconds)) return { kind: 'text', text: entitiesOut(fallback) };
  return {
    kind: 'date',
    ms: Number(seconds) * 1000,
    format: entitiesOut(format),
    fallback: entitiesOut(fallback),
    url,
  };
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {{ node: Inline, end: number } | undefined}
 */
function readCode(text, at) {
  const close = text.indexOf('`', at + 1);
  const inside = close < 0 ? '' : text.slice(at + 1, close);
  if (!inside.trim() || inside.includes('\n')) return undefined;
  return { node: { kind: 'code', text: bare(inside) }, end: close + 1 };
}

/**
 * *bold*, _italic_, ~struck~: opened after a non-word character and closed before one, on one line.
 * @param {string} text
 * @param {number} at
 * @param {'*' | '_' | '~'} mark
 * @param {boolean} verbatim
 * @returns {{ node: Inline, end: number } | undefined}
 */
function readStyled(text, at, mark, verbatim) {
  const next = text[at + 1] ?? ' ';
  if (WORD.test(text[at - 1] ?? '') || /\s/.test(next) || next === mark) return undefined;
  const line = text.indexOf('\n', at);
  const limit = line < 0 ? text.length : line;
  for (let end = at + 2; end < limit; end += 1) {
    if (text[end] === '<') {
      const close = text.indexOf('>', end);
      if (close > end) end = close;
      continue;
    }
    if (text[end] !== mark || /\s/.test(text[end - 1] ?? ' ')) continue;
    const after = text[end + 1] ?? '';
    if (WORD.test(after) || after === mark) continue;
    return {
      node: { kind: STYLES[mark], inside: readInline(text.slice(at + 1, end), verbatim) },
      end: end + 1,
    };
  }
  return undefined;
}

/**
 * References as bare text, for code.
 * @param {string} text
 */
function bare(text) {
  return entitiesOut(text.replace(/<(?:[^<>|\n]*\|)?([^<>|\n]+)>/g, '$1'));
}
