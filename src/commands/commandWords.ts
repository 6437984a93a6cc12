import { closest, distance } from 'fastest-levenshtein';

/** A piece of what was typed; `at` is where it begins. */
export type Token = { readonly text: string; readonly quoted: boolean; readonly at: number };

/** What is wrong, in a sentence, and the nearest line that is right. */
export type CommandProblem = { readonly problem: string; readonly nearest: string };

const doubleQuotes = /[“”„‟«»″]/g;
const singleQuotes = /[‘’‚‛′]/g;

/** Typed text with straight quotes, as a phone's keyboard does not write them. */
export const plainQuotes = (text: string): string =>
  text.replace(doubleQuotes, '"').replace(singleQuotes, "'");

/** Words, and what stands between quotes as one; a quote that is never closed goes to the end. */
export function tokens(text: string): Token[] {
  const piece = /"([^"]*)(?:"|$)|(?<![^\s])'([^']*)'(?=\s|$)|[^\s"]+/g;
  return [...text.matchAll(piece)].map((match) => ({
    text: (match[1] ?? match[2] ?? match[0]).trim(),
    quoted: match[1] !== undefined || match[2] !== undefined,
    at: match.index,
  }));
}

/** The word that was probably meant; null where none is near. */
export function nearestWord<W extends string>(typed: string, words: readonly W[]): W | null {
  const word = typed.toLowerCase();
  const begun =
    word.length >= 3 ? words.find((candidate) => candidate.startsWith(word)) : undefined;
  if (begun) return begun;
  const swapped = words.find((candidate) => lettersOf(candidate) === lettersOf(word));
  if (swapped) return swapped;
  // closest() answers one of the strings that it was given.
  const near = closest(word, words) as W;
  return distance(word, near) <= Math.max(1, Math.floor(near.length / 3)) ? near : null;
}

const lettersOf = (word: string): string => word.split('').toSorted().join('');

/** Text as it can stand between quotes in a command. */
export const inQuotes = (text: string): string =>
  `"${plainQuotes(text).replaceAll('"', "'").replace(/\s+/g, ' ').trim().slice(0, 500)}"`;
