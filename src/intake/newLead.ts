import type { Due } from '../leads/due.ts';
import type { LeadWithDetails } from '../leads/lead.ts';
import type { Arrival } from './arrival.ts';

/** A lead as it enters: what arrived, and what we make of it. */
export type NewLead = {
  readonly arrival: Arrival;
  readonly sourceKey: string;
  readonly channelId: string;
  readonly receivedAt: Date;
  readonly createdBy: string | null;
  /** Whose it is from the beginning; null: anyone's. */
  readonly owner: {
    readonly id: string;
    readonly due: Due | null;
    readonly leaseEndsAt: Date | null;
  } | null;
  readonly settingsVersion: number;
};

/** The lead that a new lead is, once it is stored. */
export function enteredLead(entering: NewLead, id: number, now: Date): LeadWithDetails {
  const { arrival, owner } = entering;
  return {
    id,
    version: 1,
    sourceKey: entering.sourceKey,
    channelId: entering.channelId,
    importId: null,
    createdBy: entering.createdBy,
    status: owner ? 'claimed' : 'new',
    statusAt: now,
    ownerId: owner?.id ?? null,
    receivedAt: entering.receivedAt,
    postedAt: null,
    claimedAt: owner ? now : null,
    lastTouchAt: null,
    touchCount: 0,
    closedAt: null,
    followUpDueAt: owner?.due?.at ?? null,
    dueRule: owner?.due?.rule ?? null,
    dueTimezone: owner?.due?.timezone ?? null,
    breachedAt: null,
    leaseEndsAt: owner?.leaseEndsAt ?? null,
    postponeCount: 0,
    revisitOn: null,
    obstacle: null,
    stage: arrival.stage,
    stageConfirmedAt: null,
    segment: arrival.segment,
    value: arrival.value,
    currency: arrival.currency,
    country: arrival.country,
    language: arrival.language,
    appointmentAt: arrival.appointmentAt,
    preferredContact: arrival.preferredContact,
    mergedIntoId: null,
    details: detailsOf(arrival),
  };
}

function detailsOf(arrival: Arrival): LeadWithDetails['details'] {
  const { name, company, email, emailAsGiven, phone, phoneAsGiven } = arrival;
  const { website, message, externalId, custom } = arrival;
  return {
    ...{ name, company, email, emailAsGiven, phone, phoneAsGiven },
    ...{ website, message, externalId, custom },
  };
}
