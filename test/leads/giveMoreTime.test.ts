import { afterAll, beforeEach, expect, test } from 'vitest';
import { claimLead } from '../../src/leads/claimLead.ts';
import { giveMoreTime } from '../../src/leads/giveMoreTime.ts';
import { click, monday, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, addLead, at, events } = kernel;
afterAll(kernel.drop);
beforeEach(() => at('2026-11-23T10:00:00Z'));

const wednesday = new Date('2026-11-25T12:00:00Z');
const reason = 'Customer is travelling';

const claimedLead = async () => {
  const id = await addLead();
  await claimLead(ctx, { leadId: id, by: click('UANA') });
  return id;
};
const overrides = (id: number) =>
  kernel.db.selectFrom('overrides').selectAll().where('lead_id', '=', id).execute();

test('a manager moves the due instant and the lease with it, and the exception is kept', async () => {
  const id = await claimedLead();
  const given = await giveMoreTime(ctx, {
    leadId: id,
    by: click('UMIA'),
    until: wednesday,
    reason: ` ${reason} `,
  });
  expect(given).toMatchObject({
    outcome: 'given',
    before: { followUpDueAt: new Date('2026-11-23T11:00:00Z') },
    lead: {
      status: 'claimed',
      ownerId: 'UANA',
      followUpDueAt: wednesday,
      dueRule: 'more-time',
      dueOpenedAt: monday,
      leaseFromAt: wednesday,
      leaseEndsAt: new Date('2026-11-30T12:00:00Z'),
    },
  });
  expect((await events(id)).at(-1)).toMatchObject({
    kind: 'more-time',
    actor_id: 'UMIA',
    owner_id: 'UANA',
    due_from: new Date('2026-11-23T11:00:00Z'),
    due_outcome: 'moved',
    due_to: wednesday,
    due_rule: 'more-time',
  });
  expect(await overrides(id)).toMatchObject([
    {
      kind: 'more-time',
      person_id: 'UANA',
      given_by: 'UMIA',
      reason,
      starts_at: monday,
      ends_at: wednesday,
    },
  ]);
});

test('the breach that it answers is dealt with, and stays one', async () => {
  const due = new Date('2026-11-23T09:00:00Z');
  const id = await addLead({
    status: 'connected',
    ownerId: 'UANA',
    followUpDueAt: due,
    breachedAt: due,
  });
  const breach = { workspace_id: 'T1', lead_id: id, due_at: due, channel_id: 'CLEADS' };
  await kernel.db
    .insertInto('breaches')
    .values({ ...breach, owner_id: 'UANA', noticed_at: due })
    .execute();
  await giveMoreTime(ctx, { leadId: id, by: click('UMIA'), until: wednesday, reason });
  expect(await kernel.breaches(id)).toMatchObject([{ dealt_with_at: monday }]);
  expect((await events(id)).at(-1)).toMatchObject({ due_from: due, due_outcome: 'moved' });
});

test('nobody makes an exception for themselves', async () => {
  const id = await addLead({ status: 'claimed', ownerId: 'UMIA', claimedAt: monday });
  expect(
    await giveMoreTime(ctx, { leadId: id, by: click('UMIA'), until: wednesday, reason }),
  ).toMatchObject({ outcome: 'own-lead' });
  expect(await overrides(id)).toEqual([]);
});

test.each([
  ['an earlier time', '2026-11-23T10:30:00Z', { until: expect.stringContaining('later') }],
  ['the past', '2026-11-23T09:00:00Z', { until: expect.stringContaining('still to come') }],
  ['three weeks', '2026-12-14T10:00:00Z', { until: expect.stringContaining('14 days') }],
])('%s is refused', async (_, until, errors) => {
  const id = await claimedLead();
  const input = { leadId: id, by: click('UMIA'), until: new Date(until), reason };
  const refused = await giveMoreTime(ctx, input);
  expect(refused).toMatchObject({ outcome: 'invalid' });
  expect('errors' in refused && refused.errors).toEqual(errors);
  expect(await events(id)).toHaveLength(1);
});

test('it takes a reason', async () => {
  const id = await claimedLead();
  expect(
    await giveMoreTime(ctx, { leadId: id, by: click('UMIA'), until: wednesday, reason: ' \n' }),
  ).toMatchObject({ outcome: 'invalid', errors: { reason: 'Say in a few words why.' } });
});

test('only managers and admins may, and only while somebody works on it', async () => {
  const id = await claimedLead();
  for (const rep of ['UANA', 'UBEN']) {
    expect(
      await giveMoreTime(ctx, { leadId: id, by: click(rep), until: wednesday, reason }),
    ).toMatchObject({ outcome: 'not-allowed', why: 'manager' });
  }
  const unclaimed = await addLead();
  expect(
    await giveMoreTime(ctx, { leadId: unclaimed, by: click('UMIA'), until: wednesday, reason }),
  ).toMatchObject({ outcome: 'not-owner', ownerId: null });
  const closed = await addLead({ status: 'won', ownerId: 'UANA', closedAt: monday });
  expect(
    await giveMoreTime(ctx, { leadId: closed, by: click('UMIA'), until: wednesday, reason }),
  ).toMatchObject({ outcome: 'gone' });
});

test('nurture, which has no lease, gets none', async () => {
  const id = await addLead({
    status: 'nurture',
    ownerId: 'UANA',
    revisitOn: '2026-11-24',
    followUpDueAt: new Date('2026-11-24T09:00:00Z'),
  });
  const given = await giveMoreTime(ctx, {
    leadId: id,
    by: click('UMIA'),
    until: wednesday,
    reason,
  });
  expect(given).toMatchObject({ lead: { followUpDueAt: wednesday, leaseEndsAt: null } });
});

test('the same interaction takes effect once', async () => {
  const id = await claimedLead();
  const input = { leadId: id, by: click('UMIA'), until: wednesday, reason };
  await giveMoreTime(ctx, input);
  expect(await giveMoreTime(ctx, input)).toMatchObject({ outcome: 'repeated' });
  expect(await overrides(id)).toHaveLength(1);
});
