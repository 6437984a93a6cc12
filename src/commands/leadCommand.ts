import {
  type CommandProblem,
  inQuotes,
  nearestWord,
  plainQuotes,
  type Token,
  tokens,
} from './commandWords.ts';
import { type AwayCommand, readAway } from './awayCommand.ts';
import { leadIdIn, leadNumber } from '../leads/lead.ts';
import { type ReportCommand, readReport } from './reportCommand.ts';
import { updateStatuses } from '../leads/statuses.ts';
import { readUpdate, statusMeant, type ReadDate, type UpdateCommand } from './updateCommand.ts';

export type LeadCommand =
  | {
      readonly verb:
        | 'home'
        | 'help'
        | 'mine'
        | 'team'
        | 'setup'
        | 'back'
        | 'scorecard'
        | 'goals'
        | 'pay';
    }
  /** Null: whoever is chosen then. */
  | { readonly verb: 'review'; readonly repId: string | null }
  | { readonly verb: 'new'; readonly name: string }
  /** `lead` null: the one that was changed last. */
  | { readonly verb: 'undo'; readonly lead: number | null }
  | { readonly verb: 'find'; readonly text: string }
  | { readonly verb: 'show' | 'why'; readonly lead: number }
  | { readonly verb: 'claim'; readonly lead: number }
  | { readonly verb: 'release' | 'note'; readonly lead: number; readonly text: string }
  | { readonly verb: 'pass'; readonly lead: number; readonly to: string; readonly text: string }
  | { readonly verb: 'postpone'; readonly lead: number; readonly to: Date }
  | AwayCommand
  | ReportCommand
  | UpdateCommand;

const aloneVerbs = [
  'help',
  'new',
  'find',
  'mine',
  'team',
  'setup',
  'away',
  'back',
  'report',
  'export',
  'scorecard',
  'review',
  'goals',
  'pay',
] as const;
const leadVerbs = ['claim', 'why', 'undo', 'pass', 'release', 'postpone', 'note'] as const;
type LeadVerb = (typeof leadVerbs)[number];
/** What may follow `/lead`, besides a lead's number. */
export const firstWords = [...aloneVerbs, ...leadVerbs, ...updateStatuses];

/** Statuses that other things bring about, and the verbs that people mean who type them. */
const otherStatuses = ['new', 'claimed', 'held', 'merged'] as const;
const meantBy = { new: 'release ', claimed: 'claim ', held: '', merged: '' } as const;

/** Stands in for a lead's number in a line that lacks one. */
const anyLead = 1042;

/** Reads what was typed after `/lead`. Never throws; a problem's `nearest` line can be typed as it is. */
export function readCommand(typed: string, readDate: ReadDate): LeadCommand | CommandProblem {
  const text = plainQuotes(typed)
    .replace(/^\s*\/lead\b/i, '')
    .replace(/\bl\s+(?=\d)/i, 'L-');
  const [first, second, ...others] = tokens(text);
  if (!first) return { verb: 'home' };

  const lead = leadIdIn(first.text);
  if (lead !== null) {
    if (!second) return { verb: 'show', lead };
    return readAction(second, lead, others, text, readDate);
  }
  const alone = among(aloneVerbs, first.text);
  if (alone === 'new') return { verb: 'new', name: freeText(text, second && [second, ...others]) };
  if (alone === 'find') return readFind(freeText(text, second && [second, ...others]));
  if (alone === 'away') return readAway(second ? text.slice(second.at) : '', readDate);
  if (alone === 'report' || alone === 'export') {
    return readReport(alone, second ? [second, ...others] : []);
  }
  if (alone === 'review') return readReview(second ? text.slice(second.at) : '');
  if (alone) return { verb: alone };

  if (first.text.toLowerCase() === 'undo' && !second) return { verb: 'undo', lead: null };
  const named = second && leadIdIn(second.text);
  if (named) return readAction(first, named, others, text, readDate);
  return unknownFirst(first, second ? [second, ...others] : []);
}

const readFind = (text: string): LeadCommand | CommandProblem =>
  text ? { verb: 'find', text } : { problem: 'Say what to look for.', nearest: '/lead find acme' };

function readReview(typed: string): LeadCommand | CommandProblem {
  const repId = /^<@([UW][A-Z0-9]{1,20})>\s*$/.exec(typed)?.[1];
  if (repId || !typed.trim()) return { verb: 'review', repId: repId ?? null };
  return {
    problem: 'To say whose review, type @ and choose them from the list.',
    nearest: '/lead review',
  };
}

/** A verb or a status, said of a lead. */
function readAction(
  action: Token,
  lead: number,
  rest: readonly Token[],
  text: string,
  readDate: ReadDate,
): LeadCommand | CommandProblem {
  const verb = among(leadVerbs, action.text);
  if (verb) return readVerb(verb, lead, rest, text, readDate);
  const status = among(updateStatuses, action.text);
  if (status) return readUpdate(lead, status, rest, readDate);

  const comesBy = among(otherStatuses, action.text);
  if (comesBy) {
    return {
      problem: `“${comesBy}” is a status that is not set by hand.`,
      nearest: `/lead ${meantBy[comesBy]}${leadNumber(lead)}${comesBy === 'new' ? ' "not my region"' : ''}`,
    };
  }
  const meant =
    statusMeant(action.text) ?? nearestWord(action.text, [...leadVerbs, ...updateStatuses]);
  const corrected = meant && readAction({ ...action, text: meant }, lead, rest, text, readDate);
  return {
    problem: `“${short(action.text)}” is neither a status nor something that can be done with a lead.`,
    nearest: !corrected
      ? `/lead ${leadNumber(lead)}`
      : 'problem' in corrected
        ? corrected.nearest
        : `/lead ${among(leadVerbs, meant) ? `${meant} ${leadNumber(lead)}` : `${leadNumber(lead)} ${meant}`}${rest.map((token) => ` ${written(token)}`).join('')}`,
  };
}

function readVerb(
  verb: LeadVerb,
  lead: number,
  rest: readonly Token[],
  text: string,
  readDate: ReadDate,
): LeadCommand | CommandProblem {
  const line = `/lead ${verb} ${leadNumber(lead)}`;
  if (verb === 'claim' || verb === 'why' || verb === 'undo') return { verb, lead };
  if (verb === 'pass') return readPass(lead, text, rest);
  const free = freeText(text, rest);
  if (verb === 'postpone') {
    const to = readDate(free);
    if (to) return { verb, lead, to: to.at };
    return {
      problem: free
        ? `“${short(free)}” is not a day or time ahead that I can read.`
        : 'Say until when.',
      nearest: `${line} tomorrow 10am`,
    };
  }
  if (free) return { verb, lead, text: free };
  return verb === 'note'
    ? { problem: 'The note is empty.', nearest: `${line} "asked for a call after lunch"` }
    : { problem: 'Say why you give it back.', nearest: `${line} "not my region"` };
}

function readPass(
  lead: number,
  text: string,
  rest: readonly Token[],
): LeadCommand | CommandProblem {
  const said = rest[0] ? text.slice(rest[0].at) : '';
  const to = /<@([UW][A-Z0-9]{1,20})>/.exec(said);
  if (to?.[1]) {
    const note = said.replace(to[0], ' ').replace(/\s+/g, ' ').trim();
    return { verb: 'pass', lead, to: to[1], text: note.replace(/^"(.*)"$/, '$1') };
  }
  return {
    problem: 'To say who is to have it, type @ and choose them from the list.',
    nearest: `/lead pass ${leadNumber(lead)} @colleague`,
  };
}

function unknownFirst(first: Token, rest: readonly Token[]): CommandProblem {
  const meant = statusMeant(first.text) ?? nearestWord(first.text, firstWords);
  const nothing = `“${short(first.text)}” is not something that /lead knows.`;
  if (!meant) return { problem: nothing, nearest: lookFor([first, ...rest]) };
  if (among(aloneVerbs, meant)) {
    return { problem: nothing, nearest: `/lead ${meant}${meant === 'find' ? ' acme' : ''}` };
  }
  const named = rest[0] ? leadIdIn(rest[0].text) : null;
  const problem =
    meant === first.text.toLowerCase() ? 'Say which lead: its number is on its card.' : nothing;
  const example: Partial<Record<string, string>> = {
    release: ' "not my region"',
    pass: ' @colleague',
    postpone: ' tomorrow 10am',
    note: ' "asked for a call after lunch"',
    lost: ' money',
    disqualified: ' invalid "the number does not exist"',
    nurture: ' in 3 months',
  };
  return {
    problem,
    nearest: `/lead ${meant} ${leadNumber(named ?? anyLead)}${example[meant] ?? ''}`,
  };
}

/** Whoever types a name or two means to find it. */
function lookFor(words: readonly Token[]): string {
  const text = words.map((word) => word.text).join(' ');
  return /^[\p{L}\p{N}-]{3,20}( [\p{L}\p{N}-]{1,20}){0,2}$/u.test(text)
    ? `/lead find ${text}`
    : '/lead help';
}

const among = <W extends string>(words: readonly W[], typed: string): W | undefined =>
  words.find((word) => word === typed.toLowerCase());

/** What was typed from the first of these tokens on; without the quotes where all of it is quoted. */
function freeText(text: string, rest: readonly Token[] | undefined): string {
  const [only, ...more] = rest ?? [];
  if (!only) return '';
  return only.quoted && more.length === 0 ? only.text : text.slice(only.at).trim();
}

const written = (token: Token): string => (token.quoted ? inQuotes(token.text) : token.text);
const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
