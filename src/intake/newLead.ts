import { type Due, type Lease, noLease } from '../leads/due.ts';
import type { Lead, LeadDetails, LeadWithDetails } from '../leads/lead.ts';
import type { Obstacle } from '../leads/obstacles.ts';
import type { Arrival } from './arrival.ts';
import type { Route } from './routing.ts';

/** Where the work on a lead stands when it enters. */
export type Standing = Pick<
  Lead,
  | 'status'
  | 'ownerId'
  | 'claimedAt'
  | 'closedAt'
  | 'revisitOn'
  | 'obstacle'
  | 'missing'
  | 'heldAt'
  | 'heldUntil'
> &
  Lease & { readonly due: Due | null };

/** Anyone's: its windows begin when its card is posted. */
export const unclaimed: Standing = {
  status: 'new',
  ownerId: null,
  claimedAt: null,
  closedAt: null,
  revisitOn: null,
  obstacle: null,
  missing: [],
  heldAt: null,
  heldUntil: null,
  ...noLease,
  due: null,
};

/** A lead as it enters: what arrived, and what we make of it. */
export type NewLead = Route & {
  readonly arrival: Arrival;
  readonly standing: Standing;
  readonly sourceKey: string;
  readonly receivedAt: Date;
  /** The person who brings it in. */
  readonly createdBy: string | null;
  readonly importId: number | null;
  /** Whether it gets a card of its own at once. */
  readonly card: boolean;
  readonly settingsVersion: number;
};

/** What became of an arrival; `lead` is what it is afterwards. */
export type Entered =
  | { readonly outcome: 'created'; readonly lead: LeadWithDetails }
  /** It was there already, and these of its fields were new. */
  | {
      readonly outcome: 'merged';
      readonly lead: LeadWithDetails;
      readonly changed: readonly string[];
    }
  | { readonly outcome: 'unchanged'; readonly lead: LeadWithDetails }
  /** They asked not to be contacted: it is kept with that lead, and nobody is told. */
  | { readonly outcome: 'suppressed'; readonly lead: LeadWithDetails };

/** Who was no lead is none when the same comes again: it is kept with it, and that is all. */
const neverReopened: readonly (Obstacle | null)[] = ['invalid', 'duplicate'];

type Repeating = Pick<NewLead, 'importId' | 'sourceKey'> & {
  readonly standing: Pick<Standing, 'closedAt'>;
};

/**
 * Whether this repetition of a lead is a repeat enquiry, which reopens it: it is closed, and somebody
 * asks again. Not a row of a file that comes back or tells of something that is over, and not the same
 * submission delivered again, unless with another message.
 */
export function reopens(
  known: Lead,
  { importId, sourceKey, standing }: Repeating,
  { isItself, hasMessage }: { readonly isItself: boolean; readonly hasMessage: boolean },
): boolean {
  if (known.closedAt === null || neverReopened.includes(known.obstacle)) return false;
  if (importId === null) return !isItself || hasMessage;
  const isRowAgain = known.importId !== null && known.sourceKey === sourceKey;
  return !isItself && !isRowAgain && standing.closedAt === null;
}

/** Nothing arrives later than now, whatever the sender's clock says. */
export const earlier = (sent: Date | null, now: Date): Date => (sent && sent < now ? sent : now);

/** The lead that a new lead is, once it is stored. */
export function enteredLead(entering: NewLead, id: number, now: Date): LeadWithDetails {
  const { arrival, standing, sourceKey, channelId, importId, createdBy, receivedAt } = entering;
  const { value, currency, country, language, stage, segment } = arrival;
  const { due, ...stands } = standing;
  return {
    ...{ id, version: 1, sourceKey, channelId, importId, createdBy, receivedAt },
    ...stands,
    statusAt: standing.closedAt ?? now,
    postedAt: null,
    lastTouchAt: null,
    touchCount: 0,
    followUpDueAt: due?.at ?? null,
    dueRule: due?.rule ?? null,
    dueTimezone: due?.timezone ?? null,
    dueOpenedAt: due?.openedAt ?? null,
    breachedAt: null,
    postponeCount: 0,
    ...{ value, currency, country, language, stage, segment },
    stageConfirmedAt: null,
    appointmentAt: arrival.appointmentAt,
    preferredContact: arrival.preferredContact,
    mergedIntoId: null,
    ...{ routed: entering.routed, routedTo: entering.routedTo },
    heldSeconds: 0,
    sentBackBy: null,
    sentBackAt: null,
    qualifiedAt: null,
    doNotContactAt: null,
    firstStage: stage,
    claimSeconds: null,
    touchSeconds: null,
    firstTouchAt: null,
    details: detailsOf(arrival),
  };
}

export function detailsOf(arrival: Arrival): LeadDetails {
  const { name, company, email, emailAsGiven, phone, phoneAsGiven } = arrival;
  const { website, message, externalId, custom } = arrival;
  return {
    ...{ name, company, email, emailAsGiven, phone, phoneAsGiven },
    ...{ website, message, externalId, custom },
  };
}
