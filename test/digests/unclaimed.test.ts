import { afterAll, expect, test } from 'vitest';
import { unclaimedLeads } from '../../src/digests/reports/unclaimed.ts';
import { startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, db, addLead } = kernel;
afterAll(kernel.drop);

test('what waits longest is told first, also where it was given back in between', async () => {
  const at = (time: string) => new Date(`2026-11-23T${time}:00Z`);
  const returned = await addLead({ postedAt: at('08:00'), followUpDueAt: at('09:45') });
  const later = await addLead({ postedAt: at('08:30'), followUpDueAt: at('08:45') });
  await addLead({ postedAt: at('09:55'), followUpDueAt: at('10:10') });
  const team = { workspaceId: ctx.workspaceId, channels: ['CLEADS'], now: ctx.clock.now() };
  expect(await unclaimedLeads(db, team)).toMatchObject({
    count: 2,
    listed: [{ leadId: returned }, { leadId: later }],
  });
});
