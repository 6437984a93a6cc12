import type { Calendar } from '../people/calendar.ts';
import { workingTimeBetween } from '../people/workingTime.ts';
import type { Lead } from './lead.ts';
import type { LeadChange } from './leadChangeStore.ts';
import type { Obstacle } from './obstacles.ts';

/** What a lead cost that was held back, sent back, or bad: seconds of working time. */
export type TimeLost = {
  readonly kind: 'held' | 'incomplete' | 'bad';
  readonly seconds: number;
  /** Who bore it; null: nobody had it yet. */
  readonly personId: string | null;
};

/** A lead that ends so should not have come. Out of market may be a matter of taste. */
export const isBad = ({ status, obstacle }: Pick<Lead, 'status' | 'obstacle'>): boolean =>
  status === 'disqualified' && obstacle !== null && badObstacles.includes(obstacle);
const badObstacles: readonly Obstacle[] = ['unreachable', 'duplicate', 'invalid'];

/**
 * What a change shows to be lost, and what it ends: whoever goes on with a lead waits no longer for
 * what was missing. `calendar`: the owner's as the lead was before, else its channel's.
 */
export function timeLost(
  lead: Lead,
  { set }: Pick<LeadChange, 'set'>,
  now: Date,
  calendar: Calendar,
): { readonly set: Partial<Lead>; readonly lost: readonly TimeLost[] } {
  const between = (from: Date, until: Date) =>
    Math.round(60 * workingTimeBetween(from, until, calendar));
  const { ownerId, claimedAt, closedAt } = lead;
  const bad =
    isBad({ ...lead, ...set }) && !isBad(lead) && ownerId !== null && claimedAt !== null
      ? [{ kind: 'bad', seconds: between(claimedAt, closedAt ?? now), personId: ownerId } as const]
      : [];
  const since = lead.status === 'held' ? lead.heldAt : lead.sentBackAt;
  if (lead.heldUntil === null || set.heldUntil || since === null) return { set: {}, lost: bad };
  const seconds = between(since, now);
  const gap = set.missing?.length
    ? [{ kind: 'incomplete', seconds: 0, personId: null } as const]
    : [];
  return lead.status === 'held'
    ? {
        set: { heldUntil: null, heldSeconds: lead.heldSeconds + seconds },
        lost: [{ kind: 'held', seconds, personId: null }, ...gap],
      }
    : {
        set: { heldUntil: null },
        lost: [{ kind: 'incomplete', seconds, personId: ownerId }, ...bad],
      };
}
