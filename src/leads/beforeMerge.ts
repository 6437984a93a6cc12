import type { Lead, LeadDetails } from './lead.ts';
import { type MergedStanding, standingOfLead } from './merge.ts';

/** What two leads were when they became one, as far as taking them apart needs it. */
export type BeforeMerge = {
  /** Of both; of the parent, where it goes on as the child, or was reopened for it. */
  readonly child: MergedStanding;
  readonly parent: MergedStanding | null;
  /** What the parent was made, where not what the child was. */
  readonly became?: MergedStanding;
  /** Whoever had one of the two, and has none of them now. */
  readonly loserId?: string | null;
  /** What the parent was given. */
  readonly receivedAt: { readonly before: Date; readonly after: Date };
  readonly touches: {
    readonly before: number;
    readonly lastAt: Date | null;
    readonly after: number;
  };
  /** The fields that the child filled: as they were, and as they became. */
  readonly filled: { readonly before: Filled; readonly after: Filled };
  /** The identities that went to the parent. */
  readonly identities: readonly { readonly kind: string; readonly hash: string }[];
  /** The event of the parent with which the child's other values were kept. */
  readonly eventId: number;
};
type Filled = { readonly lead: Partial<Lead>; readonly details: Partial<LeadDetails> };

const asDate = <T extends Date | null>(stored: T): T =>
  // JSON has made texts of them.
  (stored === null ? null : new Date(stored)) as T;

const revivedStanding = (of: MergedStanding): MergedStanding => ({
  ...standingOfLead(of),
  statusAt: asDate(of.statusAt),
  claimedAt: asDate(of.claimedAt),
  closedAt: asDate(of.closedAt),
});

const revivedFields = ({ lead, details }: Filled): Filled => ({
  lead: { ...lead, ...(lead.appointmentAt && { appointmentAt: asDate(lead.appointmentAt) }) },
  details,
});

/** As it was stored, in JSON. */
export const revived = (stored: BeforeMerge): BeforeMerge => ({
  ...stored,
  child: revivedStanding(stored.child),
  parent: stored.parent && revivedStanding(stored.parent),
  ...(stored.became && { became: revivedStanding(stored.became) }),
  receivedAt: {
    before: asDate(stored.receivedAt.before),
    after: asDate(stored.receivedAt.after),
  },
  touches: { ...stored.touches, lastAt: asDate(stored.touches.lastAt) },
  filled: {
    before: revivedFields(stored.filled.before),
    after: revivedFields(stored.filled.after),
  },
});
