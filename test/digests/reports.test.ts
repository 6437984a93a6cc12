import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { changedParts } from '../../src/digests/changedParts.ts';
import { incompleteLeads } from '../../src/digests/reports/held.ts';
import { overdueByRep } from '../../src/digests/reports/overdue.ts';
import { overridesSince } from '../../src/digests/reports/overrides.ts';
import { settingsChanges } from '../../src/digests/reports/settingsChanges.ts';
import { type Signal, signals } from '../../src/digests/reports/signals.ts';
import { unansweredGrades } from '../../src/digests/reports/unanswered.ts';
import { walkedAway } from '../../src/digests/reports/walkedAway.ts';
import { releaseLead } from '../../src/leads/releaseLead.ts';
import { undoLead } from '../../src/leads/undoLead.ts';
import { updateLead, type UpdateFields } from '../../src/leads/updateLead.ts';
import { claimLead } from '../../src/leads/claimLead.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { click, monday, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, db, addLead } = kernel;
afterAll(kernel.drop);

const { workspaceId } = ctx;
const team = (now = ctx.clock.now()) => ({
  workspaceId,
  channels: ['CLEADS'],
  roster: ['UANA'],
  now,
});
const minutes = (count: number) => new Date(monday.getTime() + count * 60_000);
let day = 0;

/** Each test has a day of its own, and sees nothing of the ones before. */
beforeEach(() => kernel.at(`2026-12-${String(++day).padStart(2, '0')}T10:00:00Z`));
const since = () => new Date(ctx.clock.now().getTime() - 60_000);

const claim = async (leadId: number, person: string) =>
  expect(await claimLead(ctx, { leadId, by: click(person) })).toMatchObject({ outcome: 'claimed' });
const taken = async (person = 'UANA') => {
  const leadId = await addLead();
  await claim(leadId, person);
  return leadId;
};
const update = (leadId: number, fields: UpdateFields, person = 'UANA') =>
  updateLead(ctx, { leadId, by: click(person), ...fields });
const touch = () => ({ kind: 'call', outcome: 'reached', occurredAt: ctx.clock.now() }) as const;

describe('walked away untried', () => {
  const found = async () => (await walkedAway(db, team(), since())).listed;

  test('is what was let go with no touch since its owner got it', async () => {
    const tried = await taken();
    await update(tried, { status: 'attempted', touch: touch() });
    await releaseLead(ctx, { leadId: tried, by: click('UANA'), reason: 'No' });
    expect(await found()).toEqual([]);
    // Somebody else's touch is not theirs.
    await claim(tried, 'UBEN');
    await releaseLead(ctx, { leadId: tried, by: click('UBEN'), reason: 'No' });
    expect(await found()).toMatchObject([{ leadId: tried, ownerId: 'UBEN', how: 'released' }]);
  });

  test('is not what was undone, and a touch that was undone is none', async () => {
    const kept = await taken();
    await releaseLead(ctx, { leadId: kept, by: click('UANA'), reason: 'No' });
    await undoLead(ctx, { leadId: kept, by: click('UANA') });
    expect(await found()).toEqual([]);
    await update(kept, { status: 'attempted', touch: touch() });
    await undoLead(ctx, { leadId: kept, by: click('UANA') });
    await update(kept, { status: 'disqualified', obstacle: 'invalid', evidence: 'Test' });
    expect(await found()).toMatchObject([
      { leadId: kept, how: 'disqualified', obstacle: 'invalid' },
    ]);
  });

  test('is told of the team’s channels, since the last digest', async () => {
    const leadId = await taken();
    await releaseLead(ctx, { leadId, by: click('UANA'), reason: 'No' });
    expect(await found()).toHaveLength(1);
    const others = { ...team(), channels: ['COTHER'] };
    expect((await walkedAway(db, others, since())).count).toBe(0);
    expect((await walkedAway(db, team(), ctx.clock.now())).count).toBe(0);
  });
});

describe('signals', () => {
  const found = async (digestAt = ctx.clock.now()): Promise<Signal[]> =>
    signals(db, team(), { since: since(), digestAt });
  const of = async (kind: Signal['kind']) => (await found()).filter((one) => one.kind === kind);

  test('of a burst: five updates or more, and half of somebody’s', async () => {
    for (let n = 0; n < 5; n++)
      await update(await taken(), { status: 'connected', touch: touch() });
    expect(await of('burst')).toMatchObject([
      { personId: 'UANA', before: 'digest', updates: 5, of: 5, leads: 5 },
    ]);
    // Before a digest that is due long after, they are nothing.
    const later = new Date(ctx.clock.now().getTime() + 3_600_000);
    expect((await found(later)).filter(({ kind }) => kind === 'burst')).toEqual([]);
  });

  test('of four are none', async () => {
    for (let n = 0; n < 4; n++)
      await update(await taken(), { status: 'connected', touch: touch() });
    expect(await of('burst')).toEqual([]);
  });

  test('of updates before a pay cut-off', async () => {
    for (let n = 0; n < 6; n++)
      await update(await taken(), { status: 'connected', touch: touch() });
    const cutOff = ctx.clock.now();
    await db
      .insertInto('pay_snapshots')
      .values({
        workspace_id: workspaceId,
        period_from: '2026-11-01',
        period_until: '2026-11-30',
        person_id: 'UANA',
        cut_off_at: cutOff,
        taken_at: cutOff,
        document: '{}',
        sha256: '0'.repeat(64),
      })
      .execute();
    expect((await of('burst')).map((one) => ('before' in one ? one.before : null))).toEqual([
      'digest',
      'cut-off',
    ]);
  });

  test('of the same note, however it is spaced, on four leads', async () => {
    const write = async (note: string) =>
      update(await taken(), { status: 'connected', touch: touch(), note });
    for (const note of ['Called, no need', 'called,  no need ', 'Called, no need'])
      await write(note);
    expect(await of('same-note')).toEqual([]);
    await write('CALLED, no need');
    await write('ok');
    expect(await of('same-note')).toMatchObject([{ personId: 'UANA', leads: 4 }]);
  });

  test('of statuses that move with no touch', async () => {
    for (let n = 0; n < 3; n++) {
      const leadId = await taken('UBEN');
      await update(leadId, { status: 'attempted', touch: touch() }, 'UBEN');
      await update(leadId, { status: 'qualified' }, 'UBEN');
    }
    expect(await of('untouched')).toMatchObject([{ personId: 'UBEN', leads: 3 }]);
  });
});

test('settings that differ are named as deep as both have them, values of rules only', async () => {
  const before = settingsSchema.parse({ channels: { C1: { managers: ['UMIA'] } } });
  const after = settingsSchema.parse({
    windows: { quoted: '5d' },
    channels: { C1: { managers: ['UMIA', 'UANA'] }, C2: {} },
  });
  expect(changedParts(before, after)).toEqual([
    { path: ['windows', 'quoted'], from: '3d', to: '5d' },
    { path: ['channels', 'C1', 'managers'], from: null, to: null },
    { path: ['channels', 'C2'], from: null, to: null },
  ]);
  expect(changedParts(before, before)).toEqual([]);
  const now = ctx.clock.now();
  await ctx.settings.change((document) => ({ ...document, lease: '4d' }), {
    authorId: 'UMIA',
    note: 'More patience',
    now,
  });
  expect(await settingsChanges(db, workspaceId, { since: since(), now })).toMatchObject([
    {
      authorId: 'UMIA',
      note: 'More patience',
      parts: [{ path: ['lease'], from: '3d', to: '4d' }],
    },
  ]);
  expect(await settingsChanges(db, workspaceId, { since: now, now })).toEqual([]);
});

test('what is held comes first, then what went out incomplete', async () => {
  const out = await addLead({ missing: ['email'] });
  const held = await addLead({
    status: 'held',
    missing: ['phone'],
    heldAt: monday,
    heldUntil: minutes(60),
    card: false,
  });
  await addLead();
  expect(await incompleteLeads(db, team())).toMatchObject({
    count: 2,
    listed: [
      { leadId: held, missing: ['phone'], heldUntil: minutes(60) },
      { leadId: out, missing: ['email'], heldUntil: null },
    ],
  });
  expect((await incompleteLeads(db, { ...team(), channels: ['COTHER'] })).count).toBe(0);
});

test('exceptions of every kind, until they end or were ended', async () => {
  const now = ctx.clock.now();
  const leadId = await addLead({ status: 'connected', ownerId: 'UEVE' });
  const base = { workspace_id: workspaceId, given_by: 'UMIA', reason: 'Why', starts_at: monday };
  const ends_at = new Date(now.getTime() + 86_400_000);
  await db
    .insertInto('overrides')
    .values([
      { ...base, ends_at, kind: 'waived-lead', lead_id: leadId, person_id: 'UEVE' },
      { ...base, ends_at, kind: 'paused-rep', person_id: 'UANA' },
      {
        ...base,
        ends_at,
        kind: 'paused-rep',
        person_id: 'UBEN',
        ended_at: monday,
        ended_by: 'UMIA',
      },
      { ...base, ends_at, kind: 'paused-rep', person_id: 'UGONE' },
    ])
    .execute();
  const found = await overridesSince(db, team(), since());
  expect(found.map(({ kind, personId }) => `${kind} ${personId}`)).toEqual([
    'paused-rep UANA',
    'waived-lead UEVE',
  ]);
  // By her open lead she is one of the team; the one who has neither lead nor place on the roster is not.
  await db.deleteFrom('overrides').execute();
  await db
    .insertInto('overrides')
    .values({ ...base, ends_at, kind: 'paused-rep', person_id: 'UEVE' })
    .execute();
  expect(await overridesSince(db, team(), since())).toHaveLength(1);
});

test('whoever has left is told apart among those who are overdue', async () => {
  await addLead({ status: 'connected', ownerId: 'UGONE', followUpDueAt: minutes(1) });
  expect(await overdueByRep(db, team())).toContainEqual(
    expect.objectContaining({ personId: 'UGONE', hasLeft: true, leads: 1 }),
  );
});

test('grades that nobody answered in time, by source', async () => {
  const now = ctx.clock.now();
  const grade = async (dueAt: Date, source = 'website') =>
    db
      .insertInto('grades')
      .values({
        workspace_id: workspaceId,
        lead_id: await addLead(),
        source_key: source,
        channel_id: 'CLEADS',
        rep_id: 'UANA',
        grade: 'poor',
        at: monday,
        owner_id: 'UEVE',
        due_at: dueAt,
      })
      .execute();
  await grade(minutes(1));
  await grade(minutes(2));
  await grade(new Date(now.getTime() + 1));
  await grade(minutes(1), 'fair');
  const sources = new Map([['website', 'Website form']]);
  expect(await unansweredGrades(db, workspaceId, sources, now)).toEqual([
    { sourceName: 'Website form', ownerId: 'UEVE', count: 2, oldestDueAt: minutes(1) },
  ]);
  expect(await unansweredGrades(db, workspaceId, new Map(), now)).toEqual([]);
});
