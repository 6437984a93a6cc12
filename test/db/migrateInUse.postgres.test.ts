import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { migrations } from '../../migrations/index.ts';
import { migrate } from '../../src/db/migrate.ts';
import { createTestDatabase } from '../support/testDatabase.ts';

const testDatabase = await createTestDatabase();
const { db } = await testDatabase.open();
afterAll(testDatabase.drop);

test('a table that is in use is waited for', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line) => lines.push(line) });
  const added = [
    ...migrations,
    { name: '2999_01_03', sql: 'alter table leads add column extra int' },
  ];
  let migrating: Promise<string[]> | undefined;
  await db.transaction().execute(async (trx) => {
    await sql`lock table leads in access share mode`.execute(trx);
    migrating = migrate(db, log, added);
    await expect
      .poll(() => lines.join(), { timeout: 10_000 })
      .toContain('tables are in use; trying again');
  });
  expect(await migrating).toEqual(['2999_01_03']);
});

test('so it is by one that runs outside a transaction, which is begun anew', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line) => lines.push(line) });
  const added = [
    ...migrations,
    {
      name: '2999_01_04',
      sql: ['alter table leads add column if not exists more int'],
      outsideTransaction: true,
    } as const,
  ];
  let migrating: Promise<string[]> | undefined;
  await db.transaction().execute(async (trx) => {
    await sql`lock table leads in access share mode`.execute(trx);
    migrating = migrate(db, log, added);
    await expect
      .poll(() => lines.join(), { timeout: 10_000 })
      .toContain('tables are in use; trying again');
  });
  expect(await migrating).toEqual(['2999_01_04']);
});
