import { afterAll, beforeAll, expect, test } from 'vitest';
import { decideGoals } from '../../src/digests/decideGoals.ts';
import { sendLeaderboards } from '../../src/digests/sendLeaderboards.ts';
import { sendScorecards } from '../../src/digests/sendScorecards.ts';
import { setGoals } from '../../src/digests/setGoals.ts';
import { tellReviews } from '../../src/digests/tellReviews.ts';
import { claimLead } from '../../src/leads/claimLead.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { click, startKernel } from '../support/kernel.ts';

/** As several instances would whose ticks overlap, and one that was started anew. */
const instances = 4;
let kernel: Awaited<ReturnType<typeof startKernel>>;
beforeAll(async () => {
  kernel = await startKernel();
  const { ctx, at, addLead } = kernel;
  await ctx.settings.change(
    ({ channels: { CLEADS, ...others }, ...rest }) => ({
      ...rest,
      channels: { ...others, ...(CLEADS && { CLEADS: { ...CLEADS, leaderboard: true } }) },
    }),
    { authorId: null, note: 'test', now: ctx.clock.now() },
  );
  const wanted = { channelId: null, of: 'on-time', share: '90', within: '' } as const;
  await setGoals(ctx, { by: click('UMIA'), wanted: { ...wanted, from: 'this-week' } });
  const leadId = await addLead();
  await claimLead(ctx, { leadId, by: click('UANA') });
  await updateLead(ctx, { leadId, by: click('UANA'), status: 'won' });
  await addLead({ ownerId: 'UBEN', status: 'claimed' });
  at('2026-11-27T21:00:00Z');
});
afterAll(() => kernel.drop());

const together = <Did>(job: () => Promise<Did>): Promise<Did[]> =>
  Promise.all(Array.from({ length: instances }, job));
const keys = async (kind: string): Promise<string[]> => {
  const rows = await kernel.db
    .selectFrom('messages')
    .select('key')
    .where('kind', '=', kind)
    .orderBy('key')
    .execute();
  return rows.map(({ key }) => key);
};
const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

test('each rep’s week is sent once, and so is each channel’s leaderboard', async () => {
  const { ctx } = kernel;
  const sent = await together(() => sendScorecards(ctx));
  expect(sum(sent.map((did) => did.sent))).toBe(2);
  expect(await keys('scorecard')).toEqual([
    'scorecard:2026-11-23:UANA',
    'scorecard:2026-11-23:UBEN',
  ]);
  // They follow what was posted.
  expect(await keys('scorecard-picture')).toEqual([]);
  const posted = await together(() => sendLeaderboards(ctx));
  expect(sum(posted.map((did) => did.sent))).toBe(1);
  const again = await together(() => sendScorecards(ctx));
  expect(sum(again.map((did) => did.sent))).toBe(0);
});

test('each week of a goal is decided once, and its channel is thanked once', async () => {
  const { ctx, at } = kernel;
  at('2026-11-30T09:00:00Z');
  const decided = await together(() => decideGoals(ctx));
  expect(sum(decided.map((did) => did.decided))).toBe(1);
  expect(sum(decided.map((did) => did.met))).toBe(1);
  expect(await keys('goal-met')).toEqual(['goal-met:1:2026-11-23']);
});

test('each review is told once', async () => {
  const { ctx, db } = kernel;
  const review = {
    rep_id: 'UANA',
    manager_id: 'UMIA',
    held_on: '2026-11-30',
    agreed: 'Call early',
  };
  await db
    .insertInto('reviews')
    .values({ ...review, workspace_id: ctx.workspaceId, recorded_at: ctx.clock.now() })
    .execute();
  const told = await together(() => tellReviews(ctx));
  expect(sum(told.map((did) => did.told))).toBe(1);
  expect(await keys('review')).toEqual(['review:1']);
});
