import type { LeadDetails, LeadWithDetails } from '../../src/leads/lead.ts';

const nobody: LeadDetails = {
  name: 'Jane Doe',
  company: null,
  email: null,
  emailAsGiven: null,
  phone: null,
  phoneAsGiven: null,
  website: null,
  message: null,
  externalId: null,
  custom: {},
};

const plainLead: Omit<LeadWithDetails, 'details'> = {
  id: 1042,
  version: 1,
  sourceKey: 'website-form',
  channelId: 'CLEADS',
  importId: null,
  createdBy: null,
  status: 'new',
  statusAt: new Date('2026-11-23T09:00:00Z'),
  ownerId: null,
  receivedAt: new Date('2026-11-23T09:00:00Z'),
  postedAt: new Date('2026-11-23T09:00:01Z'),
  claimedAt: null,
  lastTouchAt: null,
  touchCount: 0,
  closedAt: null,
  followUpDueAt: null,
  dueRule: null,
  dueTimezone: null,
  dueOpenedAt: null,
  breachedAt: null,
  leaseEndsAt: null,
  leaseFromAt: null,
  postponeCount: 0,
  revisitOn: null,
  obstacle: null,
  stage: null,
  stageConfirmedAt: null,
  segment: null,
  value: null,
  currency: null,
  country: null,
  language: null,
  appointmentAt: null,
  preferredContact: null,
  mergedIntoId: null,
  routed: null,
  routedTo: null,
  missing: [],
  heldAt: null,
  heldUntil: null,
  heldSeconds: 0,
  sentBackBy: null,
  sentBackAt: null,
  qualifiedAt: null,
  doNotContactAt: null,
  firstStage: null,
  claimSeconds: null,
  touchSeconds: null,
  firstTouchAt: null,
};

/** A lead as rows would give it: new and unclaimed, unless said otherwise. */
export const aLead = ({
  details,
  ...lead
}: Partial<Omit<LeadWithDetails, 'details'>> & {
  details?: Partial<LeadDetails>;
} = {}): LeadWithDetails => ({
  ...plainLead,
  ...lead,
  details: { ...nobody, ...details },
});
