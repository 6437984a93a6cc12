import { calendarOf } from '../people/calendar.ts';
import { awayAt, type Person } from '../people/person.ts';
import { type Barred, barred, rolesIn } from '../people/roles.ts';
import { nextWorkingTime } from '../people/workingTime.ts';
import type { Settings } from '../settings/settings.ts';
import type { WhyAssigned } from './assignment.ts';
import { newLease, statusDue } from './due.ts';
import type { Lead } from './lead.ts';
import type { LeadChange } from './leadChangeStore.ts';
import { hasExpiringLease } from './statuses.ts';

/** `roster`: they are not a rep of the lead's channel. */
export type CannotTake = Barred | 'roster' | 'away';

/** Why a lead cannot become this person's; null: it can. */
export function whyCannotTake(
  lead: Lead,
  rep: Person | null,
  settings: Settings,
  now: Date,
): CannotTake | null {
  if (!rep) return 'unknown';
  return (
    barred(rep) ??
    (!rolesIn(settings, rep, lead.channelId).has('rep') ? 'roster' : null) ??
    (awayAt(rep, now) ? 'away' : null)
  );
}

/** The lead becomes the rep's: its window opens anew on their calendar, and a claim that ends by itself begins anew. */
export function handOver(
  lead: Lead,
  rep: Person,
  settings: Settings,
  now: Date,
): Pick<LeadChange, 'set' | 'due' | 'data'> {
  const isNew = lead.ownerId === null;
  const status = lead.status === 'new' ? 'claimed' : lead.status;
  const calendar = calendarOf(rep, settings);
  const next = statusDue({ ...lead, status }, now, settings, calendar);
  return {
    set: {
      ownerId: rep.id,
      claimedAt: now,
      postponeCount: 0,
      routed: null,
      routedTo: null,
      ...(status !== lead.status && { status, statusAt: now }),
      ...(hasExpiringLease(status) && newLease(next, settings, calendar)),
    },
    due: { outcome: isNew ? 'met' : 'cancelled', next },
    data: { to: rep.id },
  };
}

/** They are told once their work begins. */
export const tellRep = (
  rep: Person,
  why: WhyAssigned,
  settings: Settings,
  now: Date,
): NonNullable<LeadChange['tell']> => ({
  personId: rep.id,
  notBefore: nextWorkingTime(now, calendarOf(rep, settings)) ?? now,
  why,
});
