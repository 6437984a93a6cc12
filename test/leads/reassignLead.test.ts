import { afterAll, beforeEach, expect, test } from 'vitest';
import { claimLead } from '../../src/leads/claimLead.ts';
import { reassignLead } from '../../src/leads/reassignLead.ts';
import { touchOfOneClick } from '../../src/leads/touch.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { click, monday, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, addLead, at, events, cards, notes } = kernel;
afterAll(kernel.drop);
beforeEach(() => at('2026-11-23T16:00:00Z'));

const claimedLead = async () => {
  const id = await addLead();
  await claimLead(ctx, { leadId: id, by: click('UANA') });
  return id;
};
const toBen = (id: number, by = 'UMIA') =>
  reassignLead(ctx, { leadId: id, to: 'UBEN', by: click(by), reason: 'Ana is at a fair' });

test('the new owner has it on a new claim, due on their own calendar, and is told', async () => {
  const id = await claimedLead();
  at('2026-11-23T17:00:00Z');
  expect(await toBen(id)).toMatchObject({
    outcome: 'reassigned',
    before: { ownerId: 'UANA' },
    lead: {
      status: 'claimed',
      ownerId: 'UBEN',
      claimedAt: new Date('2026-11-23T17:00:00Z'),
      followUpDueAt: new Date('2026-11-23T18:00:00Z'),
      dueTimezone: 'America/New_York',
      leaseFromAt: new Date('2026-11-23T18:00:00Z'),
      leaseEndsAt: new Date('2026-11-26T18:00:00Z'),
    },
  });
  expect((await events(id)).at(-1)).toMatchObject({
    kind: 'reassigned',
    actor_id: 'UMIA',
    owner_id: 'UANA',
    due_from: new Date('2026-11-23T17:00:00Z'),
    due_outcome: 'cancelled',
    data: { to: 'UBEN' },
  });
  expect(await notes(id)).toMatchObject([{ kind: 'reason', body: 'Ana is at a fair' }]);
  expect(await cards(id)).toMatchObject([
    { kind: 'card', wanted_version: 3 },
    { kind: 'assigned', key: `assigned:${id}:UBEN:3`, person_id: 'UBEN', destination: 'UBEN' },
  ]);
});

test('who is not at work is told once they are', async () => {
  const id = await claimedLead();
  at('2026-11-24T09:00:00Z');
  await toBen(id);
  expect((await cards(id)).at(-1)).toMatchObject({
    kind: 'assigned',
    not_before: new Date('2026-11-24T14:00:00Z'),
  });
});

test('attempted stays attempted, on a new claim; its window is opened anew', async () => {
  const id = await claimedLead();
  const touch = touchOfOneClick('attempted');
  await updateLead(ctx, { leadId: id, by: click('UANA'), status: 'attempted', touch });
  at('2026-11-24T16:00:00Z');
  expect(await toBen(id)).toMatchObject({
    lead: {
      status: 'attempted',
      touchCount: 1,
      postponeCount: 0,
      followUpDueAt: new Date('2026-11-25T16:00:00Z'),
      leaseEndsAt: new Date('2026-11-30T16:00:00Z'),
    },
  });
});

test('later statuses keep what they have but the due instant', async () => {
  const leaseEndsAt = new Date('2026-11-25T12:00:00Z');
  const id = await addLead({ status: 'quoted', ownerId: 'UANA', claimedAt: monday, leaseEndsAt });
  expect(await toBen(id)).toMatchObject({
    lead: {
      status: 'quoted',
      ownerId: 'UBEN',
      leaseEndsAt,
      followUpDueAt: new Date('2026-11-26T16:00:00Z'),
    },
  });
});

test('a lead that nobody has claimed is assigned', async () => {
  const id = await addLead({ followUpDueAt: new Date('2026-11-23T15:00:00Z') });
  expect(await toBen(id)).toMatchObject({
    outcome: 'reassigned',
    before: { ownerId: null },
    lead: { status: 'claimed', ownerId: 'UBEN' },
  });
  expect((await events(id)).at(-1)).toMatchObject({
    kind: 'assigned',
    due_outcome: 'met',
    data: { to: 'UBEN' },
  });
});

test.each([
  ['UEVE', 'roster'],
  ['UGUEST', 'guest'],
  ['UGONE', 'deactivated'],
  ['UBOT', 'bot'],
])('%s cannot take it: %s', async (to, why) => {
  const id = await claimedLead();
  expect(await reassignLead(ctx, { leadId: id, to, by: click('UMIA') })).toMatchObject({
    outcome: 'cannot-take',
    to,
    why,
  });
  expect(await events(id)).toHaveLength(1);
});

test('nobody is given a lead while away', async () => {
  const id = await claimedLead();
  const until = '2026-11-30T00:00:00Z';
  const away = [{ from: '2026-11-23T00:00:00Z', until, standInId: null, origin: 'said' }];
  await kernel.pool.query('update people set away = $1 where id = $2', [
    JSON.stringify(away),
    'UBEN',
  ]);
  expect(await toBen(id)).toMatchObject({ outcome: 'cannot-take', why: 'away' });
  await kernel.pool.query(`update people set away = '[]' where id = 'UBEN'`);
  expect(await toBen(id)).toMatchObject({ outcome: 'reassigned' });
});

test('it is for managers and admins, of what is open and not theirs already', async () => {
  const id = await claimedLead();
  expect(await toBen(id, 'UBEN')).toMatchObject({ outcome: 'not-allowed', why: 'manager' });
  expect(await reassignLead(ctx, { leadId: id, to: 'UANA', by: click('UMIA') })).toMatchObject({
    outcome: 'theirs-already',
    to: 'UANA',
  });
  const closed = await addLead({ status: 'lost', ownerId: 'UANA', closedAt: monday });
  expect(await toBen(closed)).toMatchObject({ outcome: 'gone' });
});

test('of two managers at the same moment both are heard, and one owner is left', async () => {
  const id = await addLead({ status: 'claimed', ownerId: 'UMIA', claimedAt: monday });
  const outcomes = await Promise.all(
    ['UANA', 'UBEN', 'UANA', 'UBEN'].map((to) =>
      reassignLead(ctx, { leadId: id, to, by: click('UMIA') }),
    ),
  );
  const told = await events(id);
  const taken = outcomes.filter(({ outcome }) => outcome === 'reassigned');
  expect(told).toHaveLength(taken.length);
  const row = await kernel.db
    .selectFrom('leads')
    .select('owner_id')
    .where('id', '=', id)
    .executeTakeFirst();
  expect(told.at(-1)?.data).toEqual({ to: row?.owner_id });
});
