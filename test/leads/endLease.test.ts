import { afterAll, beforeEach, expect, test } from 'vitest';
import { claimLead } from '../../src/leads/claimLead.ts';
import { endLease } from '../../src/leads/endLease.ts';
import { endLeases } from '../../src/leads/endLeases.ts';
import { giveMoreTime } from '../../src/leads/giveMoreTime.ts';
import { findEvents } from '../../src/leads/leadHistoryStore.ts';
import { leasesEndedOf } from '../../src/leads/leaseStore.ts';
import { postponeLead } from '../../src/leads/postponeLead.ts';
import { touchOfOneClick } from '../../src/leads/touch.ts';
import { undoLead } from '../../src/leads/undoLead.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { click, monday, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, addLead, at, events, cards, breaches } = kernel;
afterAll(kernel.drop);
beforeEach(async () => {
  // What an earlier test left behind is nobody's.
  await kernel.pool.query(`update leads set lease_ends_at = null`);
  await kernel.pool.query(`update people set leases_ended = 0`);
  at('2026-11-23T10:00:00Z');
});

const leaseEnd = '2026-11-26T11:00:00Z';
const justBefore = '2026-11-26T10:59:59.999Z';
const attempted = touchOfOneClick('attempted');

const claimedLead = async (by = 'UANA') => {
  const id = await addLead();
  await claimLead(ctx, { leadId: id, by: click(by) });
  return id;
};
const end = () => endLeases(ctx, ctx.clock.now());
const row = (id: number) =>
  kernel.db.selectFrom('leads').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const leasesEnded = async (id: string) =>
  (
    await kernel.db
      .selectFrom('people')
      .select('leases_ended')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  ).leases_ended;
const openBreach = async (leadId: number, ownerId: string) => {
  const due = new Date('2026-11-23T11:00:00Z');
  await kernel.db
    .updateTable('leads')
    .set({ follow_up_due_at: due, breached_at: due })
    .where('id', '=', leadId)
    .execute();
  const breach = { workspace_id: 'T1', lead_id: leadId, due_at: due, channel_id: 'CLEADS' };
  await kernel.db
    .insertInto('breaches')
    .values({ ...breach, owner_id: ownerId, noticed_at: due })
    .execute();
};

test('not a moment before its end; then the lead is back in the pool and its card posted again', async () => {
  const id = await claimedLead();
  at(justBefore);
  expect(await end()).toBe(0);
  at(leaseEnd);
  expect(await end()).toBe(1);
  expect(await row(id)).toMatchObject({
    status: 'new',
    owner_id: null,
    claimed_at: null,
    lease_ends_at: null,
    lease_from_at: null,
    follow_up_due_at: null,
    posted_at: monday,
  });
  const [old, again, ...more] = await cards(id);
  expect(old).toMatchObject({ kind: 'past-card', state: 'posted', wanted_version: 3 });
  expect(again).toMatchObject({ kind: 'card', state: 'waiting', live: true });
  expect(more).toEqual([]);
  expect((await events(id)).at(-1)).toMatchObject({
    kind: 'lease-ended',
    actor_id: null,
    owner_id: 'UANA',
    due_from: new Date('2026-11-23T11:00:00Z'),
    due_outcome: 'cancelled',
    data: { held: { days: 3, touches: 0 } },
  });
  expect(await leasesEnded('UANA')).toBe(1);
  expect(await end()).toBe(0);
});

test('a touch renews it, an update without one and postponing do not', async () => {
  const touched = await claimedLead();
  const untouched = await claimedLead();
  const postponed = await claimedLead();
  at('2026-11-23T10:30:00Z');
  await updateLead(ctx, {
    leadId: touched,
    by: click('UANA'),
    status: 'attempted',
    touch: attempted,
  });
  await updateLead(ctx, { leadId: untouched, by: click('UANA'), status: 'attempted' });
  const to = new Date(leaseEnd);
  expect(await postponeLead(ctx, { leadId: postponed, by: click('UANA'), to })).toMatchObject({
    outcome: 'postponed',
    lead: { leaseEndsAt: new Date(leaseEnd) },
  });
  at(leaseEnd);
  expect(await end()).toBe(2);
  expect(await row(touched)).toMatchObject({
    owner_id: 'UANA',
    lease_ends_at: new Date('2026-11-27T10:30:00Z'),
  });
});

test('only claimed and attempted leads go back; no live deal is thrown into a race', async () => {
  const id = await claimedLead();
  await updateLead(ctx, { leadId: id, by: click('UANA'), status: 'connected' });
  at('2027-01-11T11:00:00Z');
  expect(await end()).toBe(0);
  expect(await endLease(ctx, { leadId: id, touches: 0 })).toMatchObject({ outcome: 'holds' });
});

test('more time holds the claim too', async () => {
  const id = await claimedLead();
  const until = new Date('2026-11-30T10:00:00Z');
  await giveMoreTime(ctx, { leadId: id, by: click('UMIA'), until, reason: 'Fair' });
  at('2026-11-30T10:00:00Z');
  expect(await end()).toBe(0);
});

test('the touches told are those since the claim, whoever made them', async () => {
  const id = await claimedLead();
  await updateLead(ctx, { leadId: id, by: click('UANA'), status: 'attempted', touch: attempted });
  at('2026-12-01T10:00:00Z');
  await end();
  const taken = await claimLead(ctx, { leadId: id, by: click('UBEN') });
  expect(taken).toMatchObject({ outcome: 'claimed', lead: { touchCount: 1 } });
  at('2026-12-01T15:00:00Z');
  await updateLead(ctx, { leadId: id, by: click('UBEN'), status: 'attempted', touch: attempted });
  await updateLead(ctx, { leadId: id, by: click('UMIA'), status: 'attempted', touch: attempted });
  at('2026-12-10T15:00:00Z');
  await end();
  const [last] = await findEvents(ctx.db, 'T1', id, 1);
  expect(last).toMatchObject({ ownerId: 'UBEN', held: { days: 9, touches: 2 } });
});

test('a touch that was taken back is none', async () => {
  const id = await claimedLead();
  await updateLead(ctx, { leadId: id, by: click('UANA'), status: 'attempted', touch: attempted });
  await undoLead(ctx, { leadId: id, by: click('UANA') });
  at(leaseEnd);
  expect(await end()).toBe(1);
  const [last] = await findEvents(ctx.db, 'T1', id, 1);
  expect(last?.held).toEqual({ days: 3, touches: 0 });
});

test('its breach is dealt with, and the former owner learns what went back and what is still free', async () => {
  const free = await claimedLead();
  const taken = await claimedLead();
  await openBreach(free, 'UANA');
  at(leaseEnd);
  await end();
  expect(await breaches(free)).toMatchObject([{ dealt_with_at: new Date(leaseEnd) }]);
  await claimLead(ctx, { leadId: taken, by: click('UBEN') });
  const ended = await leasesEndedOf(ctx.db, 'T1', 'UANA', monday);
  expect(ended.filter(({ leadId }) => leadId >= free)).toEqual([
    { leadId: free, at: new Date(leaseEnd), days: 3, touches: 0, claimable: true },
    { leadId: taken, at: new Date(leaseEnd), days: 3, touches: 0, claimable: false },
  ]);
  const later = await leasesEndedOf(ctx.db, 'T1', 'UANA', new Date(leaseEnd));
  expect(later.filter(({ leadId }) => leadId >= free)).toEqual([]);
});

test('a former owner can take it back, as anyone could', async () => {
  const id = await claimedLead();
  at(leaseEnd);
  await end();
  expect(await claimLead(ctx, { leadId: id, by: click('UANA') })).toMatchObject({
    outcome: 'claimed',
  });
});

test('one lead that fails does not stop the others', async () => {
  const ids = [await claimedLead(), await claimedLead(), await claimedLead()];
  await kernel.pool.query(`create function refuse_one() returns trigger language plpgsql as $$
    begin if new.id = ${ids[0]} then raise exception 'broken row'; end if; return new; end $$`);
  await kernel.pool.query(
    `create trigger refuse_one before update on leads for each row execute function refuse_one()`,
  );
  at(leaseEnd);
  expect(await end()).toBe(2);
  await kernel.pool.query('drop trigger refuse_one on leads');
  expect(await end()).toBe(1);
});

test('a touch that comes at the same moment wins or loses as a whole', async () => {
  const ids: number[] = [];
  for (let i = 0; i < 20; i += 1) ids.push(await claimedLead());
  at(leaseEnd);
  const touches = ids.map((leadId, i) =>
    updateLead(ctx, {
      leadId,
      by: click('UANA'),
      status: i % 2 ? 'attempted' : 'connected',
      touch: attempted,
    }),
  );
  const ends = ids.map((leadId) => endLease(ctx, { leadId, touches: 0 }));
  const updated = await Promise.all(touches);
  const ended = await Promise.all(ends);
  for (const [i, id] of ids.entries()) {
    const won = updated[i]?.outcome === 'updated';
    expect(updated[i]).toMatchObject(won ? {} : { outcome: 'not-owner', ownerId: null });
    expect(ended[i]?.outcome).toBe(won ? 'holds' : 'ended');
    expect(await kernel.touches(id)).toHaveLength(won ? 1 : 0);
    expect((await row(id)).owner_id).toBe(won ? 'UANA' : null);
    const live = (await cards(id)).filter(({ kind }) => kind === 'card');
    expect(live).toHaveLength(1);
  }
  expect(await leasesEnded('UANA')).toBe(ended.filter(({ outcome }) => outcome === 'ended').length);
});

test('claims, the end of the lease and another end meet: one owner, one card, one end', async () => {
  const ids: number[] = [];
  for (let i = 0; i < 10; i += 1) ids.push(await claimedLead());
  at(leaseEnd);
  await Promise.all([
    end(),
    end(),
    ...ids.flatMap((leadId) => [
      claimLead(ctx, { leadId, by: click('UBEN') }),
      claimLead(ctx, { leadId, by: click('UANA') }),
    ]),
  ]);
  for (const id of ids) {
    const told = (await events(id)).map(({ kind }) => kind);
    const owner = (await row(id)).owner_id;
    expect(told.slice(0, 2)).toEqual(['claimed', 'lease-ended']);
    expect(told.slice(2)).toEqual(owner ? ['claimed'] : []);
    expect((await cards(id)).map(({ kind }) => kind).toSorted()).toEqual(['card', 'past-card']);
  }
});

test('who lets claims end is in turn again with a touch that leaves nothing overdue', async () => {
  await claimedLead();
  const late = await claimedLead();
  const fine = await claimedLead();
  at('2026-11-25T10:00:00Z');
  const touch = (leadId: number, by = 'UANA') =>
    updateLead(ctx, { leadId, by: click(by), status: 'connected', touch: attempted });
  await touch(late);
  await touch(fine);
  at(leaseEnd);
  await end();
  await openBreach(late, 'UANA');
  expect(await leasesEnded('UANA')).toBe(1);
  await touch(fine);
  expect(await leasesEnded('UANA')).toBe(1);
  await touch(late, 'UMIA');
  expect(await leasesEnded('UANA')).toBe(1);
  await updateLead(ctx, { leadId: fine, by: click('UANA'), status: 'qualified' });
  expect(await leasesEnded('UANA')).toBe(1);
  await touch(fine);
  expect(await leasesEnded('UANA')).toBe(0);
});
