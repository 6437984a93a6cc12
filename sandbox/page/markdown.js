// @ts-check
// Reads the standard Markdown of `markdown` blocks into passages. Pure.

/** @import { Inline } from './mrkdwn.js' */
/**
 * @typedef {{ kind: 'text' | 'quote', inside: Inline[] }
 *   | { kind: 'heading', level: number, inside: Inline[] }
 *   | { kind: 'list', ordered: boolean, items: Inline[][] }
 *   | { kind: 'table', rows: Inline[][][] }
 *   | { kind: 'pre', text: string }
 *   | { kind: 'rule' }} MarkdownPassage
 */

/**
 * @param {string} text
 * @returns {MarkdownPassage[]}
 */
export function readMarkdown(text) {
  /** @type {MarkdownPassage[]} */
  const passages = [];
  const lines = text.split('\n');
  while (lines.length) passages.push(...readNext(lines));
  return passages;
}

/**
 * Takes the lines of one passage from the front.
 * @param {string[]} lines
 * @returns {MarkdownPassage[]}
 */
function readNext(lines) {
  const first = lines[0] ?? '';
  const heading = /^(#{1,6})\s+(.*)$/.exec(first);
  if (!first.trim()) {
    lines.shift();
    return [];
  }
  if (heading) {
    lines.shift();
    return [
      {
        kind: 'heading',
        level: heading[1]?.length ?? 1,
        inside: readMarkdownInline(heading[2] ?? ''),
      },
    ];
  }
  if (/^(-{3,}|\*{3,}|_{3,})\s*$/.test(first)) {
    lines.shift();
    return [{ kind: 'rule' }];
  }
  if (first.startsWith('```')) return [readFence(lines)];
  const bullet = /^\s*[-*+]\s+/;
  const number = /^\s*\d{1,4}[.)]\s+/;
  if (bullet.test(first) || number.test(first)) {
    const mark = bullet.test(first) ? bullet : number;
    const items = takeWhile(lines, (line) => mark.test(line));
    return [
      {
        kind: 'list',
        ordered: mark === number,
        items: items.map((item) => readMarkdownInline(item.replace(mark, ''))),
      },
    ];
  }
  if (/^\s*>/.test(first)) {
    const quoted = takeWhile(lines, (line) => /^\s*>/.test(line)).map((line) =>
      line.replace(/^\s*> ?/, ''),
    );
    return [{ kind: 'quote', inside: readMarkdownInline(quoted.join('\n')) }];
  }
  if (first.trim().startsWith('|') && /^\s*\|?[\s:|-]+\|?\s*$/.test(lines[1] ?? ''))
    return [readTable(lines)];
  const plain = takeWhile(
    lines,
    (line, index) =>
      index === 0 || (line.trim() !== '' && !/^(#{1,6}\s|```|\s*[-*+]\s|\s*>)/.test(line)),
  );
  return [{ kind: 'text', inside: readMarkdownInline(plain.join('\n')) }];
}

/**
 * @param {string[]} lines
 * @returns {MarkdownPassage}
 */
function readFence(lines) {
  lines.shift();
  const inside = takeWhile(lines, (line) => !line.startsWith('```'));
  lines.shift();
  return { kind: 'pre', text: inside.join('\n') };
}

/**
 * @param {string[]} lines
 * @returns {MarkdownPassage}
 */
function readTable(lines) {
  const rows = takeWhile(lines, (line) => line.includes('|'));
  return {
    kind: 'table',
    rows: rows
      .filter((_, index) => index !== 1)
      .map((row) =>
        row
          .trim()
          .replace(/^\||\|$/g, '')
          .split('|')
          .map((cell) => readMarkdownInline(cell.trim())),
      ),
  };
}

/**
 * @param {string[]} lines
 * @param {(line: string, index: number) => boolean} wanted
 */
function takeWhile(lines, wanted) {
  const end = lines.findIndex((line, index) => !wanted(line, index));
  return lines.splice(0, end < 0 ? lines.length : end);
}

const MARKS =
  /(`+)([^`\n]+)\1|\*\*([^*\n]+(?:\*[^*\n]+\*[^*\n]*)*)\*\*|__([^_\n]+)__|\*([^*\s][^*\n]*)\*|(?<![\p{L}\p{N}])_([^_\n]+)_(?![\p{L}\p{N}])|~~([^~\n]+)~~|\[([^\]\n]+)\]\(([^()\s]+)\)|<([@#!][^<>\n]+)>|:([a-z0-9_+-]{1,50}):|(https?:\/\/[^\s<>()]*[^\s<>().,;:!?'"])|(\n)/gu;

/**
 * @param {string} text
 * @returns {Inline[]}
 */
function readMarkdownInline(text) {
  /** @type {Inline[]} */
  const found = [];
  let last = 0;
  for (const hit of text.matchAll(MARKS)) {
    if (hit.index > last) found.push({ kind: 'text', text: text.slice(last, hit.index) });
    found.push(nodeFor(hit));
    last = hit.index + hit[0].length;
  }
  if (last < text.length) found.push({ kind: 'text', text: text.slice(last) });
  return found;
}

/**
 * @param {RegExpExecArray} hit
 * @returns {Inline}
 */
function nodeFor(hit) {
  const [
    whole,
    ,
    code,
    strong,
    strong2,
    em,
    em2,
    struck,
    label,
    url,
    reference,
    emoji,
    address,
    newline,
  ] = hit;
  if (code !== undefined) return { kind: 'code', text: code };
  const bold = strong ?? strong2;
  if (bold !== undefined) return { kind: 'bold', inside: readMarkdownInline(bold) };
  const italic = em ?? em2;
  if (italic !== undefined) return { kind: 'italic', inside: readMarkdownInline(italic) };
  if (struck !== undefined) return { kind: 'strike', inside: readMarkdownInline(struck) };
  if (label !== undefined && url !== undefined)
    return { kind: 'link', url, inside: [{ kind: 'text', text: label }] };
  if (reference?.startsWith('@'))
    return { kind: 'user', id: reference.slice(1).split('|')[0] ?? '' };
  if (reference?.startsWith('#'))
    return { kind: 'channel', id: reference.slice(1).split('|')[0] ?? '' };
  if (emoji !== undefined) return { kind: 'emoji', name: emoji };
  if (address !== undefined)
    return { kind: 'link', url: address, inside: [{ kind: 'text', text: address }] };
  return newline !== undefined ? { kind: 'break' } : { kind: 'text', text: whole };
}
