import { type Context, theApp } from '../context.ts';
import { type Plan, type Situation, changeLead } from './changeLead.ts';
import type { LeadWithDetails } from './lead.ts';
import { postedAgain } from './pool.ts';
import type { Gone, Refused, Repeated } from './refusal.ts';
import { hasExpiringLease } from './statuses.ts';

export type EndLeaseOutcome =
  | { readonly outcome: 'ended'; readonly lead: LeadWithDetails; readonly before: LeadWithDetails }
  /** It holds: a touch has renewed it, say, or the status is one in which no claim ends by itself. */
  | { readonly outcome: 'holds'; readonly lead: LeadWithDetails }
  | Gone
  | Refused
  | Repeated;

/**
 * Gives a claimed or attempted lead back to the pool whose lease is over, with its history; its card
 * is posted again. A touch at the same moment wins or loses as a whole. `touches`: since the claim.
 */
export function endLease(
  ctx: Context,
  { leadId, touches }: { leadId: number; touches: number },
): Promise<EndLeaseOutcome> {
  return changeLead(ctx, { leadId, by: theApp }, (situation) => end(situation, touches));
}

function end({ lead, now }: Situation, touches: number): Plan<EndLeaseOutcome> | EndLeaseOutcome {
  const { ownerId, leaseEndsAt, status } = lead;
  if (ownerId === null || !hasExpiringLease(status) || !leaseEndsAt || leaseEndsAt > now) {
    return { outcome: 'holds', lead };
  }
  return {
    change: { kind: 'lease-ended', ...postedAgain(lead, touches, now), leaseEnded: true },
    answer: (ended) => ({ outcome: 'ended', lead: ended, before: lead }),
  };
}
