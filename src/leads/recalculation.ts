import type { Calendar } from '../people/calendar.ts';
import { parseWindow } from '../people/window.ts';
import { addWorkingTime } from '../people/workingTime.ts';
import type { Settings } from '../settings/settings.ts';
import { type Due, type Lease, newLease, statusDue, unclaimedDue } from './due.ts';
import type { Lead } from './lead.ts';

/** What is new about a lead, calculated anew. What is left out stays as it was. */
export type Recalculated = {
  /** Null: nothing is due any more, since its calendar has no working time. */
  readonly due?: Due | null;
  readonly lease?: Lease;
};

export type Ground = {
  readonly settings: Settings;
  /** The owner's, or the channel's where nobody owns it. */
  readonly calendar: Calendar;
  readonly now: Date;
};

/** What due instants, leases and what follows a breach depend on, beside each person's own clock. */
export function dueSettings(settings: Settings): unknown {
  const { timezone, workingTime, holidayRegion, holidays, closures } = settings;
  const { windows, windowRules, lease, ladder, hot, hotLadder, channels } = settings;
  const clocks = Object.entries(channels).map(([id, channel]) => [
    id,
    [channel.timezone, channel.workingTime, channel.holidayRegion, channel.holidays],
  ]);
  return [
    ...[timezone, workingTime, holidayRegion, holidays, closures],
    ...[windows, windowRules, lease, ladder, hot, hotLadder, Object.fromEntries(clocks)],
  ];
}

/**
 * An open lead's due instant and lease as they would be had its calendar and the settings been so
 * from the beginning. Null: nothing changes. What has passed stays, and so does a date that somebody
 * chose. Nothing becomes overdue, and no claim ends, by this: what would have, begins anew at `now`.
 */
export function recalculated(lead: Lead, ground: Ground): Recalculated | null {
  const due = dueAnew(lead, ground);
  const lease = leaseAnew(lead, due, ground);
  const isNewDue = due !== undefined && !isSame(due?.at, lead.followUpDueAt);
  // It may end as before although it is counted from another due instant.
  const isNewLease =
    !isSame(lease.leaseEndsAt, lead.leaseEndsAt) || !isSame(lease.leaseFromAt, lead.leaseFromAt);
  if (!isNewDue && !isNewLease) return null;
  return { ...(isNewDue && { due }), ...(isNewLease && { lease }) };
}

/** Undefined: it stays. */
function dueAnew(lead: Lead, { settings, calendar, now }: Ground): Due | null | undefined {
  const opened = (at: Date): Due | null =>
    lead.ownerId === null
      ? unclaimedDue(lead, at, settings, calendar)
      : statusDue({ ...lead, appointmentAt: null }, at, settings, calendar);
  const { followUpDueAt, dueOpenedAt, dueRule } = lead;
  // Its calendar had no working time.
  if (followUpDueAt === null) return opened(now) ?? undefined;
  if (followUpDueAt <= now || dueOpenedAt === null || !isCounted(dueRule)) return undefined;
  const due = opened(dueOpenedAt);
  if (due === null || due.at > now) return due;
  // The day is today; that it was to be later stands.
  return dueRule === 'revisit' ? undefined : opened(now);
}

/** From working time, and not chosen by anybody. */
const isCounted = (rule: string | null) =>
  rule === 'unclaimed' || rule === 'revisit' || (rule?.startsWith('status:') ?? false);

/** It is counted from the same due instant as before, wherever that is now; never ends before what is due. */
function leaseAnew(lead: Lead, due: Due | null | undefined, ground: Ground): Lease {
  const { followUpDueAt, leaseFromAt, leaseEndsAt, status } = lead;
  const { settings, calendar, now } = ground;
  if (!leaseFromAt && !leaseEndsAt) {
    const begins = followUpDueAt === null && due && lead.ownerId !== null && status !== 'nurture';
    return begins ? newLease(due, settings, calendar) : { leaseFromAt, leaseEndsAt };
  }
  const from = leaseFromAt ?? followUpDueAt;
  if (!from || (leaseEndsAt && leaseEndsAt <= now)) return { leaseFromAt, leaseEndsAt };
  const ends = (begins: Date) => addWorkingTime(begins, parseWindow(settings.lease), calendar);
  const counted = due && isSame(from, followUpDueAt) ? due.at : from;
  const end = ends(counted);
  const isOver = end !== null && end <= now;
  const inForce = due === undefined ? followUpDueAt : (due?.at ?? null);
  return {
    leaseFromAt: isOver ? now : counted,
    leaseEndsAt: later(isOver ? ends(now) : end, inForce),
  };
}

const later = (end: Date | null, due: Date | null) => (end && due && due > end ? due : end);

const isSame = (one: Date | null | undefined, other: Date | null) =>
  (one?.getTime() ?? null) === (other?.getTime() ?? null);
