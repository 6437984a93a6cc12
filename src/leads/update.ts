import { cleanText } from '../db/cleanText.ts';
import type { Calendar } from '../people/calendar.ts';
import { day, dayNumber, isoDate, localDate } from '../people/zone.ts';
import type { Settings } from '../settings/settings.ts';
import { chosenTimeError } from './chosenTime.ts';
import { type Due, dueAt, type Lease, newLease, noLease, statusDue } from './due.ts';
import type { Lead } from './lead.ts';
import type { LeadChange } from './leadChangeStore.ts';
import { hasExpiringLease, isClosed, isQualified } from './statuses.ts';
import type { UpdateField, UpdateFields, UpdateLead } from './updateLead.ts';

/** What an update is judged by. `calendar`: the owner's. */
export type UpdateGround = {
  readonly lead: Lead;
  readonly now: Date;
  readonly settings: Settings;
  readonly calendar: Calendar;
};

/** Of the lead, an error depends on its claim and its touches only. */
type ErrorGround = Omit<UpdateGround, 'lead'> & {
  readonly lead: Pick<Lead, 'leaseEndsAt' | 'touchCount'>;
};

/** Until when a closed lead's owner may still say how it ended, or that it goes on. */
export function reopenableUntil(closedAt: Date, { limits }: Settings): Date {
  return new Date(closedAt.getTime() + limits.reopenDays * day);
}

/** What is wrong with an update, for the person, by field; empty: nothing. */
export function updateErrors(
  input: UpdateFields,
  ground: ErrorGround,
): Partial<Record<UpdateField, string>> {
  const { status, value, currency } = input;
  const errors = {
    touch: pastError('A touch', input.touch?.occurredAt, ground.now),
    stageAt: pastError('A confirmation', input.stage?.confirmedAt, ground.now),
    obstacle: needsObstacle(status) ? obstacleError(input, ground) : null,
    evidence: status === 'disqualified' ? evidenceError(cleanText(input.evidence ?? '')) : null,
    revisitOn: status === 'nurture' ? revisitError(input.revisitOn, ground) : null,
    nextStepAt: takesNextStep(input) ? nextStepError(input, ground) : null,
    value: value != null && !isAmount(value) ? 'Write an amount such as 5000.' : null,
    currency:
      currency && !/^[A-Z]{3}$/.test(currency)
        ? 'Write a currency’s three letters, such as EUR.'
        : null,
  };
  const found = Object.entries(errors).filter(([, error]) => error !== null);
  return Object.fromEntries(found);
}

/** What a faultless update does. */
export function updateChange(
  input: UpdateLead,
  ground: UpdateGround,
): Pick<LeadChange, 'kind' | 'set' | 'due' | 'data' | 'touch' | 'notes' | 'undoable'> {
  const { lead, now } = ground;
  const { status, touch, stage } = input;
  const obstacle = needsObstacle(status) ? (input.obstacle ?? null) : null;
  const evidence = status === 'disqualified' && cleanText(input.evidence ?? '');
  const note = cleanText(input.note ?? '');
  const next = nextDue(input, ground);
  return {
    kind: 'updated',
    set: {
      status,
      ...(status !== lead.status && { statusAt: now }),
      ...(isQualified(status) && lead.qualifiedAt === null && { qualifiedAt: now }),
      closedAt: isClosed(status) ? (lead.closedAt ?? now) : null,
      obstacle,
      revisitOn: revisitOf(input),
      ...leaseAfter(input, next, ground),
      postponeCount: touch ? 0 : lead.postponeCount,
      ...(touch && {
        touchCount: lead.touchCount + 1,
        lastTouchAt: latest(lead.lastTouchAt, touch.occurredAt ?? now),
      }),
      ...(input.value != null && {
        value: input.value,
        currency: input.currency ?? lead.currency ?? ground.settings.currency,
      }),
      ...(stage && { stage: stage.stage, stageConfirmedAt: stage.confirmedAt ?? now }),
    },
    due: { outcome: 'met', next },
    data: {
      ...(obstacle && { obstacle }),
      ...(touch && { touch: touch.kind, touchOutcome: touch.outcome }),
      // That it has one, and not how much: whether it had one at a cut-off is read from here.
      ...(input.value != null && { value: lead.value === null ? 'first' : 'again' }),
      ...(stage && {
        stage: { from: lead.stage, to: stage.stage, how: stage.how },
      }),
    },
    touch: touch ?? null,
    undoable: true,
    notes: [
      ...(evidence ? [{ kind: 'evidence', body: evidence } as const] : []),
      ...(note ? [{ kind: 'note', body: note } as const] : []),
    ],
  };
}

const needsObstacle = (status: UpdateFields['status']) =>
  status === 'lost' || status === 'disqualified';

const takesNextStep = ({ status }: UpdateFields) => !isClosed(status) && status !== 'nurture';

const revisitOf = ({ status, revisitOn }: UpdateLead) =>
  status === 'nurture' ? (revisitOn ?? null) : null;

function nextDue(input: UpdateLead, { lead, now, settings, calendar }: UpdateGround): Due | null {
  if (takesNextStep(input) && input.nextStepAt)
    return dueAt(input.nextStepAt, 'own-date', calendar, now);
  const updated = { ...lead, status: input.status, revisitOn: revisitOf(input) };
  return statusDue(updated, now, settings, calendar);
}

/** A touch renews it; nurture and the end suspend it, and what comes after them begins a new one. */
function leaseAfter(
  input: UpdateLead,
  next: Due | null,
  { lead, settings, calendar }: UpdateGround,
): Lease {
  if (!takesNextStep(input)) return noLease;
  const { leaseEndsAt, leaseFromAt } = lead;
  return !input.touch && leaseEndsAt
    ? { leaseEndsAt, leaseFromAt }
    : newLease(next, settings, calendar);
}

function obstacleError(
  { obstacle, touch }: UpdateFields,
  { lead, settings }: ErrorGround,
): string | null {
  if (!obstacle) return 'Choose what ended it.';
  const needed = settings.limits.touchesUnreachable;
  const touches = lead.touchCount + (touch ? 1 : 0);
  if (obstacle !== 'unreachable' || touches >= needed) return null;
  const made = touches === 1 ? 'there is 1' : `there are ${touches}`;
  return `Unreachable takes ${needed} touches; ${made}. Try again, or choose what else stood in the way.`;
}

/** As long as Slack takes in a form. */
const longestEvidence = 3_000;

function evidenceError(evidence: string): string | null {
  if (!evidence) return 'Write a line of evidence: how you know.';
  return evidence.length > longestEvidence
    ? `The evidence has ${evidence.length} characters; ${longestEvidence} are possible.`
    : null;
}

function pastError(what: string, at: Date | undefined, now: Date): string | null {
  if (!at) return null;
  if (at > now) return `${what} cannot be in the future.`;
  return at.getTime() < now.getTime() - day ? 'Choose a time within the last 24 hours.' : null;
}

function revisitError(
  on: string | null | undefined,
  { now, calendar }: ErrorGround,
): string | null {
  if (!on) return 'Choose the day to come back on.';
  const number = dayNumber(on);
  if (!Number.isInteger(number) || isoDate(number) !== on)
    return 'Write a date such as 2027-03-01.';
  return on <= localDate(now, calendar.timezone) ? 'Choose a day after today.' : null;
}

function nextStepError(
  { nextStepAt, status, touch }: UpdateFields,
  { lead, ...ground }: ErrorGround,
): string | null {
  if (!nextStepAt) return null;
  const error = chosenTimeError(nextStepAt, ground);
  if (error) return error;
  const { leaseEndsAt } = lead;
  return hasExpiringLease(status) && !touch && leaseEndsAt && nextStepAt > leaseEndsAt
    ? 'Your claim ends before then. Add a touch, or choose an earlier time.'
    : null;
}

const isAmount = (value: number) => Number.isFinite(value) && value >= 0 && value < 1e12;

const latest = (one: Date | null, other: Date) => (one && one > other ? one : other);
