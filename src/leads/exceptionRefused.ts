import type { Situation } from './changeLead.ts';
import type { LeadWithDetails } from './lead.ts';
import { type Action, may } from './permissions.ts';
import type { Gone, NotOwner, Refused } from './refusal.ts';
import { isClosed } from './statuses.ts';

export type ExceptionRefused =
  /** Nobody makes an exception for themselves. */
  { readonly outcome: 'own-lead'; readonly lead: LeadWithDetails } | NotOwner | Gone | Refused;

/** What stands in the way of an exception for a lead's owner: managers make them, for others. */
export function exceptionRefused(
  { lead, actor, roles }: Situation,
  action: Extract<Action, 'give more time' | 'waive a lead' | 'end an exception'>,
): ExceptionRefused | null {
  const { ownerId, status } = lead;
  if (!may(action, roles)) return { outcome: 'not-allowed', lead, why: 'manager' };
  if (isClosed(status) || status === 'held') return { outcome: 'gone', lead };
  if (ownerId === null) return { outcome: 'not-owner', lead, ownerId };
  return ownerId === actor?.id ? { outcome: 'own-lead', lead } : null;
}
