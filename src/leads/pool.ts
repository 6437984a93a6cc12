import { day } from '../people/zone.ts';
import { noLease } from './due.ts';
import type { Lead } from './lead.ts';
import type { LeadChange } from './leadChangeStore.ts';

/** What a lead is that anyone on its channel may claim. Its touches stay. */
export const inPool = (now: Date) =>
  ({
    status: 'new',
    statusAt: now,
    ownerId: null,
    claimedAt: null,
    ...noLease,
    postponeCount: 0,
    revisitOn: null,
  }) as const;

/**
 * What the app does to give a lead back to the pool: its card is posted again, which opens the
 * unclaimed window. `touches`: since it was claimed.
 */
export function postedAgain(
  lead: Lead,
  touches: number,
  now: Date,
): Pick<LeadChange, 'set' | 'due' | 'data' | 'newCard'> {
  const since = lead.claimedAt ?? lead.statusAt;
  const days = Math.max(0, Math.floor((now.getTime() - since.getTime()) / day));
  return {
    set: inPool(now),
    due: { outcome: 'cancelled', next: null },
    data: { held: { days, touches } },
    newCard: true,
  };
}
