import { newLease, noLease, statusDue } from '../leads/due.ts';
import type { Grouped } from '../leads/leadCondition.ts';
import type { Obstacle } from '../leads/obstacles.ts';
import { isClosed, type Status } from '../leads/statuses.ts';
import { calendarOf } from '../people/calendar.ts';
import type { Person } from '../people/person.ts';
import { localDate } from '../people/zone.ts';
import type { Settings } from '../settings/settings.ts';
import { type Standing, unclaimed } from './newLead.ts';

type Said = Grouped & {
  readonly status: Status;
  readonly obstacle: Obstacle | null;
  readonly owner: Person | null;
  readonly receivedAt: Date;
  readonly appointmentAt: Date | null;
};

/**
 * Where an imported lead stands. History starts no clocks: what is closed stays closed, with nothing
 * due. What is open and has an owner gets its windows from `now` on; nurture without a date comes back
 * as late as a rep could have chosen. What is open and has no owner is anyone's, however far it was.
 */
export function importedStanding(said: Said, settings: Settings, now: Date): Standing {
  const { status, obstacle, owner, receivedAt } = said;
  if (isClosed(status))
    return { ...unclaimed, status, obstacle, ownerId: owner?.id ?? null, closedAt: receivedAt };
  if (!owner) return unclaimed;
  const open = status === 'new' ? 'claimed' : status;
  const calendar = calendarOf(owner, settings);
  const later = new Date(now.getTime() + settings.limits.ownDateDays * 86_400_000);
  const revisitOn = open === 'nurture' ? localDate(later, calendar.timezone) : null;
  const due = statusDue({ ...said, status: open, revisitOn }, now, settings, calendar);
  return {
    ...unclaimed,
    status: open,
    ownerId: owner.id,
    claimedAt: now,
    revisitOn,
    due,
    ...(open === 'nurture' ? noLease : newLease(due, settings, calendar)),
  };
}
