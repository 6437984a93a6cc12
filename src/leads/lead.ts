import type { Obstacle } from './obstacles.ts';
import type { Stage } from './stages.ts';
import type { Status } from './statuses.ts';

/** Where the work on a lead stands: a row of `leads`. Holds nothing personal. */
export type Lead = {
  readonly id: number;
  readonly version: number;
  readonly sourceKey: string;
  readonly channelId: string;
  readonly importId: number | null;
  readonly createdBy: string | null;
  readonly status: Status;
  readonly statusAt: Date;
  readonly ownerId: string | null;
  readonly receivedAt: Date;
  readonly postedAt: Date | null;
  readonly claimedAt: Date | null;
  readonly lastTouchAt: Date | null;
  readonly touchCount: number;
  readonly closedAt: Date | null;
  readonly followUpDueAt: Date | null;
  readonly dueRule: string | null;
  readonly dueTimezone: string | null;
  /** When the window that ends at `followUpDueAt` was opened. */
  readonly dueOpenedAt: Date | null;
  readonly breachedAt: Date | null;
  readonly leaseEndsAt: Date | null;
  /** The due instant that the lease was counted from. */
  readonly leaseFromAt: Date | null;
  readonly postponeCount: number;
  /** A local date, YYYY-MM-DD. */
  readonly revisitOn: string | null;
  readonly obstacle: Obstacle | null;
  readonly stage: Stage | null;
  readonly stageConfirmedAt: Date | null;
  readonly segment: string | null;
  readonly value: number | null;
  readonly currency: string | null;
  readonly country: string | null;
  readonly language: string | null;
  readonly appointmentAt: Date | null;
  readonly preferredContact: PreferredContact | null;
  readonly mergedIntoId: number | null;
  /** The app is to choose its owner, and has not yet. */
  readonly routed: 'round-robin' | 'direct' | null;
  /** Direct: who that is. */
  readonly routedTo: string | null;
  /** Must-haves that it lacks, as the settings write them; several that would do joined by `|`. */
  readonly missing: readonly string[];
  /** When it was held back last, until when at most, and for how long in all: seconds of the channel's working time. */
  readonly heldAt: Date | null;
  readonly heldUntil: Date | null;
  readonly heldSeconds: number;
  /** The rep who could not work it without what is missing. */
  readonly sentBackBy: string | null;
  readonly sentBackAt: Date | null;
  /** When it first became qualified, quoted or won. */
  readonly qualifiedAt: Date | null;
  /** Since then the customer is not to be contacted. */
  readonly doNotContactAt: Date | null;
  /** The customer's stage as marketing said it on arrival. */
  readonly firstStage: Stage | null;
  /** The rep's clock: working seconds from the card to the first claim, and from there to the first touch. */
  readonly claimSeconds: number | null;
  readonly touchSeconds: number | null;
  readonly firstTouchAt: Date | null;
};

export type PreferredContact = 'email' | 'phone' | 'meeting' | 'other';

/** What came with a lead: a row of `lead_details`. Personal, erasable; every text is a stranger's. */
export type LeadDetails = {
  readonly name: string | null;
  readonly company: string | null;
  /** Normalised; links are built from this only. */
  readonly email: string | null;
  readonly emailAsGiven: string | null;
  /** E.164; links are built from this only. */
  readonly phone: string | null;
  readonly phoneAsGiven: string | null;
  readonly website: string | null;
  readonly message: string | null;
  readonly externalId: string | null;
  readonly custom: Readonly<Record<string, unknown>>;
};

export type LeadWithDetails = Lead & { readonly details: LeadDetails };

/** `L-1042`: how a lead is named to people. */
export const leadNumber = (id: number): string => `L-${id}`;

const leadReference = /^#?l?[-‐‑–—−_]?(\d{1,9})[:,.]?$/i;

/** `L-1042`, `l1042`, `#1042`, `1042`: the number; null where it is none of these. */
export function leadIdIn(word: string): number | null {
  const id = Number(leadReference.exec(word)?.[1] ?? 0);
  return id === 0 ? null : id;
}

/** What a lead is called in a line of text: its name, else its company, else its number. */
export const leadTitle = (lead: LeadWithDetails): string =>
  lead.details.name ?? lead.details.company ?? leadNumber(lead.id);

export const isOverdue = (lead: Lead, now: Date): boolean =>
  lead.followUpDueAt !== null && lead.followUpDueAt <= now;
