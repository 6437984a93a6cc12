import { afterAll, expect, test } from 'vitest';
import { askForUpdate } from '../../src/nudges/askForUpdate.ts';
import { followUp } from '../../src/nudges/followUp.ts';
import { click, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, db, addLead, at } = kernel;
afterAll(kernel.drop);

const overdue = (ownerId: string) =>
  addLead({ ownerId, status: 'connected', followUpDueAt: new Date('2026-11-23T09:30:00Z') });
const ask = (repId: string, by: string) => askForUpdate(ctx, { repId, by: click(by) });
const nudgesTo = (personId: string) =>
  db.selectFrom('messages').selectAll().where('person_id', '=', personId).execute();

test('where nothing is overdue there is nothing to ask', async () => {
  expect(await ask('UANA', 'UMIA')).toEqual({ outcome: 'nothing-due' });
});

test('only managers of the channel and admins may ask', async () => {
  await overdue('UBEN');
  // In New York it is five in the morning.
  expect(await followUp(ctx)).toMatchObject({ breaches: 1, nudged: 0 });
  expect(await ask('UBEN', 'UANA')).toEqual({ outcome: 'not-allowed' });
  expect(await ask('UBEN', 'UGUEST')).toEqual({ outcome: 'not-allowed' });
  expect(await nudgesTo('UBEN')).toEqual([]);
});

test('the rep is asked when they work again, and once a day by each', async () => {
  const begins = new Date('2026-11-23T14:00:00Z');
  expect(await ask('UBEN', 'UMIA')).toEqual({ outcome: 'asked', now: false, at: begins, leads: 1 });
  expect(await nudgesTo('UBEN')).toMatchObject([
    { not_before: begins, subject: { asked_by: 'UMIA' } },
  ]);
  expect(await ask('UBEN', 'UMIA')).toEqual({ outcome: 'asked-already' });
});

test('whoever has left cannot be asked', async () => {
  await overdue('UGONE');
  await followUp(ctx);
  expect(await ask('UGONE', 'UMIA')).toEqual({ outcome: 'cannot-be-nudged' });
  expect(await nudgesTo('UGONE')).toEqual([]);
});

test('a day has its number of nudges, whoever asks at the same time as the clock', async () => {
  await ctx.settings.change(
    (document) => ({
      ...document,
      admins: ['UEVE'],
      limits: { ...document.limits, notifyingNudgesPerDay: 1 },
    }),
    { authorId: null, note: 'test', now: ctx.clock.now() },
  );
  for (const day of [24, 25, 26, 27]) {
    at(`2026-11-${day}T10:00:00Z`);
    await overdue('UANA');
    const before = (await nudgesTo('UANA')).length;
    await Promise.all([ask('UANA', 'UMIA'), followUp(ctx), ask('UANA', 'UEVE'), followUp(ctx)]);
    await Promise.all([ask('UANA', 'UMIA'), followUp(ctx), ask('UANA', 'UEVE')]);
    expect((await nudgesTo('UANA')).length - before).toBe(1);
  }
});
