import { afterAll, beforeEach, expect, test } from 'vitest';
import type { Context } from '../../src/context.ts';
import { claimLead } from '../../src/leads/claimLead.ts';
import { postponeLead } from '../../src/leads/postponeLead.ts';
import { findLead } from '../../src/leads/leadStore.ts';
import { recalculateDue } from '../../src/leads/recalculateDue.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { noticeBreaches } from '../../src/nudges/noticeBreaches.ts';
import { type Settings, settingsSchema } from '../../src/settings/settings.ts';
import { createSettingsStore } from '../../src/settings/settingsStore.ts';
import { click, monday, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, db, addLead, events, cards } = kernel;
afterAll(kernel.drop);

beforeEach(async () => {
  kernel.at(monday.toISOString());
  await change(() => plain);
  await recalculateDue(ctx);
});

const plain = settingsSchema.parse({
  channels: { CLEADS: { roster: ['UANA', 'UBEN'], managers: ['UMIA'] } },
});
const change = (to: (document: Settings) => Settings) =>
  ctx.settings.change(to, { authorId: null, note: 'test', now: ctx.clock.now() });

async function lead(id: number) {
  const found = await findLead(db, 'T1', id);
  if (!found) throw new Error(`no lead ${id}`);
  return found;
}
async function claimed(by = 'UANA') {
  const id = await addLead();
  const { outcome } = await claimLead(ctx, { leadId: id, by: click(by) });
  expect(outcome).toBe('claimed');
  return id;
}
const kinds = async (id: number) => (await events(id)).map(({ kind }) => kind);
const runs = () =>
  db.selectFrom('recalculations').selectAll().orderBy('settings_version').execute();

test('a longer window moves what is due, its lease and its card, and says so in an event', async () => {
  const id = await claimed();
  const before = await lead(id);
  expect(before.followUpDueAt).toEqual(new Date('2026-11-23T11:00:00Z'));
  const { version } = await change((now) => ({
    ...now,
    windows: { ...now.windows, claimed: '3h' },
  }));
  const [card] = await cards(id);
  expect(await recalculateDue(ctx)).toEqual({ finished: true, moved: 1 });

  expect(await lead(id)).toEqual({
    ...before,
    followUpDueAt: new Date('2026-11-23T13:00:00Z'),
    leaseEndsAt: new Date('2026-11-26T13:00:00Z'),
    leaseFromAt: new Date('2026-11-23T13:00:00Z'),
  });
  expect((await events(id)).at(-1)).toMatchObject({
    kind: 'recalculated',
    actor_id: null,
    owner_id: 'UANA',
    due_from: before.followUpDueAt,
    due_outcome: 'moved',
    due_to: new Date('2026-11-23T13:00:00Z'),
    due_rule: 'status:claimed',
    settings_version: version,
    calendar_version: expect.stringMatching(/^[0-9a-f]{12}$/),
  });
  expect((await cards(id))[0]?.wanted_version).toBe((card?.wanted_version ?? 0) + 1);
  expect((await runs()).at(-1)).toMatchObject({ settings_version: version, moved: 1 });

  expect(await recalculateDue(ctx)).toEqual({ finished: true, moved: 0 });
  expect(await kinds(id)).toEqual(['claimed', 'recalculated']);
});

test('a form that is open meanwhile is still taken', async () => {
  const id = await claimed();
  const { version } = await lead(id);
  await change((now) => ({ ...now, windows: { ...now.windows, claimed: '3h' } }));
  await recalculateDue(ctx);
  const { outcome } = await updateLead(ctx, {
    leadId: id,
    by: click('UANA'),
    expectedVersion: version,
    status: 'attempted',
  });
  expect(outcome).toBe('updated');
});

test('what has passed stays, and so does a date that somebody chose', async () => {
  const passed = await claimed();
  const chosen = await claimed();
  const to = new Date('2026-11-24T15:00:00Z');
  await postponeLead(ctx, { leadId: chosen, by: click('UANA'), to });
  kernel.at('2026-11-23T11:00:00Z');
  await change((now) => ({
    ...now,
    closures: ['2026-11-25'],
    windows: { ...now.windows, claimed: '5h' },
  }));
  await recalculateDue(ctx);
  expect((await lead(passed)).followUpDueAt).toEqual(new Date('2026-11-23T11:00:00Z'));
  expect((await lead(chosen)).followUpDueAt).toEqual(to);
  // Its claim lasts as long as before, in working time.
  expect((await lead(chosen)).leaseEndsAt).toEqual(new Date('2026-11-27T11:00:00Z'));
  expect((await events(chosen)).at(-1)).toMatchObject({
    kind: 'recalculated',
    due_from: null,
    due_outcome: null,
    due_to: null,
    data: {
      lease_was: expect.stringMatching('2026-11-26T11:00'),
      lease_ends_at: expect.stringMatching('2026-11-27T11:00'),
    },
  });
});

test('a shorter window makes nothing overdue', async () => {
  const id = await claimed();
  kernel.at('2026-11-23T10:45:00Z');
  await change((now) => ({ ...now, windows: { ...now.windows, claimed: '10m' } }));
  await recalculateDue(ctx);
  expect(await lead(id)).toMatchObject({
    followUpDueAt: new Date('2026-11-23T10:55:00Z'),
    dueOpenedAt: new Date('2026-11-23T10:45:00Z'),
  });
});

test('an unclaimed lead moves with its channel’s clock; its card shows nothing of that', async () => {
  const id = await addLead({
    followUpDueAt: new Date('2026-11-23T10:15:00Z'),
    dueOpenedAt: monday,
    dueRule: 'unclaimed',
  });
  await change((now) => ({
    ...now,
    channels: { CLEADS: { ...leadsOf(now), holidays: ['2026-11-23'] } },
  }));
  const [card] = await cards(id);
  await recalculateDue(ctx);
  expect((await lead(id)).followUpDueAt).toEqual(new Date('2026-11-24T09:15:00Z'));
  expect((await cards(id))[0]?.wanted_version).toBe(card?.wanted_version);
});
const leadsOf = ({ channels }: Settings) => {
  const { CLEADS: channel } = channels;
  if (!channel) throw new Error('no channel');
  return channel;
};

test('whoever moves takes their due instants along, and nobody else’s', async () => {
  const [hers, his] = [await claimed('UANA'), await claimed('UBEN')];
  const before = await lead(his);
  const zone = { timezone: 'Asia/Tokyo', due_changed_at: ctx.clock.now() };
  await db.updateTable('people').set(zone).where('id', '=', 'UANA').execute();
  const done = await recalculateDue(ctx);
  expect(done.finished).toBe(true);
  // 10:00 UTC is 19:00 in Tokyo: the next day at 09:00, and an hour.
  expect(await lead(hers)).toMatchObject({
    followUpDueAt: new Date('2026-11-24T01:00:00Z'),
    dueTimezone: 'Asia/Tokyo',
  });
  expect(await lead(his)).toEqual(before);
  const ana = await db
    .selectFrom('people')
    .select('due_changed_at')
    .where('id', '=', 'UANA')
    .executeTakeFirst();
  expect(ana).toEqual({ due_changed_at: null });
  await db.updateTable('people').set({ timezone: 'UTC' }).where('id', '=', 'UANA').execute();
});

test('what follows a breach is planned anew; the breach stays', async () => {
  const id = await claimed();
  kernel.at('2026-11-23T11:00:30Z');
  await noticeBreaches(ctx, ctx.clock.now());
  const [before] = await kernel.breaches(id);
  expect(before).toMatchObject({ escalate_at: new Date('2026-11-23T15:00:00Z') });
  const away = [
    {
      from: ctx.clock.now(),
      until: new Date('2026-11-26T09:00:00Z'),
      standInId: null,
      origin: 'said',
    },
  ];
  const set = (to: object) =>
    db
      .updateTable('people')
      .set({ away: JSON.stringify(to), due_changed_at: ctx.clock.now() })
      .where('id', '=', 'UANA')
      .execute();
  await set(away);
  await recalculateDue(ctx);
  await noticeBreaches(ctx, ctx.clock.now());
  const [after] = await kernel.breaches(id);
  // Half a minute of the four hours is over.
  expect(after).toEqual({
    ...before,
    planned_at: ctx.clock.now(),
    warn_at: new Date('2026-11-26T10:59:30Z'),
    escalate_at: new Date('2026-11-26T12:59:30Z'),
  });
  await set([]);
  await recalculateDue(ctx);
});

test('what matters to nothing that is due is no reason to look at any lead', async () => {
  const { version } = await change((now) => ({ ...now, currency: 'EUR' }));
  expect(await recalculateDue(ctx)).toEqual({ finished: true, moved: 0 });
  expect((await runs()).at(-1)).toMatchObject({
    settings_version: version,
    total: 0,
    done: 0,
    finished_at: ctx.clock.now(),
  });
});

test('one owner whose clock nobody can read keeps nobody else waiting', async () => {
  const [hers, his] = [await claimed('UANA'), await claimed('UBEN')];
  const before = await lead(his);
  const setZone = (timezone: string) =>
    db.updateTable('people').set({ timezone }).where('id', '=', 'UBEN').execute();
  await setZone('Mars/Olympus');
  await change((now) => ({ ...now, windows: { ...now.windows, claimed: '2h' } }));
  expect(await recalculateDue(ctx)).toMatchObject({ finished: true });
  expect((await lead(hers)).followUpDueAt).toEqual(new Date('2026-11-23T12:00:00Z'));
  expect(await lead(his)).toEqual(before);
  await setZone('America/New_York');
});

test('it goes on where it stopped, and after the newest settings', async () => {
  const id = await claimed();
  const { version } = await change((now) => ({
    ...now,
    windows: { ...now.windows, claimed: '2h' },
  }));
  const stopped = new Error('stopped');
  const failing: Context = {
    ...ctx,
    settings: {
      ...ctx.settings,
      current: async (trx) => {
        if ((await runs()).at(-1)?.settings_version === version) throw stopped;
        return ctx.settings.current(trx);
      },
    },
  };
  // The run is noted, and the process ends after its first batch.
  await expect(recalculateDue(failing)).rejects.toBe(stopped);
  expect((await runs()).at(-1)).toMatchObject({ settings_version: version });
  await change((now) => ({ ...now, windows: { ...now.windows, claimed: '4h' } }));
  expect(await recalculateDue(ctx)).toMatchObject({ finished: true });
  expect((await lead(id)).followUpDueAt).toEqual(new Date('2026-11-23T14:00:00Z'));
  expect((await runs()).at(-1)).toMatchObject({
    settings_version: version + 1,
    finished_at: expect.any(Date),
  });
});

test('while one process is at it, another one waits; nobody works with older settings', async () => {
  await claimed();
  const stale = createSettingsStore(db, 'T1');
  await stale.current();
  const { version } = await change((now) => ({
    ...now,
    windows: { ...now.windows, claimed: '6h' },
  }));
  await db
    .insertInto('recalculations')
    .values({ workspace_id: 'T1', settings_version: version, started_at: monday, total: 1 })
    .execute();
  expect(await recalculateDue({ ...ctx, settings: stale })).toEqual({ finished: false, moved: 0 });
  await db.transaction().execute(async (trx) => {
    await trx
      .selectFrom('recalculations')
      .selectAll()
      .where('settings_version', '=', version)
      .forUpdate()
      .execute();
    expect(await recalculateDue(ctx)).toEqual({ finished: false, moved: 0 });
  });
  expect(await recalculateDue(ctx)).toMatchObject({ finished: true });
});

test('hundreds of leads, in batches, with progress', async () => {
  const due = { followUpDueAt: new Date('2026-11-24T10:00:00Z'), dueOpenedAt: monday };
  const ids: number[] = [];
  for (let n = 0; n < 350; n += 1)
    ids.push(
      await addLead({
        ...due,
        status: 'attempted',
        ownerId: 'UANA',
        dueRule: 'status:attempted',
        card: false,
      }),
    );
  await change((now) => ({ ...now, windows: { ...now.windows, attempted: '2d' } }));
  const progress: [number, number][] = [];
  const { moved } = await recalculateDue(ctx, ({ done, total }) => progress.push([done, total]));
  expect(moved).toBeGreaterThanOrEqual(ids.length);
  expect(progress.length).toBeGreaterThan(2);
  expect(progress.at(-1)?.[0]).toBe(progress.at(-1)?.[1]);
  const rows = await db
    .selectFrom('leads')
    .select('follow_up_due_at')
    .distinct()
    .where('id', 'in', ids)
    .execute();
  expect(rows).toEqual([{ follow_up_due_at: new Date('2026-11-25T10:00:00Z') }]);
});
