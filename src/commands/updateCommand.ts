import { type CommandProblem, inQuotes, nearestWord, type Token } from './commandWords.ts';
import { type Amount, readAmount } from '../leads/amount.ts';
import { leadNumber } from '../leads/lead.ts';
import { type Obstacle, obstacleKeys } from '../leads/obstacles.ts';
import { isClosed, statuses, type UpdateStatus } from '../leads/statuses.ts';
import type { TouchKind, TouchOutcome } from '../leads/touch.ts';

/** What one line says about a lead. `text` is the evidence where the status asks for some, else a note. */
export type UpdateCommand = {
  readonly verb: 'update';
  readonly lead: number;
  readonly status: UpdateStatus;
  readonly touch: TouchKind | null;
  readonly outcome: TouchOutcome | null;
  readonly obstacle: Obstacle | null;
  readonly text: string | null;
  readonly value: Amount | null;
  /** The next step, or for nurture the day to come back on. */
  readonly next: Moment | null;
};

/** An instant, and the day that it is where the writer is (YYYY-MM-DD). */
export type Moment = { readonly at: Date; readonly on: string };
export type ReadDate = (words: string) => Moment | null;

const touchWords: Readonly<Record<string, TouchKind>> = {
  call: 'call',
  called: 'call',
  phone: 'call',
  phoned: 'call',
  email: 'email',
  emailed: 'email',
  mail: 'email',
  meeting: 'meeting',
  met: 'meeting',
  other: 'other',
};
const outcomeWords: Readonly<Record<string, TouchOutcome>> = {
  'no-answer': 'no-answer',
  voicemail: 'no-answer',
  reached: 'reached',
};
const statusWords: Readonly<Record<string, UpdateStatus>> = {
  tried: 'attempted',
  called: 'attempted',
  voicemail: 'attempted',
  spoke: 'connected',
  reached: 'connected',
  met: 'connected',
  dq: 'disqualified',
  later: 'nurture',
};
/** The status behind a word that people use for it. */
export const statusMeant = (word: string): UpdateStatus | null => known(statusWords, word) ?? null;

const takesValue: readonly UpdateStatus[] = ['qualified', 'quoted', 'won'];
const takesObstacle: readonly UpdateStatus[] = ['lost', 'disqualified'];

type Draft = { -readonly [K in keyof UpdateCommand]: UpdateCommand[K] };

/** Reads what follows the status: touch, outcome, obstacle, value, quoted text, a date; in any order. */
export function readUpdate(
  lead: number,
  status: UpdateStatus,
  rest: readonly Token[],
  readDate: ReadDate,
): UpdateCommand | CommandProblem {
  const draft: Draft = { ...empty, lead, status };
  const loose: string[] = [];
  for (let i = 0; i < rest.length; i++) i += take(draft, rest.slice(i), loose) - 1;

  const words = loose
    .join(' ')
    .replace(/^[,;:]+|[,;:]+$/g, '')
    .trim();
  draft.next = words ? readDate(words) : null;
  if (words && !draft.next) return unreadable(draft, loose, readDate);
  return missing(draft, words) ?? draft;
}

const empty = {
  verb: 'update',
  touch: null,
  outcome: null,
  obstacle: null,
  text: null,
  value: null,
  next: null,
} as const;

/** Puts the first of these tokens where it belongs; answers how many tokens that took. */
function take(draft: Draft, [token, after]: readonly Token[], loose: string[]): number {
  if (!token) return 1;
  if (token.quoted) {
    draft.text = draft.text === null ? token.text : `${draft.text} ${token.text}`;
    return 1;
  }
  const word = token.text.toLowerCase().replace(/[,;:]$/, '');
  const touch = known(touchWords, word);
  if (touch) draft.touch = touch;
  const outcome = known(outcomeWords, word);
  if (outcome) draft.outcome = outcome;
  if (touch || outcome) return 1;
  if (word === 'no' && /^answer[,;:]?$/i.test(after?.text ?? '')) {
    draft.outcome = 'no-answer';
    return 2;
  }
  const obstacle = takesObstacle.includes(draft.status) && obstacleKeys.find((key) => key === word);
  if (obstacle) {
    draft.obstacle = obstacle;
    return 1;
  }
  const value = takesValue.includes(draft.status)
    ? readValue(draft.status, word, after?.text)
    : null;
  if (value) draft.value = value.value;
  else loose.push(token.text);
  return value ? value.took : 1;
}

const sign = /^[$€£¥₹]$/;

/** `€5,000`, `5.000 €`, `5000 eur`, `value 5000`; a bare number may belong to a date, where one may follow. */
function readValue(
  status: UpdateStatus,
  word: string,
  after = '',
): { value: Amount; took: number } | null {
  const next = after.replace(/[,;:]$/, '');
  const joint = readAmount(`${word} ${next}`);
  const isUnit =
    sign.test(word) || sign.test(next) || (joint?.currency && /^[a-z]{3}$/i.test(next));
  if (joint && isUnit) return { value: joint, took: 2 };
  const named = word === 'value' ? readAmount(after) : null;
  if (named) return { value: named, took: 2 };
  const alone = readAmount(word);
  const isValue = isClosed(status) || /[^\d.,:/-]/.test(word);
  return alone && isValue ? { value: alone, took: 1 } : null;
}

/** In words: nobody needs more for a date, and each try of reading one costs a millisecond. */
const longestDate = 12;

/** Words that are no date: text without quotes, perhaps with a date at its end; perhaps a misspelt obstacle. */
function unreadable(draft: Draft, loose: readonly string[], readDate: ReadDate): CommandProblem {
  let [words, date] = [[...loose], ''];
  for (let from = Math.max(1, loose.length - longestDate); from < loose.length && !date; from++) {
    const end = loose.slice(from).join(' ');
    if (readDate(end)) [words, date] = [loose.slice(0, from), end];
  }
  const [first = '', ...others] = words;
  const obstacle =
    takesObstacle.includes(draft.status) && !draft.obstacle
      ? nearestWord(first, obstacleKeys)
      : null;
  if (obstacle) {
    draft.obstacle = obstacle;
    words = others;
  }
  if (words.length > 0) draft.text = [draft.text, words.join(' ')].filter(Boolean).join(' ');
  const problem = obstacle
    ? `“${first.slice(0, 40)}” is not an obstacle.`
    : `“${words.join(' ').slice(0, 60)}” is not a day or time ahead that I can read. A note goes between quotes.`;
  return { problem, nearest: lineOf(draft, date) };
}

/** What the status asks for and the line lacks, or has too much. */
function missing(draft: Draft, date: string): CommandProblem | null {
  const { label } = statuses[draft.status];
  const problem = (text: string): CommandProblem => ({
    problem: text,
    nearest: lineOf(draft, date),
  });
  if (takesObstacle.includes(draft.status) && !draft.obstacle) {
    return problem(`${label} needs an obstacle: ${obstacleKeys.join(', ')}.`);
  }
  if (draft.status === 'disqualified' && !draft.text) {
    return problem('Disqualified needs a line of evidence, between quotes.');
  }
  if (draft.status === 'nurture' && !draft.next)
    return problem('Nurture needs the day to come back on.');
  if (isClosed(draft.status) && draft.next) {
    return problem(`${label} closes the lead, so it takes no next date.`);
  }
  return null;
}

/** The line that says what the draft says, with what its status asks for filled in. */
function lineOf(draft: Draft, date: string): string {
  const closes = isClosed(draft.status);
  const evidence = draft.status === 'disqualified' ? 'the number does not exist' : null;
  const text = draft.text || evidence;
  return [
    '/lead',
    leadNumber(draft.lead),
    draft.status,
    draft.touch,
    draft.outcome,
    takesObstacle.includes(draft.status) && (draft.obstacle ?? (evidence ? 'invalid' : 'money')),
    draft.value && writtenValue(draft.value),
    text && inQuotes(text),
    !closes && (date || (draft.status === 'nurture' && 'in 3 months')),
  ]
    .filter(Boolean)
    .join(' ');
}

const writtenValue = ({ value, currency }: Amount): string =>
  currency ? `${value} ${currency}` : `value ${value}`;

/** Own keys only: what people type may be called `constructor`. */
const known = <T>(table: Readonly<Record<string, T>>, word: string): T | undefined =>
  Object.hasOwn(table, word.toLowerCase()) ? table[word.toLowerCase()] : undefined;
