import type { KnownBlock } from '@slack/types';
import { describe, expect, test } from 'vitest';
import type { LeadWithDetails } from '../../src/leads/lead.ts';
import { drawCard } from '../../src/leads/leadCard.ts';
import type { LeadEvent } from '../../src/leads/leadEvent.ts';
import { drawPastCard } from '../../src/leads/pastCard.ts';
import { aLead } from '../support/leads.ts';

const now = new Date('2026-11-23T09:30:00Z');
const card = (lead: LeadWithDetails) =>
  drawCard({ lead, sourceName: 'Website form', last: null, now });

const buttons = (blocks: readonly KnownBlock[]) =>
  blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.flatMap((one) => (one.type === 'button' ? [one.text.text] : []))
      : [],
  );

describe('buttons', () => {
  test('a new lead can be claimed', () => {
    expect(buttons(card(aLead({ status: 'new' })).blocks)).toEqual(['Claim', 'Details']);
  });
  test.each([
    ['claimed', ['Tried, no answer', 'Connected', 'Update', 'Pass', 'Details']],
    ['connected', ['Tried, no answer', 'Qualified', 'Update', 'Pass', 'Details']],
    ['qualified', ['Tried, no answer', 'Quoted', 'Update', 'Pass', 'Details']],
    ['nurture', ['Tried, no answer', 'Connected', 'Update', 'Pass', 'Details']],
  ] as const)('a %s lead has its usual next steps', (status, expected) => {
    expect(buttons(card(aLead({ status, ownerId: 'UANA' })).blocks)).toEqual(expected);
  });
  test.each(['won', 'lost', 'disqualified', 'merged'] as const)('a %s lead has none', (status) => {
    expect(buttons(card(aLead({ status, closedAt: now })).blocks)).toEqual([]);
  });
});

describe('contact details are not for the channel', () => {
  test.each(['jane@example.com', '+44 20 7946 0958', '(020) 7946 0958'])('%s', (contact) => {
    const lead = aLead({
      country: 'GB',
      details: { name: contact, company: contact, message: `Reach me at ${contact} after five` },
    });
    const drawn = JSON.stringify(card(lead));
    expect(drawn).not.toContain(contact);
    expect(drawn).toContain('after five');
  });
  test('dates, sums and amounts in a message stay', () => {
    const message = 'We need 1,200 chairs by 2026-12-01 for 45.000 EUR, office 12-14';
    expect(JSON.stringify(card(aLead({ country: 'GB', details: { message } })))).toContain(message);
  });
});

describe('what people read', () => {
  test('a new lead says how long it has waited', () => {
    const { text } = card(aLead({ status: 'new', details: { name: 'Jane Doe', company: 'Acme' } }));
    expect(text).toContain('Jane Doe · Acme · L-1042');
    expect(text).toMatch(/waiting since <!date\^\d+\^/);
    expect(text).toContain('Website form');
  });
  test('an owned lead says whose it is, what is due when, and when the claim ends', () => {
    const { text } = card(
      aLead({
        status: 'attempted',
        ownerId: 'UANA',
        followUpDueAt: new Date('2026-11-24T09:00:00Z'),
        leaseEndsAt: new Date('2026-11-27T09:00:00Z'),
      }),
    );
    expect(text).toContain('Attempted · <@UANA> · Next update due <!date^');
    expect(text).toContain('Claim ends <!date^');
  });
  test('one that is overdue says since when', () => {
    const lead = aLead({
      status: 'claimed',
      ownerId: 'UANA',
      followUpDueAt: new Date(now.getTime() - 1),
    });
    expect(card(lead).text).toContain('Overdue since <!date^');
  });
  test('a disqualified lead says why', () => {
    expect(
      card(aLead({ status: 'disqualified', obstacle: 'invalid', closedAt: now })).text,
    ).toContain('Disqualified · Invalid');
  });
});

describe('a card that is posted again after a claim ended', () => {
  const ended = (days: number, touches: number): LeadEvent => ({
    id: 1,
    at: now,
    kind: 'lease-ended',
    actorId: null,
    ownerId: 'UANA',
    statusFrom: 'attempted',
    statusTo: 'new',
    dueTo: null,
    toId: null,
    held: { days, touches },
    touch: null,
  });
  const drawn = (last: LeadEvent, formerOwner: string | null) =>
    drawCard({ lead: aLead(), sourceName: 'Website form', last, formerOwner, now });

  test.each([
    [4, 1, '4 days, 1 touch'],
    [1, 2, '1 day, 2 touches'],
    [0, 0, 'less than a day, no touch'],
  ])('%i days and %i touches: %s', (days, touches, expected) => {
    const card = drawn(ended(days, touches), 'Ana');
    expect(card.text).toContain(`Was Ana’s for ${expected}.`);
    expect(JSON.stringify(card)).not.toContain('UANA');
  });
  test('of somebody who is not known', () => {
    expect(drawn(ended(4, 1), null).text).toContain('Was another rep’s for 4 days');
  });
  test('the past card offers nothing, and says where to look', () => {
    const details = { name: 'Jane Doe', company: 'call 020 7946 0958' };
    const past = drawPastCard(aLead({ country: 'GB', details }));
    expect(buttons(past.blocks)).toEqual([]);
    expect(past.text).toContain('Jane Doe · call [phone] · L-1042 went back to the pool');
  });
});

test('a card says how leads of its source come out, once there are enough', () => {
  const rate = (part: number, whole: number) => ({
    ...{ sourceKey: 'website-form', quarter: { part, whole }, week: { part: 0, whole: 0 } },
    ...{ before: { part: 0, whole: 0 }, slips: false },
  });
  const text = (part: number, whole: number) =>
    drawCard({ lead: aLead(), sourceName: 'Form', last: null, rate: rate(part, whole), now }).text;
  expect(text(68, 200)).toContain('34 % of its worked leads qualify (68 of 200)');
  expect(text(9, 19)).not.toContain('qualify');
});
