import { afterAll, beforeEach, expect, test } from 'vitest';
import { theApp } from '../../src/context.ts';
import { claimLead } from '../../src/leads/claimLead.ts';
import { releaseLead } from '../../src/leads/releaseLead.ts';
import { touchOfOneClick } from '../../src/leads/touch.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { click, monday, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, addLead, at, events, cards, notes, touches } = kernel;
afterAll(kernel.drop);
beforeEach(() => at('2026-11-23T10:00:00Z'));

const workedLead = async () => {
  const id = await addLead();
  await claimLead(ctx, { leadId: id, by: click('UANA') });
  const touch = touchOfOneClick('attempted');
  await updateLead(ctx, { leadId: id, by: click('UANA'), status: 'attempted', touch });
  return id;
};

test('the lead is back in the pool with its touches, and its own card can be claimed again', async () => {
  const id = await workedLead();
  at('2026-11-23T12:00:00Z');
  const released = await releaseLead(ctx, { leadId: id, by: click('UANA'), reason: ' On leave ' });
  expect(released).toMatchObject({
    outcome: 'released',
    before: { ownerId: 'UANA' },
    lead: {
      status: 'new',
      ownerId: null,
      claimedAt: null,
      leaseEndsAt: null,
      touchCount: 1,
      lastTouchAt: monday,
      postedAt: monday,
      followUpDueAt: new Date('2026-11-23T12:15:00Z'),
      dueRule: 'unclaimed',
    },
  });
  expect((await events(id)).at(-1)).toMatchObject({
    kind: 'released',
    actor_id: 'UANA',
    owner_id: 'UANA',
    due_outcome: 'cancelled',
    due_rule: 'unclaimed',
  });
  expect(await notes(id)).toMatchObject([{ kind: 'reason', body: 'On leave', author_id: 'UANA' }]);
  expect(await touches(id)).toHaveLength(1);
  expect(await cards(id)).toMatchObject([{ live: true, wanted_version: 4 }]);
  expect(await claimLead(ctx, { leadId: id, by: click('UBEN') })).toMatchObject({
    outcome: 'claimed',
  });
});

test('one that had no card gets one, and its window waits for that', async () => {
  const owned = { status: 'connected', ownerId: 'UANA', claimedAt: monday } as const;
  const id = await addLead({ ...owned, card: false });
  const { lead } = await releaseLead(ctx, { leadId: id, by: click('UANA'), reason: 'Not mine' });
  expect(lead).toMatchObject({ status: 'new', followUpDueAt: null, postedAt: null });
  expect(await cards(id)).toMatchObject([
    { kind: 'card', destination: 'CLEADS', state: 'waiting', live: true },
  ]);
  const destinations = await kernel.db.selectFrom('destinations').select('id').execute();
  expect(destinations).toContainEqual({ id: 'CLEADS' });
});

test('it takes a reason', async () => {
  const id = await workedLead();
  const refused = await releaseLead(ctx, { leadId: id, by: click('UANA'), reason: ' ' });
  expect(refused).toMatchObject({
    outcome: 'invalid',
    errors: { reason: 'Say in a few words why.' },
  });
  expect(await events(id)).toHaveLength(2);
});

test('a manager may, and the app; another rep may not', async () => {
  const id = await workedLead();
  const reason = 'Gone';
  expect(await releaseLead(ctx, { leadId: id, by: click('UBEN'), reason })).toMatchObject({
    outcome: 'not-owner',
    ownerId: 'UANA',
  });
  expect(await releaseLead(ctx, { leadId: id, by: click('UMIA'), reason })).toMatchObject({
    outcome: 'released',
  });
  expect(await releaseLead(ctx, { leadId: id, by: click('UANA'), reason })).toMatchObject({
    outcome: 'not-owner',
    ownerId: null,
  });
  const other = await workedLead();
  expect(await releaseLead(ctx, { leadId: other, by: theApp, reason })).toMatchObject({
    outcome: 'released',
  });
  expect((await events(other)).at(-1)).toMatchObject({ kind: 'released', actor_id: null });
});

test('what is closed stays closed', async () => {
  const id = await addLead({ status: 'won', ownerId: 'UANA', closedAt: monday });
  expect(await releaseLead(ctx, { leadId: id, by: click('UANA'), reason: 'x' })).toMatchObject({
    outcome: 'gone',
  });
});
