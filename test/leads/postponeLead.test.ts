import { afterAll, beforeEach, expect, test } from 'vitest';
import { claimLead } from '../../src/leads/claimLead.ts';
import { type PostponeProblem, postponeLead } from '../../src/leads/postponeLead.ts';
import { touchOfOneClick } from '../../src/leads/touch.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { click, monday, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, addLead, at, events } = kernel;
afterAll(kernel.drop);
beforeEach(() => at('2026-11-23T10:00:00Z'));

const claimedLead = async () => {
  const id = await addLead();
  await claimLead(ctx, { leadId: id, by: click('UANA') });
  return id;
};
const postpone = (leadId: number, to: string, by = click('UANA')) =>
  postponeLead(ctx, { leadId, by, to: new Date(to) });

test('moves the due instant, and not the lease', async () => {
  const id = await claimedLead();
  expect(await postpone(id, '2026-11-24T10:00:00Z')).toMatchObject({
    outcome: 'postponed',
    before: { followUpDueAt: new Date('2026-11-23T11:00:00Z') },
    lead: {
      status: 'claimed',
      followUpDueAt: new Date('2026-11-24T10:00:00Z'),
      dueRule: 'postponed',
      leaseEndsAt: new Date('2026-11-26T11:00:00Z'),
      postponeCount: 1,
    },
  });
  expect((await events(id)).at(-1)).toMatchObject({
    kind: 'postponed',
    due_from: new Date('2026-11-23T11:00:00Z'),
    due_outcome: 'moved',
    due_to: new Date('2026-11-24T10:00:00Z'),
  });
});

test('a third time in a row is too often; a touch begins the count anew, an update without one does not', async () => {
  const id = await claimedLead();
  await postpone(id, '2026-11-23T12:00:00Z');
  await postpone(id, '2026-11-23T13:00:00Z');
  const third = await postpone(id, '2026-11-23T14:00:00Z');
  expect(third).toMatchObject({ outcome: 'refused', why: 'too-often', latest: null });
  await updateLead(ctx, { leadId: id, by: click('UANA'), status: 'attempted' });
  expect(await postpone(id, '2026-11-25T14:00:00Z')).toMatchObject({ why: 'too-often' });
  const touch = touchOfOneClick('attempted');
  await updateLead(ctx, { leadId: id, by: click('UANA'), status: 'attempted', touch });
  expect(await postpone(id, '2026-11-25T14:00:00Z')).toMatchObject({ outcome: 'postponed' });
});

test('until the lease ends, and not a moment longer', async () => {
  const id = await claimedLead();
  expect(await postpone(id, '2026-11-26T11:00:01Z')).toMatchObject({
    outcome: 'refused',
    why: 'past-lease',
    latest: new Date('2026-11-26T11:00:00Z'),
  });
  expect(await postpone(id, '2026-11-26T11:00:00Z')).toMatchObject({ outcome: 'postponed' });
});

test('until fourteen days after the last touch', async () => {
  const due = { followUpDueAt: new Date('2026-11-24T10:00:00Z'), leaseEndsAt: null };
  const owned = { status: 'connected', ownerId: 'UANA', ...due } as const;
  const touched = new Date('2026-11-20T10:00:00Z');
  const id = await addLead({
    ...owned,
    claimedAt: new Date('2026-11-02T10:00:00Z'),
    lastTouchAt: touched,
  });
  expect(await postpone(id, '2026-12-04T10:00:01Z')).toMatchObject({
    why: 'too-far',
    latest: new Date('2026-12-04T10:00:00Z'),
  });
  expect(await postpone(id, '2026-12-04T10:00:00Z')).toMatchObject({ outcome: 'postponed' });
  // A touch of an earlier owner's counts less than the claim.
  const again = await addLead({ ...owned, claimedAt: monday, lastTouchAt: touched });
  expect(await postpone(again, '2026-12-07T10:00:00Z')).toMatchObject({ outcome: 'postponed' });
});

test.each<[string, string, PostponeProblem]>([
  ['2026-11-23T10:00:00Z', '2026-11-23T11:00:00Z', 'not-later'],
  ['2026-11-23T10:00:00Z', '2026-11-23T10:30:00Z', 'not-later'],
  ['2026-11-23T11:00:00Z', '2026-11-24T10:00:00Z', 'overdue'],
])('at %s to %s: %s', async (now, to, why) => {
  const id = await claimedLead();
  at(now);
  const by = click('UANA');
  expect(await postpone(id, to, by)).toMatchObject({ outcome: 'refused', why });
  expect(await events(id)).toHaveLength(1);
  expect(await kernel.seen()).not.toContainEqual({ id: by.interaction });
});

test('what is not due, not theirs, not claimed or closed', async () => {
  const idle = await addLead({ status: 'nurture', ownerId: 'UANA' });
  expect(await postpone(idle, '2026-11-24T10:00:00Z')).toMatchObject({ why: 'nothing-due' });
  const hers = await claimedLead();
  expect(await postpone(hers, '2026-11-24T10:00:00Z', click('UBEN'))).toMatchObject({
    outcome: 'not-owner',
    ownerId: 'UANA',
  });
  expect(await postpone(hers, '2026-11-24T10:00:00Z', click('UMIA'))).toMatchObject({
    outcome: 'postponed',
  });
  const unclaimed = await addLead();
  expect(await postpone(unclaimed, '2026-11-24T10:00:00Z')).toMatchObject({ outcome: 'not-owner' });
  const closed = await addLead({ status: 'won', ownerId: 'UANA', closedAt: monday });
  expect(await postpone(closed, '2026-11-24T10:00:00Z')).toMatchObject({ outcome: 'gone' });
});
