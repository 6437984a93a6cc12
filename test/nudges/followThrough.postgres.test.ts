import { afterAll, expect, test } from 'vitest';
import { deadlocked } from '../../src/db/deadlocked.ts';
import { touchOfOneClick } from '../../src/leads/touch.ts';
import { undoLead } from '../../src/leads/undoLead.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { followUp } from '../../src/nudges/followUp.ts';
import { goAway } from '../../src/people/goAway.ts';
import { click, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, db, addLead, at } = kernel;
afterAll(kernel.drop);

const told = async (leadId: number) =>
  (
    await db
      .selectFrom('escalations')
      .where('lead_id', '=', leadId)
      .where('over_at', 'is', null)
      .orderBy('person_id')
      .select(['person_id', 'about'])
      .execute()
  ).map(({ person_id, about }) => `${person_id} ${about}`);

test('an escalated lead that is updated, and the update undone, is with the manager again', async () => {
  const id = await addLead({
    ownerId: 'UANA',
    status: 'connected',
    dueRule: 'status:connected',
    claimedAt: new Date('2026-11-20T10:00:00Z'),
    followUpDueAt: new Date('2026-11-23T10:30:00Z'),
    leaseEndsAt: new Date('2026-11-26T10:30:00Z'),
  });
  at('2026-11-24T10:31:00Z');
  await followUp(ctx);
  expect(await told(id)).toEqual(['UMIA overdue']);
  await updateLead(ctx, {
    leadId: id,
    by: click('UANA'),
    status: 'connected',
    touch: touchOfOneClick('connected'),
  });
  expect(await told(id)).toEqual([]);
  at('2026-11-24T10:33:00Z');
  expect(await undoLead(ctx, { leadId: id, by: click('UANA') })).toMatchObject({
    outcome: 'undone',
  });
  await followUp(ctx);
  expect(await told(id)).toEqual(['UMIA overdue']);
});

test('what was overdue already when its owner went away goes to somebody while they are', async () => {
  at('2026-11-25T10:00:00Z');
  const id = await addLead({
    ownerId: 'UBEN',
    status: 'connected',
    dueRule: 'status:connected',
    claimedAt: new Date('2026-11-20T10:00:00Z'),
    followUpDueAt: new Date('2026-11-25T14:30:00Z'),
    leaseEndsAt: new Date('2026-11-30T10:30:00Z'),
  });
  at('2026-11-25T14:31:00Z');
  await followUp(ctx);
  expect(await told(id)).toEqual([]);
  at('2026-11-25T14:40:00Z');
  expect(
    await goAway(ctx, {
      by: click('UBEN'),
      until: new Date('2026-12-25T14:00:00Z'),
    }),
  ).toMatchObject({ outcome: 'away' });
  at('2026-11-26T16:00:00Z');
  await followUp(ctx);
  expect(await told(id)).not.toEqual([]);
});

test('a stand-in is told once of what was overdue before, and its owner once more when they are back', async () => {
  const mia = 'UMIA';
  at('2026-12-28T14:40:00Z');
  const id = await addLead({
    ownerId: 'UBEN',
    status: 'connected',
    dueRule: 'status:connected',
    claimedAt: new Date('2026-11-20T10:00:00Z'),
    followUpDueAt: new Date('2026-12-28T14:30:00Z'),
    leaseEndsAt: new Date('2026-12-30T10:30:00Z'),
  });
  await followUp(ctx);
  const nudges = async () =>
    (
      await db
        .selectFrom('breaches')
        .innerJoin('messages', 'messages.id', 'breaches.message_id')
        .where('breaches.lead_id', '=', id)
        .where('breaches.dealt_with_at', 'is', null)
        .select('messages.person_id')
        .execute()
    ).map(({ person_id }) => person_id);
  expect(await nudges()).toEqual(['UBEN']);
  await goAway(ctx, {
    by: click('UBEN'),
    until: new Date('2026-12-30T14:00:00Z'),
    standInId: mia,
  });
  at('2026-12-28T14:45:00Z');
  await followUp(ctx);
  await followUp(ctx);
  expect(await nudges()).toEqual([mia]);
  expect(await told(id)).toEqual([]);
  at('2026-12-30T14:05:00Z');
  await followUp(ctx);
  expect(await nudges()).toEqual(['UBEN']);
});

test('an update that waits for somebody who waits for it is made all the same', async () => {
  at('2027-01-11T10:00:00Z');
  const id = await addLead({
    ownerId: 'UANA',
    status: 'connected',
    dueRule: 'status:connected',
    claimedAt: new Date('2027-01-07T10:00:00Z'),
    followUpDueAt: new Date('2027-01-11T09:30:00Z'),
    leaseEndsAt: new Date('2027-01-13T10:00:00Z'),
  });
  await followUp(ctx);
  const [breach] = await kernel.breaches(id);
  const other = await kernel.pool.connect();
  try {
    await other.query('begin');
    await other.query('select from messages where id = $1 for update', [breach?.message_id]);
    const updated = updateLead(ctx, {
      leadId: id,
      by: click('UANA'),
      status: 'connected',
      touch: touchOfOneClick('connected'),
    });
    const waits = `select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    while ((await kernel.pool.query(waits)).rows.length === 0);
    // One of the two gives way: whoever has waited for a second first.
    await other
      .query('select from breaches where lead_id = $1 for update', [id])
      .catch((error: unknown) => {
        if (!deadlocked(error)) throw error;
      });
    await other.query('rollback');
    expect(await updated).toMatchObject({ outcome: 'updated' });
  } finally {
    other.release();
  }
});
