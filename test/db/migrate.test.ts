import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { migrations } from '../../migrations/index.ts';
import { migrate } from '../../src/db/migrate.ts';
import { createTestDatabase } from '../support/testDatabase.ts';

const testDatabase = await createTestDatabase();
const { db } = await testDatabase.open();
afterAll(testDatabase.drop);

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
