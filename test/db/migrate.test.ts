import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { migrations } from '../../migrations/index.ts';
import { migrate } from '../../src/db/migrate.ts';
import { lane } from '../support/lane.ts';
import { createTestDatabase } from '../support/testDatabase.ts';

const testDatabase = await createTestDatabase();
const { db } = await testDatabase.open();
afterAll(testDatabase.drop);

/** What only a server can be asked; the lane of the embedded database has no such test. */
const onPostgres = lane.database === 'postgres' ? test : () => {};

function recordingLog() {
  const lines: string[] = [];
  return { lines, log: pino({ level: 'info' }, { write: (line) => lines.push(line) }) };
}
const { log } = recordingLog();

const next = (name: string, text: string) => [...migrations, { name, sql: text }];

test('a migrated database is left as it is', async () => {
  expect(await migrate(db, log)).toEqual([]);
});

test('several processes at once apply a migration exactly once', async () => {
  const added = next(
    '2999_01_01_count',
    'create table counted (n int); insert into counted values (1);',
  );
  const applied = await Promise.all([1, 2, 3].map(() => migrate(db, log, added)));
  expect(applied.flat()).toEqual(['2999_01_01_count']);
  expect((await sql`select n from counted`.execute(db)).rows).toEqual([{ n: 1 }]);
});

test('a migration that fails leaves nothing behind', async () => {
  const broken = next('2999_01_02_broken', 'create table half (n int); select 1 / 0;');
  await expect(migrate(db, log, broken)).rejects.toThrow('division by zero');
  expect((await sql`select to_regclass('half') as half`.execute(db)).rows).toEqual([
    { half: null },
  ]);
  expect(await migrate(db, log, next('2999_01_02_broken', 'create table half (n int)'))).toEqual([
    '2999_01_02_broken',
  ]);
});

test('a database of a newer version is worked with, and that is logged', async () => {
  const { lines, log } = recordingLog();
  expect(await migrate(db, log)).toEqual([]);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ level: 40, newer: ['2999_01_01_count', '2999_01_02_broken'] }),
  ]);
});

onPostgres('a table that is in use is waited for', async () => {
  const { lines, log } = recordingLog();
  let migrating: Promise<string[]> | undefined;
  await db.transaction().execute(async (trx) => {
    await sql`lock table leads in access share mode`.execute(trx);
    migrating = migrate(
      db,
      log,
      next('2999_01_03_alter', 'alter table leads add column extra int'),
    );
    await expect
      .poll(() => lines.join(), { timeout: 10_000 })
      .toContain('tables are in use; trying again');
  });
  expect(await migrating).toEqual(['2999_01_03_alter']);
});
