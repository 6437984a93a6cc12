import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { claimLead } from '../../src/leads/claimLead.ts';
import { noteLead } from '../../src/leads/noteLead.ts';
import { postponeLead } from '../../src/leads/postponeLead.ts';
import { touchOfOneClick } from '../../src/leads/touch.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { viewLead } from '../../src/leads/viewLead.ts';
import { standsInFor } from '../../src/people/person.ts';
import { aPerson } from '../support/people.ts';
import { click, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, addLead, at } = kernel;
afterAll(kernel.drop);
// Eve is on no roster: nothing but standing in lets her.
const away = {
  from: '2026-11-24T00:00:00Z',
  until: '2026-11-27T00:00:00Z',
  standInId: 'UEVE',
  origin: 'said',
} as const;
beforeAll(() =>
  kernel.pool.query(`update people set away = $1 where id = 'UANA'`, [JSON.stringify([away])]),
);
beforeEach(() => at('2026-11-23T10:00:00Z'));

const touch = touchOfOneClick('attempted');
const claimedLead = async () => {
  const id = await addLead({ details: { phone: '+493012345' } });
  await claimLead(ctx, { leadId: id, by: click('UANA') });
  return id;
};

test('somebody stands in from the moment that the other is away until they are back', () => {
  const ana = aPerson({
    away: [{ ...away, from: new Date(away.from), until: new Date(away.until) }],
  });
  const standsIn = (iso: string, id = 'UEVE') => standsInFor(ana, id, new Date(iso));
  expect(standsIn('2026-11-23T23:59:59Z')).toBe(false);
  expect(standsIn('2026-11-24T00:00:00Z')).toBe(true);
  expect(standsIn('2026-11-26T23:59:59Z')).toBe(true);
  expect(standsIn('2026-11-27T00:00:00Z')).toBe(false);
  expect(standsIn('2026-11-25T00:00:00Z', 'UBEN')).toBe(false);
  expect(standsInFor(null, 'UEVE', new Date('2026-11-25T00:00:00Z'))).toBe(false);
});

test('a stand-in works on the lead meanwhile; it stays its owner’s, and the touch is the stand-in’s', async () => {
  const leadId = await claimedLead();
  at('2026-11-24T10:00:00Z');
  const by = click('UEVE');
  expect(await updateLead(ctx, { leadId, by, status: 'attempted', touch })).toMatchObject({
    outcome: 'updated',
    lead: { ownerId: 'UANA', status: 'attempted' },
  });
  expect(await kernel.touches(leadId)).toMatchObject([{ person_id: 'UEVE' }]);
  const to = new Date('2026-11-30T12:00:00Z');
  expect(await postponeLead(ctx, { leadId, by: click('UEVE'), to })).toMatchObject({
    outcome: 'postponed',
  });
  expect(await noteLead(ctx, { leadId, by: click('UEVE'), text: 'Back on Monday' })).toMatchObject({
    outcome: 'noted',
  });
  expect(await viewLead(ctx, leadId, 'UEVE')).toMatchObject({
    outcome: 'seen',
    view: { seesContacts: true, mayUpdate: true, mayNote: true },
  });
});

test.each([
  ['before', '2026-11-23T10:00:00Z', 'UEVE'],
  ['after', '2026-11-27T10:00:00Z', 'UEVE'],
  ['who does not stand in', '2026-11-25T10:00:00Z', 'UBEN'],
])('not %s', async (_, instant, person) => {
  const leadId = await claimedLead();
  at(instant);
  expect(
    await updateLead(ctx, { leadId, by: click(person), status: 'attempted', touch }),
  ).toMatchObject({ outcome: 'not-owner', ownerId: 'UANA' });
  expect(await viewLead(ctx, leadId, person)).toMatchObject({
    view: { seesContacts: false, mayUpdate: false },
  });
});
