import type { Status } from './statuses.ts';
import type { TouchKind, TouchOutcome } from './touch.ts';

/** Something that happened to a lead: a row of `lead_events`, with the touch that it recorded. */
export type LeadEvent = {
  readonly id: number;
  readonly at: Date;
  readonly kind: string;
  /** A person; null: the app itself. */
  readonly actorId: string | null;
  readonly ownerId: string | null;
  readonly statusFrom: Status | null;
  readonly statusTo: Status | null;
  readonly dueTo: Date | null;
  readonly touch: {
    readonly kind: TouchKind;
    readonly outcome: TouchOutcome;
    readonly occurredAt: Date;
  } | null;
};

/** What somebody wrote about a lead, or what came with it. */
export type Note = {
  readonly kind: 'note' | 'evidence' | 'reason' | 'enquiry';
  /** Null: it came with the lead. */
  readonly authorId: string | null;
  readonly body: string;
  readonly createdAt: Date;
};
