import { afterAll, expect, test } from 'vitest';
import { newHours } from '../../src/digests/reports/newHours.ts';
import { monday, startKernel } from '../support/kernel.ts';

const { db, ctx, addLead, drop } = await startKernel();
afterAll(drop);

const part = { days: ['mon', 'tue', 'wed'], from: '08:00', to: '14:00', nightShift: false };
const team = { workspaceId: ctx.workspaceId, channels: ['CLEADS'], now: monday };
const setHours = (id: string, hours: object[]) =>
  db
    .updateTable('people')
    .set({ own_hours: JSON.stringify(hours) })
    .where('id', '=', id)
    .execute();

test('other hours of those with open leads, on the digest after they began', async () => {
  await addLead({ status: 'claimed', ownerId: 'UANA' });
  await addLead({ status: 'claimed', ownerId: 'UBEN' });
  const ana = [
    { holdsFrom: '2026-11-10', workingTime: part },
    { holdsFrom: '2026-11-24', workingTime: null },
  ];
  await setHours('UANA', ana);
  await setHours('UBEN', [{ holdsFrom: '2026-11-25', workingTime: part }]);
  await setHours('UEVE', [{ holdsFrom: '2026-11-24', workingTime: part }]);
  const on = (after: string, date: string) => newHours(db, team, { after, date });
  expect(await on('2026-11-23', '2026-11-24')).toEqual([{ personId: 'UANA', ...ana[1] }]);
  expect(await on('2026-11-24', '2026-11-25')).toEqual([
    { personId: 'UBEN', holdsFrom: '2026-11-25', workingTime: part },
  ]);
  expect(await on('2026-11-25', '2026-11-26')).toEqual([]);
  const others = { ...team, channels: ['COTHER'] };
  expect(await newHours(db, others, { after: '2026-11-01', date: '2026-11-30' })).toEqual([]);
});
