import { afterAll, expect, test } from 'vitest';
import { overridesSince } from '../../src/digests/reports/overrides.ts';
import { giveMoreTime } from '../../src/leads/giveMoreTime.ts';
import { click, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, db, addLead } = kernel;
afterAll(kernel.drop);

test('every exception is told with its reason, those that are over since as well', async () => {
  const give = async (until: string, reason: string) => {
    const leadId = await addLead({ status: 'connected', ownerId: 'UANA' });
    await giveMoreTime(ctx, { leadId, by: click('UMIA'), until: new Date(until), reason });
    return leadId;
  };
  const short = await give('2026-11-23T15:00:00Z', 'Call at three');
  const long = await give('2026-11-30T10:00:00Z', 'On holiday');
  const team = { workspaceId: ctx.workspaceId, channels: ['CLEADS'], now: ctx.clock.now() };
  const given = { kind: 'more-time', endedAt: null, endedBy: null };
  const since = (iso: string) => overridesSince(db, team, new Date(iso));
  expect(await since('2026-11-23T00:00:00Z')).toEqual([
    {
      ...given,
      leadId: long,
      personId: 'UANA',
      givenBy: 'UMIA',
      reason: 'On holiday',
      until: new Date('2026-11-30T10:00:00Z'),
    },
    {
      ...given,
      leadId: short,
      personId: 'UANA',
      givenBy: 'UMIA',
      reason: 'Call at three',
      until: new Date('2026-11-23T15:00:00Z'),
    },
  ]);
  expect(await since('2026-11-24T00:00:00Z')).toMatchObject([{ leadId: long }]);
  expect(await overridesSince(db, { ...team, channels: ['COTHER'] }, new Date(0))).toEqual([]);
});
