import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { migrations } from '../../migrations/index.ts';
import { migrate } from '../../src/db/migrate.ts';
import { createTestDatabase } from '../support/testDatabase.ts';

/** What release 0.2.0 asks of the database, by tools/recordStatements.ts, and the schema that it has. */
const statements = z
  .array(z.string())
  .parse(JSON.parse(readFileSync(new URL('statementsOf0_2_0.json', import.meta.url), 'utf8')));
const then = migrations.slice(
  0,
  1 + migrations.findIndex(({ name }) => name === '2026_11_22_two_clicks'),
);

const log = pino({ level: 'silent' });
const testDatabase = await createTestDatabase();
const { db } = await testDatabase.open();
afterAll(testDatabase.drop);

/** Those that Postgres cannot plan, with its reason. Types of values are inferred, as they are when pg asks. */
async function refused(): Promise<string[]> {
  return db.connection().execute(async (one) => {
    const faults: string[] = [];
    for (const text of statements) {
      await sql`prepare asked as ${sql.raw(text)}`
        .execute(one)
        .then(() => sql`deallocate asked`.execute(one))
        .catch((error: unknown) => faults.push(`${String(error)}: ${text}`));
    }
    return faults;
  });
}

type Column = { readonly name: string; readonly type: string; readonly mayBeLeftOut: boolean };

async function columns(): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select table_name || '.' || column_name as name, data_type as type,
      is_nullable = 'YES' or column_default is not null or is_identity = 'YES' as "mayBeLeftOut"
    from information_schema.columns where table_schema = 'public'`.execute(db);
  return rows;
}

test('the release before works on this schema: all that it asks can still be answered', async () => {
  await sql`drop schema public cascade`.execute(db);
  await sql`create schema public`.execute(db);
  await migrate(db, log, then);
  expect(await refused()).toEqual([]);
  const before = await columns();

  const applied = await migrate(db, log);
  expect(applied.length).toBe(migrations.length - then.length);
  expect(await refused()).toEqual([]);

  const after = await columns();
  for (const column of before) expect(after).toContainEqual(column);
  const names = new Set(before.map(({ name }) => name));
  const tables = new Set(before.map(({ name }) => name.split('.')[0]));
  const demanded = after.filter(
    ({ name, mayBeLeftOut }) => !names.has(name) && tables.has(name.split('.')[0]) && !mayBeLeftOut,
  );
  expect(demanded).toEqual([]);
});
