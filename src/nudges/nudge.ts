import type { DueLead } from '../leads/dueList.ts';
import type { EndedLease } from '../leads/leaseStore.ts';
import type { LeadWithDetails } from '../leads/lead.ts';
import type { NudgeBreach } from './nudgeStore.ts';

/** What a nudge says. Each list is sorted, what matters most first. */
export type Nudge = {
  /** The reader's leads that are past their follow-up window. */
  readonly due: readonly DueLine[];
  /** Overdue leads of people the reader stands in for. */
  readonly urgent: readonly UrgentLine[];
  /** The reader's leads whose window is about to run out. */
  readonly soon: readonly DueLead[];
  /** Claims of the reader's that the app has ended, and that they have not again. */
  readonly ended: readonly EndedLine[];
  /** Dealt with since the nudge was last drawn. */
  readonly struck: readonly LeadWithDetails[];
  /** The manager who asked for an update. */
  readonly askedBy: string | null;
  /** See turnsPausedAfter. */
  readonly leasesEnded: number | null;
};

export type DueLine = {
  readonly lead: DueLead;
  readonly breach: NudgeBreach;
  /** Once the reader has been warned: who will be told, or was. */
  readonly goesTo: readonly string[];
};

export type UrgentLine = {
  readonly lead: DueLead;
  readonly ownerId: string;
  /** When the owner is back. */
  readonly until: Date;
};

export type EndedLine = { readonly lead: LeadWithDetails; readonly lease: EndedLease };

/** With more than this many due, a nudge shows the first ten of them and the way to all. */
const shownWhole = 15;
const shownOfMany = 10;

export const shownDue = ({ due }: Nudge): readonly DueLine[] =>
  due.length > shownWhole ? due.slice(0, shownOfMany) : due;
