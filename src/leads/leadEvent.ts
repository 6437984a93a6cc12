import type { Obstacle } from './obstacles.ts';
import type { Stage, StageWay } from './stages.ts';
import type { Status } from './statuses.ts';
import type { TouchKind, TouchOutcome } from './touch.ts';

/** Something that happened to a lead: a row of `lead_events`, with the touch that it recorded. */
export type LeadEvent = {
  readonly id: number;
  /** Another one than is looked at where that was merged into this. Left out: the one that is looked at. */
  readonly leadId?: number;
  readonly at: Date;
  readonly kind: string;
  /** A person; null: the app itself. */
  readonly actorId: string | null;
  readonly ownerId: string | null;
  readonly statusFrom: Status | null;
  readonly statusTo: Status | null;
  readonly dueTo: Date | null;
  /** Who was made its owner without claiming it. */
  readonly toId: string | null;
  /** Where the app gave it back to the pool: how long `ownerId` had had it. */
  readonly held: Held | null;
  /** The other one of a merge. */
  readonly otherId?: number | null;
  /** Where the customer was said to be, and confirmed to be. */
  readonly stage?: StageChange | null;
  /** A note that was written as a reply under the card. */
  readonly inThread?: boolean;
  /** What it lacked then: must-haves as the settings write them. */
  readonly missing?: readonly string[];
  readonly touch: {
    readonly kind: TouchKind;
    readonly outcome: TouchOutcome;
    readonly occurredAt: Date;
  } | null;
};

/** How a lead had ended that was reopened. `closedAt`: ISO 8601. */
export type Was = {
  readonly obstacle: Obstacle | null;
  readonly ownerId: string | null;
  readonly closedAt: string | null;
};

/** A repeat enquiry, which reopened its lead. */
export type AskedAgain = {
  readonly at: Date;
  /** What it had been until then. */
  readonly status: Status | null;
  readonly was: Was;
  /** The name of who had it then. */
  readonly formerOwner: string | null;
  /** The newest enquiry. */
  readonly message: string | null;
};

export type StageChange = {
  readonly from: Stage | null;
  readonly to: Stage;
  readonly how: StageWay;
};

/** Whole days from the claim on, and the touches in them. */
export type Held = { readonly days: number; readonly touches: number };

/** What somebody wrote about a lead, or what came with it. */
export type Note = {
  readonly kind: 'note' | 'evidence' | 'reason' | 'enquiry';
  /** Null: it came with the lead. */
  readonly authorId: string | null;
  /** It is a reply under the card. */
  readonly inThread?: boolean;
  readonly body: string;
  readonly createdAt: Date;
};
