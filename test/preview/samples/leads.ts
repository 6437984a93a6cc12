import { type LeadWithDetails, leadNumber } from '../../../src/leads/lead.ts';
import type { DueLead } from '../../../src/leads/dueList.ts';
import type { LeadEvent } from '../../../src/leads/leadEvent.ts';
import type { Status } from '../../../src/leads/statuses.ts';
import { settingsSchema } from '../../../src/settings/settings.ts';
import { aLead } from '../../support/leads.ts';

/** Monday, a quarter past ten in UTC. */
export const now = new Date('2026-11-23T10:15:00Z');
const minute = 60_000;
/** An instant so many minutes from then; before it, where they are negative. */
export const at = (minutes: number): Date => new Date(now.getTime() + minutes * minute);
export const hours = (count: number): Date => at(count * 60);
export const days = (count: number): Date => hours(count * 24);

export const sourceName = 'Website form';
export const settings = settingsSchema.parse({
  channels: { C1: { name: 'leads', managers: ['UMIA'], roster: ['UANA', 'UBEN'] } },
});

const jane = {
  name: 'Jane Doe',
  company: 'Acme Solar GmbH',
  email: 'jane.doe@acme-solar.example',
  phone: '+4930901820',
  message:
    'We want to put solar panels on two halls of about 1,200 square metres each, before the summer. What would that cost, and when could you have a look?',
};

/** What else there is to list beside Jane Doe. */
const others = [
  jane,
  { name: 'Tomás Rivera', company: 'Rivera & Hijos', email: 'tomas@rivera.example', phone: null },
  { name: 'Priya Nair', company: null, email: null, phone: '+442083661177' },
  { name: null, company: 'Nordlicht Stadtwerke', email: 'info@nordlicht.example', phone: null },
  {
    name: 'Maximiliane Freifrau von und zu Hohenschwangau-Lichtenstein',
    company: 'Gesellschaft für Energieberatung und Gebäudetechnik mbH & Co. KG',
    email: 'maximiliane.hohenschwangau@energieberatung.example',
    phone: '+4989123456',
  },
];

const base = {
  channelId: 'C1',
  country: 'DE',
  stage: 'options',
  value: 5_000,
  currency: 'EUR',
  receivedAt: at(-12),
  postedAt: at(-12),
  statusAt: at(-12),
} as const;

export const fresh = aLead({ ...base, id: 1042, details: jane });

/** A lead of Ana's at a status, with what is due on it in two hours. */
export const owned = (status: Status, more: Partial<LeadWithDetails> = {}): LeadWithDetails =>
  aLead({
    ...base,
    id: 1042,
    status,
    ownerId: 'UANA',
    receivedAt: days(-1),
    postedAt: days(-1),
    claimedAt: days(-1),
    statusAt: hours(-3),
    dueOpenedAt: hours(-3),
    followUpDueAt: hours(2),
    dueRule: `status:${status}`,
    leaseEndsAt: days(3),
    leaseFromAt: hours(2),
    ...(status === 'claimed' ? {} : { touchCount: 1, lastTouchAt: hours(-3) }),
    details: jane,
    ...more,
  });

/** What a closed one no longer has, too. */
export const closed = (status: Status, more: Partial<LeadWithDetails> = {}): LeadWithDetails =>
  owned(status, {
    closedAt: hours(-1),
    followUpDueAt: null,
    dueRule: null,
    leaseEndsAt: null,
    ...more,
  });

const open: readonly Status[] = ['claimed', 'attempted', 'connected', 'quoted'];

/** Leads of Ana's that are overdue, each a little different. */
export const overdue = (count: number, from = 1042): LeadWithDetails[] =>
  Array.from({ length: count }, (_, i) => {
    const dueAt = hours(-1 - i);
    return owned(open[i % open.length] ?? 'claimed', {
      id: from + i,
      followUpDueAt: dueAt,
      breachedAt: dueAt,
      value: i % 2 === 0 ? 5_000 : null,
      details: { ...fresh.details, ...others[i % others.length] },
    });
  });

export const asDue = (lead: LeadWithDetails): DueLead => ({
  ...lead,
  hot: lead.id === 1042,
  dueAt: lead.followUpDueAt ?? now,
});

export const event = (more: Partial<LeadEvent>): LeadEvent => ({
  id: 1,
  at: hours(-3),
  kind: 'updated',
  actorId: 'UANA',
  ownerId: 'UANA',
  statusFrom: 'claimed',
  statusTo: 'attempted',
  dueTo: hours(2),
  toId: null,
  held: null,
  touch: null,
  ...more,
});

export const tried = event({
  touch: { kind: 'call', outcome: 'no-answer', occurredAt: hours(-3) },
});

export const number = leadNumber(fresh.id);
