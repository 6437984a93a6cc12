import { afterAll, expect, test } from 'vitest';
import { tickCoordinator } from '../../src/db/ticks.ts';
import { createTestDatabase } from '../support/testDatabase.ts';

const testDatabase = await createTestDatabase();
const { db } = await testDatabase.open();
afterAll(testDatabase.drop);

test('each slot of each job is run by one instance', async () => {
  const instances = [tickCoordinator(db), tickCoordinator(db), tickCoordinator(db)];
  const runs = async (key: string) => {
    const asked = instances.map(async (instance) => instance.shouldRun(key, 60_000));
    return (await Promise.all(asked)).filter(Boolean).length;
  };
  expect(await runs('follow-up:2026-11-22T08:30:00.000Z')).toBe(1);
  expect(await runs('follow-up:2026-11-22T08:30:00.000Z')).toBe(0);
  expect(await runs('follow-up:2026-11-22T08:31:00.000Z')).toBe(1);
  expect(await runs('digest:2026-11-22T08:30:00.000Z')).toBe(1);
});

test('a row says which job ran for which slot', async () => {
  await tickCoordinator(db).shouldRun('a:b:2026-11-22T09:00:00.000Z', 60_000);
  const rows = await db
    .selectFrom('ticks')
    .select(['job', 'slot'])
    .where('job', '=', 'a:b')
    .execute();
  expect(rows).toEqual([{ job: 'a:b', slot: new Date('2026-11-22T09:00:00Z') }]);
});
