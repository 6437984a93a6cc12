import type { Calendar } from '../people/calendar.ts';
import { workingTimeBetween } from '../people/workingTime.ts';
import type { Lead } from './lead.ts';
import type { LeadChange } from './leadChangeStore.ts';

/** What the rep's clock shows when a change is made: working seconds on `calendar`. */
export type RepClock = {
  /** Since the window was opened that this change meets. Null: it meets none. */
  readonly repSeconds: number | null;
  readonly set: Partial<Pick<Lead, 'claimSeconds' | 'touchSeconds' | 'firstTouchAt'>>;
};

/**
 * `calendar`: the owner's as the lead was before, else its channel's. What was measured first stays,
 * whoever has the lead later.
 */
export function repClock(
  lead: Lead,
  { kind, due, touch }: Pick<LeadChange, 'kind' | 'due' | 'touch'>,
  now: Date,
  calendar: Calendar,
): RepClock {
  const since = (from: Date) => Math.round(60 * workingTimeBetween(from, now, calendar));
  const repSeconds = due?.outcome === 'met' && lead.dueOpenedAt ? since(lead.dueOpenedAt) : null;
  const isFirstTouch = touch && lead.firstTouchAt === null && lead.claimedAt !== null;
  return {
    repSeconds,
    set: {
      ...(kind === 'claimed' && lead.claimSeconds === null && { claimSeconds: repSeconds }),
      ...(isFirstTouch && {
        touchSeconds: since(lead.claimedAt) - waitedFor(lead, since),
        firstTouchAt: now,
      }),
    },
  };
}

/** Of the time since the claim: while it was sent back. Its window was opened anew after that, or it waits still. */
function waitedFor(
  { claimedAt, sentBackAt, dueOpenedAt }: Lead,
  since: (from: Date) => number,
): number {
  if (!sentBackAt || !claimedAt || sentBackAt < claimedAt) return 0;
  return since(sentBackAt) - (dueOpenedAt && dueOpenedAt > sentBackAt ? since(dueOpenedAt) : 0);
}
