import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { nothingDue } from '../../src/leads/compliance.ts';
import { complianceOver } from '../../src/leads/complianceStore.ts';
import { undoLead } from '../../src/leads/undoLead.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { noticeBreaches } from '../../src/nudges/noticeBreaches.ts';
import { click, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, db, addLead, at, events, breaches } = kernel;
afterAll(kernel.drop);
beforeEach(async () => {
  at('2026-11-23T10:00:00Z');
  await db.updateTable('people').set({ away: '[]' }).execute();
  await db.deleteFrom('overrides').execute();
});

let channels = 0;
/** A lead of ana's that is due at 11:00, in a channel of its own. */
const claimed = () =>
  addLead({
    channelId: `C${++channels}`,
    status: 'claimed',
    ownerId: 'UANA',
    claimedAt: ctx.clock.now(),
    followUpDueAt: new Date('2026-11-23T11:00:00Z'),
    dueRule: 'status:claimed',
  });

/** Of the last one. */
async function counted() {
  const span = { from: '2026-11-23', until: '2026-11-29' };
  return complianceOver(ctx, { channels: [`C${channels}`], ...span });
}
const excused = { ...nothingDue, excused: 1 };
const missed = { ...nothingDue, due: 1, missed: 1 };

const update = (leadId: number) =>
  updateLead(ctx, { leadId, by: click('UANA'), status: 'connected' });

const away = (from: string, until: string) =>
  db
    .updateTable('people')
    .set({ away: JSON.stringify([{ from, until, standInId: null, origin: 'said' }]) })
    .where('id', '=', 'UANA')
    .execute();
const except = (
  which: { kind: 'paused-rep'; person_id: string } | { kind: 'waived-lead'; lead_id: number },
  ended_at: string | null = null,
) =>
  db
    .insertInto('overrides')
    .values({
      ...{ workspace_id: 'T1', given_by: 'UMIA', reason: 'a fair', ...which, ended_at },
      ...{ starts_at: '2026-11-23T10:30:00Z', ends_at: '2026-11-23T15:00:00Z' },
    })
    .execute();

describe('a window that runs out', () => {
  const excuses = {
    away: () => away('2026-11-23T10:30:00Z', '2026-11-23T15:00:00Z'),
    paused: () => except({ kind: 'paused-rep', person_id: 'UANA' }),
    waived: (lead_id: number) => except({ kind: 'waived-lead', lead_id }),
  };
  test.each(Object.entries(excuses))('is excused: %s', async (why, make) => {
    const leadId = await claimed();
    await make(leadId);
    at('2026-11-23T11:00:01Z');
    // Nothing has noticed it yet.
    expect(await counted()).toEqual(excused);
    await noticeBreaches(ctx, ctx.clock.now());
    expect(await counted()).toEqual(excused);
    expect(await breaches(leadId)).toMatchObject([{ excused: why }]);
    expect(await events(leadId)).toMatchObject([{ kind: 'breached', data: { excused: why } }]);
    at('2026-11-23T16:00:00Z');
    await update(leadId);
    expect((await events(leadId)).at(-1)).toMatchObject({
      kind: 'updated',
      data: { excused: why },
    });
    expect(await counted()).toEqual(excused);
    // What excused it is over, forgotten, and taken back.
    await away('2026-11-23T10:30:00Z', '2026-11-23T10:30:00Z');
    await db.deleteFrom('overrides').execute();
    expect(await counted()).toEqual(excused);
    await undoLead(ctx, { leadId, by: click('UANA') });
    expect(await counted()).toEqual(excused);
  });

  test('is excused where somebody updates it before it is noticed', async () => {
    const leadId = await claimed();
    await excuses.paused();
    at('2026-11-23T11:00:20Z');
    await update(leadId);
    expect(await breaches(leadId)).toEqual([]);
    expect(await counted()).toEqual(excused);
  });

  test.each<[string, (leadId: number) => Promise<unknown>]>([
    ['its owner went away afterwards', () => away('2026-11-23T11:00:01Z', '2026-11-24T11:00:00Z')],
    ['its owner was back by then', () => away('2026-11-23T10:30:00Z', '2026-11-23T11:00:00Z')],
    [
      'the exception had been taken back',
      (lead_id) => except({ kind: 'waived-lead', lead_id }, '2026-11-23T10:45:00Z'),
    ],
    ['the exception was another rep’s', () => except({ kind: 'paused-rep', person_id: 'UBEN' })],
  ])('is missed where %s', async (_, make) => {
    const leadId = await claimed();
    await make(leadId);
    at('2026-11-23T11:30:00Z');
    await noticeBreaches(ctx, ctx.clock.now());
    expect(await breaches(leadId)).toMatchObject([{ excused: null }]);
    expect(await counted()).toEqual(missed);
    at('2026-11-23T16:00:00Z');
    await update(leadId);
    expect((await events(leadId)).at(-1)?.data).not.toHaveProperty('excused');
    expect(await counted()).toEqual(missed);
  });

  test('is nobody’s where nobody has the lead', async () => {
    const leadId = await addLead({ followUpDueAt: new Date('2026-11-23T11:00:00Z') });
    await excuses.waived(leadId);
    at('2026-11-23T11:30:00Z');
    await noticeBreaches(ctx, ctx.clock.now());
    expect(await breaches(leadId)).toMatchObject([{ excused: null }]);
  });
});

test('an update in time counts, though its owner was away', async () => {
  const leadId = await claimed();
  await away('2026-11-23T10:10:00Z', '2026-11-23T15:00:00Z');
  at('2026-11-23T10:50:00Z');
  await update(leadId);
  expect(await counted()).toEqual({ ...nothingDue, due: 1, onTime: 1 });
});
