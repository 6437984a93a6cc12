import { statuses, type Status } from '../leads/statuses.ts';
import { hadValue, type LeadTrace, type Stretch, stretches } from './leadTrace.ts';
import type { PayPeriod } from './period.ts';

/** Why a lead is not fully updated, and what puts it right. One rule each. */
export const reasons = {
  overdue: {
    why: 'An update was due and has not been made.',
    how: 'Update it.',
  },
  'no-touch': {
    why: 'Its status says that the customer was tried, and no touch is recorded.',
    how: 'Update it with a touch.',
  },
  'not-reached': {
    why: 'Its status says that the customer was reached, and no touch says so.',
    how: 'Update it with a touch that reached them.',
  },
  'no-obstacle': {
    why: 'It has ended, and nothing says what ended it.',
    how: 'Update it with an obstacle.',
  },
  'no-value': {
    why: 'It is won, and has no value.',
    how: 'Update it with the value.',
  },
  'no-date': {
    why: 'It is in nurture, and has no day to come back on.',
    how: 'Update it with a day.',
  },
} as const;
export type Reason = keyof typeof reasons;
export const reasonCodes = Object.keys(reasons) as Reason[]; // keyof of a literal: Object.keys only forgets it

/** Why a lead counts neither way. */
export const excuses = {
  returned: 'given back in time, and nobody has it',
  merged: 'it turned out to be another lead',
  waived: 'a manager waived it',
  away: 'it became due while its owner was away, and they still are',
  paused: 'it became due while its owner was paused, and they still are',
} as const;
export type Excuse = keyof typeof excuses;
export const excuseCodes = Object.keys(excuses) as Excuse[]; // as above

/** `leftAt`: since when somebody else, or nobody, has had it; it is judged as it stood then. */
export type Verdict = { readonly leadId: number; readonly leftAt: Date | null } & (
  | { readonly state: 'updated' }
  | { readonly state: 'blocked'; readonly reasons: readonly Reason[] }
  | { readonly state: 'excused'; readonly why: Excuse }
);

/** From when until when something held; null: it still does, or its end is not known. */
export type Spell = { readonly from: Date; readonly until: Date };

/** What is not counted against somebody. */
export type Exceptions = {
  /** By lead: when a manager waived it. */
  readonly waived: ReadonlyMap<number, readonly Spell[]>;
  /** By person. */
  readonly away: ReadonlyMap<string, readonly Spell[]>;
  readonly paused: ReadonlyMap<string, readonly Spell[]>;
};

/** Whose lead it is in a period, and what is said of it as of an instant. Null: it is nobody's there. */
export type Counted = { readonly personId: string; readonly verdict: Verdict };

/**
 * Judges a lead for a period as of an instant. It counts for whoever had it last while it was open in
 * that period: as it stands, or as it stood when it left them.
 */
export function judge(
  trace: LeadTrace,
  period: Pick<PayPeriod, 'startsAt' | 'endsAt'>,
  asOf: Date,
  exceptions: Exceptions,
): Counted | null {
  const all = stretches(trace, asOf);
  const personId = holderOf(all, period);
  return personId === null
    ? null
    : { personId, verdict: verdictOf(trace, all, personId, asOf, exceptions) };
}

/** What is said of a lead as it stands for one person, whether it counts in a period or not. */
export function judgeFor(
  personId: string,
  trace: LeadTrace,
  asOf: Date,
  exceptions: Exceptions,
): Verdict | null {
  const all = stretches(trace, asOf);
  return all.some(({ ownerId }) => ownerId === personId)
    ? verdictOf(trace, all, personId, asOf, exceptions)
    : null;
}

/** Who had it last, open, in the period. */
function holderOf(
  all: readonly Stretch[],
  { startsAt, endsAt }: Pick<PayPeriod, 'startsAt' | 'endsAt'>,
): string | null {
  const last = all.findLast(
    ({ from, ownerId, status }, i) =>
      ownerId !== null &&
      statuses[status].phase === 'open' &&
      from < endsAt &&
      (all[i + 1]?.from ?? endsAt) > startsAt,
  );
  return last?.ownerId ?? null;
}

function verdictOf(
  trace: LeadTrace,
  all: readonly Stretch[],
  personId: string,
  asOf: Date,
  exceptions: Exceptions,
): Verdict {
  const index = all.findLastIndex(({ ownerId }) => ownerId === personId);
  const stood = all[index];
  if (!stood) throw new Error(`lead ${trace.leadId} was never ${personId}'s`);
  const leftAt = all[index + 1]?.from ?? null;
  const base = { leadId: trace.leadId, leftAt };
  const at = leftAt ?? asOf;
  if (stood.status === 'merged') return { ...base, state: 'excused', why: 'merged' };

  const found = reasonsOf(stood, at, hadValue(trace, at));
  if (found.length > 0 && within(exceptions.waived.get(trace.leadId), asOf)) {
    return { ...base, state: 'excused', why: 'waived' };
  }
  const absent = leftAt ? null : absence(stood.dueAt, personId, asOf, exceptions);
  const counted = absent ? found.filter((reason) => reason !== 'overdue') : found;
  if (counted.length > 0) return { ...base, state: 'blocked', reasons: counted };
  if (absent && found.length > 0) return { ...base, state: 'excused', why: absent };
  return leftAt && all.at(-1)?.ownerId === null
    ? { ...base, state: 'excused', why: 'returned' }
    : { ...base, state: 'updated' };
}

/** What is lacking of a lead that stands like this. */
export function reasonsOf(stood: Stretch, at: Date, hasValue: boolean): Reason[] {
  const { status, dueAt, tried, reached, obstacle, saidByUpdate } = stood;
  const lacks: Record<Reason, boolean> = {
    overdue: dueAt !== null && dueAt < at,
    'no-touch': saidByUpdate && saysTried.includes(status) && !tried,
    'not-reached': saidByUpdate && saysReached.includes(status) && !reached,
    'no-obstacle': (status === 'lost' || status === 'disqualified') && obstacle === null,
    'no-value': status === 'won' && !hasValue,
    'no-date': status === 'nurture' && dueAt === null,
  };
  return reasonCodes.filter((reason) => lacks[reason]);
}

const saysTried: readonly Status[] = ['attempted', 'lost'];
const saysReached: readonly Status[] = ['connected', 'qualified', 'quoted', 'won'];

/** The owner was away or paused when it became due, and has been ever since. */
function absence(
  dueAt: Date | null,
  personId: string,
  asOf: Date,
  { away, paused }: Exceptions,
): 'away' | 'paused' | null {
  if (!dueAt) return null;
  const through = (spells: readonly Spell[] = []) =>
    spells.some(({ from, until }) => from <= dueAt && asOf < until);
  // Whoever is paused counts as away, too.
  if (through(paused.get(personId))) return 'paused';
  return through(away.get(personId)) ? 'away' : null;
}

const within = (spells: readonly Spell[] = [], at: Date): boolean =>
  spells.some(({ from, until }) => from <= at && at < until);
