import { afterAll, expect, test } from 'vitest';
import { complianceByDay, complianceByRep } from '../../src/leads/complianceStore.ts';
import { giveMoreTime } from '../../src/leads/giveMoreTime.ts';
import { findLead } from '../../src/leads/leadStore.ts';
import { postponeLead } from '../../src/leads/postponeLead.ts';
import { reassignLead } from '../../src/leads/reassignLead.ts';
import { undoLead } from '../../src/leads/undoLead.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { followUp } from '../../src/nudges/followUp.ts';
import { goAway } from '../../src/people/goAway.ts';
import { click, startKernel } from '../support/kernel.ts';

const { ctx, db, addLead, at, drop } = await startKernel();
afterAll(drop);

test('the example of docs/metrics.md', async () => {
  await db.updateTable('people').set({ timezone: 'UTC' }).execute();
  const leadId = await addLead({ status: 'claimed', ownerId: 'UANA', claimedAt: ctx.clock.now() });
  const update = (by: string) =>
    updateLead(ctx, {
      leadId,
      by: click(by),
      status: 'connected',
      touch: { kind: 'call', outcome: 'reached' },
    });
  const due = async () => (await findLead(db, 'T1', leadId))?.followUpDueAt?.toISOString();

  at('2026-11-23T10:00:00Z');
  await update('UANA');
  expect(await due()).toBe('2026-11-25T10:00:00.000Z');
  at('2026-11-24T09:00:00Z');
  await postponeLead(ctx, { leadId, by: click('UANA'), to: new Date('2026-11-26T09:00:00Z') });
  expect(await due()).toBe('2026-11-26T09:00:00.000Z');
  at('2026-11-26T08:55:00Z');
  await update('UANA');
  expect(await due()).toBe('2026-11-30T09:00:00.000Z');
  at('2026-11-30T09:01:00Z');
  await followUp(ctx);
  at('2026-11-30T15:00:00Z');
  await reassignLead(ctx, { leadId, by: click('UMIA'), to: 'UBEN', reason: 'Ben knows them' });
  expect(await due()).toBe('2026-12-02T15:00:00.000Z');
  at('2026-12-01T10:00:00Z');
  const until = new Date('2026-12-04T12:00:00Z');
  await giveMoreTime(ctx, { leadId, by: click('UMIA'), until, reason: 'They answer on Friday' });
  at('2026-12-04T11:00:00Z');
  await update('UMIA');
  expect(await due()).toBe('2026-12-08T11:00:00.000Z');
  at('2026-12-04T11:05:00Z');
  await undoLead(ctx, { leadId, by: click('UMIA') });
  expect(await due()).toBe(until.toISOString());
  at('2026-12-04T11:30:00Z');
  await goAway(ctx, { by: click('UBEN'), until: new Date('2026-12-07T09:00:00Z') });
  at('2026-12-04T12:01:00Z');
  await followUp(ctx);

  const span = { channels: ['CLEADS'], from: '2026-11-23', until: '2026-12-04' };
  expect(await complianceByDay(ctx, span)).toMatchObject([
    { date: '2026-11-24', compliance: { due: 0, postponed: 1 } },
    { date: '2026-11-26', compliance: { due: 1, onTime: 1 } },
    { date: '2026-11-30', compliance: { due: 1, missed: 1 } },
    { date: '2026-12-01', compliance: { due: 0, moved: 1 } },
    { date: '2026-12-04', compliance: { due: 0, excused: 1 } },
  ]);
  expect(await complianceByRep(ctx, span)).toMatchObject([
    { personId: 'UANA', compliance: { due: 2, onTime: 1, missed: 1, postponed: 1, excused: 0 } },
    { personId: 'UBEN', compliance: { due: 0, moved: 1, excused: 1, cancelled: 0 } },
  ]);
});
