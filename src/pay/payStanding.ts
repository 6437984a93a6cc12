import type { LeadWithDetails } from '../leads/lead.ts';
import type { Correction } from './payDocument.ts';
import type { PayCounts } from './payWords.ts';
import type { PayPeriod, PeriodDates } from './period.ts';
import type { Excuse, Verdict } from './verdict.ts';

export type Blocked = Extract<Verdict, { state: 'blocked' }>;

/** A lead that blocks, as its row is now. */
export type BlockedLead = { readonly verdict: Blocked; readonly lead: LeadWithDetails };

/** How somebody's leads stand in the period whose cut-off comes next. */
export type PayStanding = {
  readonly personId: string;
  readonly period: PayPeriod;
  readonly counts: PayCounts;
  /** The first of `counts.blocked`. */
  readonly blocked: readonly BlockedLead[];
  readonly excused: readonly { readonly leadId: number; readonly why: Excuse }[];
  /** What blocked in the snapshot before, and has been put right since. */
  readonly corrected: readonly Correction[];
};

/** How a period came out for somebody. */
export type FrozenStanding = PeriodDates & { readonly counts: PayCounts };
