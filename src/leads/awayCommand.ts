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

const mentioned = /<@([UW][A-Z0-9]{1,20})>/g;
const standingIn = /[,;]?\s*\b(?:with\s+)?stand(?:ing|s)?[ -]?in\b(?:\s+(?:is|for me|by))?\s*:?/gi;
const beginAndEnd = /^(?:from\s+)?(.*?)(?:^|\s+)(?:until|till|til|to)\s+(.*)$/i;
/** `1 dec - 5 dec`, `1-5 dec`; not `2026-12-01`. */
const span = /^(.*\w)(?:\s+[-–—]\s+|[–—]|(?<=\b\d{1,2})-(?=\d{1,2}\b(?!-)))(.*)$/;
const timeOfDay = /\d ?(?:am|pm|h|hours?|m|min|mins|minutes?|o'clock)\b|\d:\d\d|\bnoon|\bmidnight/i;

/** Reads `until monday`, `tomorrow`, `from 1 dec until 5 dec standing in: <@U123>`. Never throws. */
export function readAway(text: string, readDate: ReadDate): AwayCommand | CommandProblem {
  const [standInId = null, ...others] = [...text.matchAll(mentioned)].map(([, id]) => id ?? null);
  const words = text.replace(mentioned, ' ').replace(standingIn, ' ').replace(/\s+/g, ' ').trim();
  const when = words === '' ? null : readPeriod(words, readDate);
  const nearest = when && !('problem' in when) ? `/lead away ${words}` : '/lead away until monday';
  if (when && 'problem' in when) return when;
  if (others.length > 0) return { problem: 'Name one person who stands in for you.', nearest };
  if (standInId === null && text.search(standingIn) >= 0)
    return { problem: 'To say who stands in, type @ and choose them from the list.', nearest };
  if (standInId !== null && when === null) return { problem: 'Say until when.', nearest };
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
