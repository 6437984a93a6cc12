import { afterAll, expect, test } from 'vitest';
import { lostTimes } from '../../src/digests/reports/lostTimes.ts';
import { localDays } from '../../src/digests/reports/reported.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { db, ctx, addLead } = kernel;
afterAll(kernel.drop);
const { workspaceId } = ctx;
const settings = settingsSchema.parse({
  timezone: 'UTC',
  channels: { CLEADS: {}, CFAR: { timezone: 'Pacific/Auckland' } },
});
const monday = localDays(settings, { from: '2026-11-23', until: '2026-11-23' });

const leads = [await addLead(), await addLead(), await addLead()];
const lost = (leadId: number | undefined, at: string, more: object) => ({
  ...{ workspace_id: workspaceId, lead_id: leadId ?? 0, at: new Date(at), seconds: 600 },
  ...{ source_key: 'form', channel_id: 'CLEADS', person_id: null, kind: 'held' as const },
  ...more,
});
await db
  .insertInto('lost_time')
  .values([
    lost(leads[0], '2026-11-23T10:00:00Z', {}),
    lost(leads[0], '2026-11-23T12:00:00Z', {}),
    lost(leads[1], '2026-11-23T12:00:00Z', { kind: 'bad', person_id: 'UANA', seconds: 7_200 }),
    // Another day; Monday in Auckland; another source.
    lost(leads[1], '2026-11-24T00:00:00Z', {}),
    lost(leads[2], '2026-11-22T12:00:00Z', { channel_id: 'CFAR', source_key: 'fair' }),
    lost(leads[2], '2026-11-23T12:00:00Z', { channel_id: 'CFAR' }),
  ])
  .execute();

const of = (reach: Parameters<typeof lostTimes>[1]['reach']) =>
  lostTimes(db, { workspaceId, reach, days: monday });

test('what leads cost on the days of their channels, each lead once', async () => {
  expect(await of({ of: 'channels', channels: ['CLEADS', 'CFAR'] })).toEqual([
    { kind: 'held', seconds: 1_800, leads: 2 },
    { kind: 'bad', seconds: 7_200, leads: 1 },
  ]);
  expect(await of({ of: 'sources', sources: ['fair'] })).toEqual([
    { kind: 'held', seconds: 600, leads: 1 },
  ]);
});

test('of a person, what they bore', async () => {
  expect(await of({ of: 'person', personId: 'UANA' })).toEqual([
    { kind: 'bad', seconds: 7_200, leads: 1 },
  ]);
  expect(await of({ of: 'person', personId: 'UBEN' })).toEqual([]);
});
