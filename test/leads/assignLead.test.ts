import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { assignLead } from '../../src/leads/assignLead.ts';
import { assignRouted } from '../../src/leads/assignRouted.ts';
import { claimLead } from '../../src/leads/claimLead.ts';
import type { Lead } from '../../src/leads/lead.ts';
import { findLead } from '../../src/leads/leadStore.ts';
import type { Away } from '../../src/people/person.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { click, startKernel } from '../support/kernel.ts';

let kernel: Awaited<ReturnType<typeof startKernel>>;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel.drop());

const workspaceId = 'T1';
let channels = 0;

/** A channel of its own, so that no other test's turns count; the clock is at 15:00 UTC, when all work. */
async function channel(more: Partial<Settings['channels'][string]> = {}): Promise<string> {
  kernel.at('2026-11-23T15:00:00Z');
  const id = `CTURNS${++channels}`;
  await kernel.ctx.settings.change(
    (document) => ({
      ...document,
      channels: {
        ...document.channels,
        [id]: {
          managers: [],
          holidays: [],
          mode: 'round-robin',
          roster: ['UANA', 'UBEN', 'UEVE'],
          ...more,
        },
      },
    }),
    { authorId: null, note: 'test', now: kernel.ctx.clock.now() },
  );
  return id;
}

const addRouted = (channelId: string, more: Partial<Omit<Lead, 'id'>> = {}) =>
  kernel.addLead({ channelId, routed: 'round-robin', card: false, ...more });

async function assign(channelId: string, more: Partial<Omit<Lead, 'id'>> = {}) {
  const id = await addRouted(channelId, more);
  const outcome = await assignLead(kernel.ctx, id);
  return { ...outcome, id, lead: (await findLead(kernel.db, workspaceId, id)) as Lead };
}

const owners = async (channelId: string, count: number) => {
  const got: (string | null)[] = [];
  for (let n = 0; n < count; n += 1) got.push((await assign(channelId)).lead.ownerId);
  return got;
};

const setPerson = (id: string, set: { leases_ended?: number; away?: readonly Away[] }) =>
  kernel.db
    .updateTable('people')
    .set({ ...set, ...(set.away && { away: JSON.stringify(set.away) }) } as object)
    .where('id', '=', id)
    .execute();

const away = (standInId: string | null = null): Away => ({
  from: new Date('2026-11-23T00:00:00Z'),
  until: new Date('2026-11-25T00:00:00Z'),
  standInId,
  origin: 'said',
});

const dms = (id: number) =>
  kernel.db
    .selectFrom('messages')
    .selectAll()
    .where('lead_id', '=', id)
    .where('kind', '=', 'assigned')
    .execute();

test('by turn: each of those on shift once, then each again', async () => {
  const id = await channel();
  const got = await owners(id, 6);
  const all = new Set(['UANA', 'UBEN', 'UEVE']);
  expect(new Set(got.slice(0, 3))).toEqual(all);
  expect(new Set(got.slice(3))).toEqual(all);
});

test('the owner has a lease and the window of the first touch, and is told', async () => {
  const { lead, id } = await assign(await channel({ roster: ['UANA'] }));
  expect(lead).toMatchObject({
    status: 'claimed',
    ownerId: 'UANA',
    version: 2,
    claimedAt: new Date('2026-11-23T15:00:00Z'),
    followUpDueAt: new Date('2026-11-23T16:00:00Z'),
    dueRule: 'status:claimed',
    dueTimezone: 'UTC',
    leaseFromAt: new Date('2026-11-23T16:00:00Z'),
    leaseEndsAt: new Date('2026-11-26T16:00:00Z'),
    routed: null,
  });
  const [event] = await kernel.events(id);
  expect(event).toMatchObject({
    kind: 'assigned',
    actor_id: null,
    owner_id: 'UANA',
    status_from: 'new',
    status_to: 'claimed',
    due_to: new Date('2026-11-23T16:00:00Z'),
    data: { to: 'UANA', why: 'turn', among: ['UANA'] },
  });
  expect(await dms(id)).toMatchObject([
    { key: `assigned:${id}:UANA:2`, destination: 'UANA', subject: { why: 'turn' } },
  ]);
});

test('it is done once', async () => {
  const { id } = await assign(await channel());
  expect(await assignLead(kernel.ctx, id)).toEqual({ outcome: 'settled' });
  expect(await dms(id)).toHaveLength(1);
  expect(await assignLead(kernel.ctx, 999_999)).toEqual({ outcome: 'settled' });
});

/** The verb as other processes have it, which share nothing with this one but the database. */
async function inOtherProcesses(count: number): Promise<(typeof assignLead)[]> {
  const verbs: (typeof assignLead)[] = [];
  for (let n = 0; n < count; n += 1) {
    vi.resetModules();
    verbs.push((await import('../../src/leads/assignLead.ts')).assignLead);
  }
  return verbs;
}

test('twenty at the same time, in several processes, are given out evenly, each to one', async () => {
  const channelId = await channel();
  const ids = await Promise.all(Array.from({ length: 20 }, () => addRouted(channelId)));
  const processes = await inOtherProcesses(4);
  // Each is tried by two, as by the request that brought it and by the sweep.
  await Promise.all(
    [...ids, ...ids.toReversed()].map(async (id, n) => processes[n % 4]?.(kernel.ctx, id)),
  );
  const turns = await kernel.db
    .selectFrom('lead_events')
    .where('channel_id', '=', channelId)
    .select('owner_id')
    .orderBy('id')
    .execute();
  // At no time is anyone more than one ahead.
  for (let n = 1; n <= 20; n += 1) {
    const counts = ['UANA', 'UBEN', 'UEVE'].map(
      (rep) => turns.slice(0, n).filter(({ owner_id }) => owner_id === rep).length,
    );
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  }
  for (const id of ids) {
    expect((await kernel.events(id)).map(({ kind }) => kind)).toEqual(['assigned']);
    expect(await dms(id)).toHaveLength(1);
  }
});

test('whoever claims it in between has it', async () => {
  const channelId = await channel();
  const id = await addRouted(channelId, { postedAt: new Date('2026-11-23T15:00:00Z') });
  await claimLead(kernel.ctx, { leadId: id, by: click('UEVE') });
  expect(await assignLead(kernel.ctx, id)).toEqual({ outcome: 'settled' });
  expect(await findLead(kernel.db, workspaceId, id)).toMatchObject({
    ownerId: 'UEVE',
    routed: null,
  });
});

test('of a claim and an assignment at the same time one holds', async () => {
  const channelId = await channel({ roster: ['UANA', 'UBEN'] });
  for (let n = 0; n < 10; n += 1) {
    const id = await addRouted(channelId);
    const [claimed, assigned] = await Promise.all([
      claimLead(kernel.ctx, { leadId: id, by: click('UANA') }),
      assignLead(kernel.ctx, id),
    ]);
    const events = (await kernel.events(id)).map(({ kind }) => kind);
    expect(events).toHaveLength(1);
    expect(claimed.outcome === 'claimed').toBe(events[0] === 'claimed');
    expect(assigned.outcome === 'assigned').toBe(events[0] === 'assigned');
  }
});

test('who is away, off shift, gone, a guest or paused is passed over', async () => {
  const channelId = await channel({
    roster: ['UANA', 'UBEN', 'UEVE', 'UGONE', 'UGUEST', 'UBOT', 'UNOBODY'],
  });
  await setPerson('UEVE', { away: [away()] });
  // Ben's New York is asleep.
  kernel.at('2026-11-23T10:00:00Z');
  expect(await owners(channelId, 3)).toEqual(['UANA', 'UANA', 'UANA']);
  await setPerson('UEVE', { away: [], leases_ended: 3 });
  expect(await owners(channelId, 2)).toEqual(['UANA', 'UANA']);
  await setPerson('UEVE', { leases_ended: 2 });
  expect(await owners(channelId, 1)).toEqual(['UEVE']);
  await setPerson('UEVE', { leases_ended: 0 });
});

test('who has, or claimed today, as many as the limits let one is passed over', async () => {
  const channelId = await channel({ roster: ['UANA', 'UEVE'] });
  const limit = (limits: Partial<Settings['limits']>) =>
    kernel.ctx.settings.change(
      (document) => ({ ...document, limits: { ...document.limits, ...limits } }),
      { authorId: null, note: 'cap', now: kernel.ctx.clock.now() },
    );
  const owned = { status: 'claimed', ownerId: 'UANA', card: false } as const;
  for (let n = 0; n < 40; n += 1) await kernel.addLead(owned);
  await limit({ openLeads: 40 });
  expect(await owners(channelId, 2)).toEqual(['UEVE', 'UEVE']);
  await limit({ openLeads: undefined, claimsPerDay: 2 });
  for (let n = 0; n < 2; n += 1) {
    await claimLead(kernel.ctx, { leadId: await kernel.addLead(), by: click('UANA') });
  }
  expect(await owners(channelId, 2)).toEqual(['UEVE', 'UEVE']);
  await limit({ claimsPerDay: undefined });
  expect(await owners(channelId, 2)).toContain('UANA');
});

test('with nobody on shift the fallback gets it, and is told when their work begins', async () => {
  const channelId = await channel({ fallback: 'UMIA' });
  kernel.at('2026-11-23T23:00:00Z');
  const { lead, id } = await assign(channelId);
  expect(lead).toMatchObject({
    ownerId: 'UMIA',
    followUpDueAt: new Date('2026-11-24T10:00:00Z'),
  });
  expect(await dms(id)).toMatchObject([
    { subject: { why: 'fallback' }, not_before: new Date('2026-11-24T09:00:00Z') },
  ]);
});

test('without a fallback, or with one who is away or gone, it is anyone’s to claim', async () => {
  for (const fallback of [undefined, 'UEVE', 'UGONE', 'UNOBODY']) {
    const channelId = await channel({ roster: ['UANA'], ...(fallback && { fallback }) });
    await setPerson('UEVE', { away: [away()] });
    kernel.at('2026-11-23T23:00:00Z');
    const { outcome, lead, id } = await assign(channelId);
    await setPerson('UEVE', { away: [] });
    expect(outcome).toBe('left-to-claim');
    expect(lead).toMatchObject({ status: 'new', ownerId: null, routed: null, version: 1 });
    expect(await dms(id)).toEqual([]);
    expect(await claimLead(kernel.ctx, { leadId: id, by: click('UANA') })).toMatchObject({
      outcome: 'claimed',
    });
  }
});

test('directly: to the named person, at night too; else to their stand-in, else to the fallback', async () => {
  const channelId = await channel({ fallback: 'UMIA', roster: ['UANA'] });
  const direct = { routed: 'direct', routedTo: 'UEVE' } as const;
  kernel.at('2026-11-23T23:00:00Z');
  const night = await assign(channelId, direct);
  expect(night.lead).toMatchObject({ ownerId: 'UEVE', routed: null, routedTo: null });
  expect(await dms(night.id)).toMatchObject([
    { subject: { why: 'direct' }, not_before: new Date('2026-11-24T09:00:00Z') },
  ]);

  await setPerson('UEVE', { away: [away('UANA')] });
  const standIn = await assign(channelId, direct);
  expect(standIn.lead.ownerId).toBe('UANA');
  expect(await dms(standIn.id)).toMatchObject([{ subject: { why: 'stand-in', for: 'UEVE' } }]);

  await setPerson('UANA', { away: [away('UEVE')] });
  expect((await assign(channelId, direct)).lead.ownerId).toBe('UMIA');
  await setPerson('UANA', { away: [] });
  await setPerson('UEVE', { away: [] });
  const gone = await assign(channelId, { routed: 'direct', routedTo: 'UGONE' });
  expect(gone.lead.ownerId).toBe('UMIA');
});

test('what goes directly, or to the fallback, is nobody’s turn', async () => {
  const channelId = await channel({ roster: ['UANA', 'UEVE'] });
  await assign(channelId, { routed: 'direct', routedTo: 'UANA' });
  await assign(channelId, { routed: 'direct', routedTo: 'UANA' });
  expect(new Set(await owners(channelId, 2))).toEqual(new Set(['UANA', 'UEVE']));
});

test('the sweep assigns what was left behind, and holds back what is held', async () => {
  const channelId = await channel();
  const left = await Promise.all([addRouted(channelId), addRouted(channelId)]);
  const held = await addRouted(channelId, { status: 'held' });
  expect(await assignRouted(kernel.ctx)).toBe(2);
  expect(await assignRouted(kernel.ctx)).toBe(0);
  for (const id of left) {
    expect((await findLead(kernel.db, workspaceId, id))?.ownerId).toMatch(/^U/);
  }
  expect(await findLead(kernel.db, workspaceId, held)).toMatchObject({ routed: 'round-robin' });
});
