import type { UpdateStatus } from './statuses.ts';

export const touchKinds = ['call', 'email', 'meeting', 'other'] as const;
export type TouchKind = (typeof touchKinds)[number];
export const touchOutcomes = ['no-answer', 'reached'] as const;
export type TouchOutcome = (typeof touchOutcomes)[number];

/** A dated try to reach the customer. `occurredAt` is at most 24 h back; left out: now. */
export type Touch = {
  readonly kind: TouchKind;
  readonly outcome: TouchOutcome;
  readonly occurredAt?: Date;
};

/** The touch that one click on a status stands for: tried is no answer, connected is reached. */
export function touchOfOneClick(status: UpdateStatus): Touch | null {
  if (status === 'attempted') return { kind: 'call', outcome: 'no-answer' };
  if (status === 'connected') return { kind: 'call', outcome: 'reached' };
  return null;
}
