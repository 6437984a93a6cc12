import { type Calendar, calendarOf, channelCalendar } from '../people/calendar.ts';
import type { Situation } from './changeLead.ts';
import { may } from './permissions.ts';
import type { Changed, Gone, NotOwner, Refused } from './refusal.ts';

/**
 * What stands in the way of working on the lead: it is held, merged or nobody's, or the actor is
 * neither its owner, nor the owner's stand-in while they are away, nor a manager of its channel, nor
 * the app; or it has changed since a form was
 * opened on `expectedVersion`.
 */
export function ownersOnly(
  { lead, by, roles }: Situation,
  expectedVersion: number | undefined,
  action: 'update' | 'postpone' | 'release' = 'update',
): Gone | Refused | NotOwner | Changed | null {
  const { ownerId, status } = lead;
  if (status === 'held' || status === 'merged') return { outcome: 'gone', lead };
  if (lead.doNotContactAt) return { outcome: 'not-allowed', lead, why: 'do-not-contact' };
  const theirs = by.kind === 'app' || may(action, roles);
  if (ownerId === null || !theirs) return { outcome: 'not-owner', lead, ownerId };
  if (expectedVersion !== undefined && expectedVersion !== lead.version) {
    return { outcome: 'changed', lead };
  }
  return null;
}

/** Whose working time counts: the owner's, else the channel's. */
export function calendarFor({
  owner,
  lead,
  settings,
}: Pick<Situation, 'owner' | 'lead' | 'settings'>): Calendar {
  return owner
    ? calendarOf(owner, settings.document)
    : channelCalendar(lead.channelId, settings.document);
}
