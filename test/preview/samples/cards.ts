import { drawCard } from '../../../src/leads/leadCard.ts';
import type { LeadWithDetails } from '../../../src/leads/lead.ts';
import type { LeadEvent } from '../../../src/leads/leadEvent.ts';
import { drawPastCard } from '../../../src/leads/pastCard.ts';
import type { Sample } from '../samples.ts';
import { at, closed, days, event, fresh, hours, now, owned, sourceName, tried } from './leads.ts';

const card = (name: string, lead: LeadWithDetails, last: LeadEvent | null = null): Sample => ({
  name,
  on: 'channel',
  drawing: drawCard({ lead, sourceName, last, formerOwner: 'Ben', now }),
});

export const cards: readonly Sample[] = [
  card('New', fresh),
  card('New, with a name only', {
    ...fresh,
    value: null,
    stage: null,
    details: { ...fresh.details, company: null, message: null, email: null, phone: null },
  }),
  card('Unclaimed past its window', { ...fresh, breachedAt: at(-1), followUpDueAt: at(-1) }),
  card('Claimed', owned('claimed', { followUpDueAt: at(50) })),
  card('Claimed, overdue', owned('claimed', { followUpDueAt: hours(-2), breachedAt: hours(-2) })),
  card('Attempted', owned('attempted'), tried),
  card(
    'Connected, with a next step of its own',
    owned('connected', { dueRule: 'own-date' }),
    event({ statusFrom: 'attempted', statusTo: 'connected' }),
  ),
  card(
    'Qualified, postponed',
    owned('qualified', { dueRule: 'postponed', followUpDueAt: days(2) }),
    event({ kind: 'postponed', dueTo: days(2) }),
  ),
  card('Quoted', owned('quoted'), event({ statusTo: 'quoted' })),
  card(
    'Nurture',
    owned('nurture', { dueRule: 'revisit', followUpDueAt: days(20), leaseEndsAt: null }),
    event({ statusTo: 'nurture' }),
  ),
  card('Won', closed('won')),
  card('Lost', closed('lost', { obstacle: 'money' })),
  card('Disqualified', closed('disqualified', { obstacle: 'invalid' })),
  card('Merged', closed('merged', { mergedIntoId: 1007 })),
  card(
    'Back in the pool: it was another rep’s',
    { ...fresh, touchCount: 1, statusAt: at(-3), receivedAt: days(-4) },
    event({ kind: 'lease-ended', ownerId: 'UBEN', held: { days: 4, touches: 1 } }),
  ),
  { name: 'What is left of its card before', on: 'channel', drawing: drawPastCard(fresh) },
];
