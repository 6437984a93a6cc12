import type { CommandProblem } from './commandWords.ts';
import type { ReadDate } from './updateCommand.ts';

export type AwayCommand = {
  readonly verb: 'away';
  /** Null: neither day nor time was said. `on`: that local day, as far as it is ahead. */
  readonly when:
    | { readonly from: Date | null; readonly until: Date }
    | { readonly on: string }
    | null;
  readonly standInId: string | null;
};

const mentioned = /<@([UW][A-Z0-9]{1,20})>|(?<![^\s:])@[\w.-]+/g;
/** With the word after it, which should be a mention. */
const standingIn =
  /[,;]?\s{0,9}\b(?:with\s+)?stand(?:ing|s)?[ -]?in\b(?:\s+(?:is|for me|by)\b)?\s*:?\s*(?:(?!until\b|from\b)\S+)?/gi;
const beginAndEnd = /^(?:from\s+)?(.*?)(?:^|\s+)(?:until|till|til|to)\s+(.*)$/i;
/** `1 dec - 5 dec`, `1-5 dec`; not `2026-12-01`. */
const span = /^(.*\w)(?:\s+[-–—]\s+|[–—]|(?<=(?<![\d-])\d{1,2})-(?=\d{1,2}\b(?!-)))(.*)$/;
const timeOfDay = /\d ?(?:am|pm|h|hours?|m|min|mins|minutes?|o'clock)\b|\d:\d\d|\bnoon|\bmidnight/i;

/** Reads `until monday`, `tomorrow`, `from 1 dec until 5 dec standing in: <@U123>`. Never throws. */
export function readAway(text: string, readDate: ReadDate): AwayCommand | CommandProblem {
  const mentions = [...text.matchAll(mentioned)].map(([, id]) => id ?? null);
  const [standInId = null] = mentions;
  const names = mentions.length > 0 || text.search(standingIn) >= 0;
  const words = text
    .replace(standingIn, ' ')
    .replace(mentioned, ' ')
    .replace(/["\s]+/g, ' ')
    .replace(/ ?[.,;!]? ?$/, '')
    .trim();
  const when = words === '' ? null : readPeriod(words, readDate);
  const isRead = when !== null && !('problem' in when);
  const nearest = isRead ? `/lead away ${words}` : '/lead away until monday';
  if (names && standInId === null)
    return { problem: 'To say who stands in, type @ and choose them from the list.', nearest };
  if (mentions.length > 1) return { problem: 'Name one person who stands in for you.', nearest };
  if (when && 'problem' in when) return when;
  if (names && when === null) return { problem: 'Say until when.', nearest };
  return { verb: 'away', when, standInId };
}

type Period = NonNullable<AwayCommand['when']>;

function readPeriod(words: string, readDate: ReadDate): Period | CommandProblem {
  const [, begin = '', end = ''] = beginAndEnd.exec(words) ?? [];
  if (end) {
    const isNow = /^(?:|now|today)$/i.test(begin);
    const from = isNow ? null : readDate(begin);
    const until = readDate(end);
    if (until && (from || isNow)) return { from: from?.at ?? null, until: until.at };
    return unreadable(until ? begin : end);
  }
  const [, first = '', last = ''] = span.exec(words) ?? [];
  if (first || /\b(?:week|month)/i.test(words)) {
    const isReadable = Boolean(first && readDate(first) && readDate(last));
    return {
      problem: 'Say the first day and, after “until”, the day on which you are back.',
      nearest: isReadable ? `/lead away ${first} until ${last}` : '/lead away until monday',
    };
  }
  const day = readDate(words.replace(/^from\s+/i, ''));
  if (!day) return unreadable(words);
  if (!timeOfDay.test(words)) return { on: day.on };
  return {
    problem: 'Say whether you are back then: “until”.',
    nearest: `/lead away until ${words.replace(/^from\s+/i, '')}`,
  };
}

const unreadable = (words: string): CommandProblem => ({
  problem: `“${words.length > 40 ? `${words.slice(0, 39)}…` : words}” is not a day or time ahead that I can read.`,
  nearest: '/lead away until monday',
});
