import { afterAll, expect, test } from 'vitest';
import { findGoals } from '../../src/digests/goalStore.ts';
import { holdsIn } from '../../src/digests/goal.ts';
import { setGoals } from '../../src/digests/setGoals.ts';
import { click, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx } = kernel;
afterAll(kernel.drop);

const set = (share: string, from: 'this-week' | 'next-week') =>
  setGoals(ctx, {
    by: click('UMIA'),
    wanted: { channelId: null, of: 'on-time', share, within: '', from },
  });
const sharesIn = async (monday: string): Promise<number[]> => {
  const goals = await findGoals(ctx.db, ctx.workspaceId, ['CLEADS'], monday);
  return goals.filter((goal) => holdsIn(goal, monday)).map(({ share }) => share);
};

test('a week has one goal of a kind, however often a manager thinks again', async () => {
  await set('80', 'this-week');
  await set('90', 'next-week');
  expect(await sharesIn('2026-11-23')).toEqual([80]);
  expect(await sharesIn('2026-11-30')).toEqual([90]);
  await set('95', 'this-week');
  expect(await sharesIn('2026-11-23')).toEqual([95]);
  expect(await sharesIn('2026-11-30')).toEqual([95]);
});
