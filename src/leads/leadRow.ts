import type { Selectable, Updateable } from 'kysely';
import type { LeadDetails as DetailsTable, Leads } from '../db/schema.ts';
import type { Lead, LeadDetails } from './lead.ts';

/** Where each property of a lead is kept. */
export const leadColumns = {
  id: 'id',
  version: 'version',
  sourceKey: 'source_key',
  channelId: 'channel_id',
  importId: 'import_id',
  createdBy: 'created_by',
  status: 'status',
  statusAt: 'status_at',
  ownerId: 'owner_id',
  receivedAt: 'received_at',
  postedAt: 'posted_at',
  claimedAt: 'claimed_at',
  lastTouchAt: 'last_touch_at',
  touchCount: 'touch_count',
  closedAt: 'closed_at',
  followUpDueAt: 'follow_up_due_at',
  dueRule: 'due_rule',
  dueTimezone: 'due_timezone',
  dueOpenedAt: 'due_opened_at',
  breachedAt: 'breached_at',
  leaseEndsAt: 'lease_ends_at',
  leaseFromAt: 'lease_from_at',
  postponeCount: 'postpone_count',
  revisitOn: 'revisit_on',
  obstacle: 'obstacle',
  stage: 'stage',
  stageConfirmedAt: 'stage_confirmed_at',
  segment: 'segment',
  value: 'value',
  currency: 'currency',
  country: 'country',
  language: 'language',
  appointmentAt: 'appointment_at',
  preferredContact: 'preferred_contact',
  mergedIntoId: 'merged_into_id',
  routed: 'routed',
  routedTo: 'routed_to',
  missing: 'missing',
  heldAt: 'held_at',
  heldUntil: 'held_until',
  heldSeconds: 'held_seconds',
  sentBackBy: 'sent_back_by',
  sentBackAt: 'sent_back_at',
  qualifiedAt: 'qualified_at',
  doNotContactAt: 'do_not_contact_at',
  firstStage: 'first_stage',
  claimSeconds: 'claim_seconds',
  touchSeconds: 'touch_seconds',
  firstTouchAt: 'first_touch_at',
} as const satisfies Record<keyof Lead, keyof Leads>;

const properties = Object.entries(leadColumns);

export function toLead(row: Selectable<Leads>): Lead {
  // fromEntries forgets the keys; leadColumns has exactly those of Lead.
  return Object.fromEntries(
    properties.map(([key, column]) => [key, row[column]]),
  ) as unknown as Lead;
}

export function toColumns(lead: Partial<Lead>): Updateable<Leads> {
  const named = properties.filter(([key]) => key in lead);
  // Entries forget that the keys are those of Lead.
  return Object.fromEntries(named.map(([key, column]) => [column, lead[key as keyof Lead]]));
}

/** What to_json makes of a row of `lead_details`; null: erased. */
export function toDetails(row: Selectable<DetailsTable> | null): LeadDetails {
  return {
    name: row?.name ?? null,
    company: row?.company ?? null,
    email: row?.email ?? null,
    emailAsGiven: row?.email_as_given ?? null,
    phone: row?.phone ?? null,
    phoneAsGiven: row?.phone_as_given ?? null,
    website: row?.website ?? null,
    message: row?.message ?? null,
    externalId: row?.external_id ?? null,
    // Written as an object only.
    custom: (row?.custom ?? {}) as LeadDetails['custom'],
  };
}
