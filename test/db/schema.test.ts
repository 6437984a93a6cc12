import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { typesOf } from '../../tools/typesOf.ts';
import { createTestDatabase } from '../support/testDatabase.ts';

const testDatabase = await createTestDatabase();
const { db } = await testDatabase.open();
afterAll(testDatabase.drop);

test('the committed table types are those of the migrated database (else: npm run db:types)', async () => {
  expect(readFileSync('src/db/schema.ts', 'utf8')).toBe(await typesOf(db));
});

test('every amount fits into a number exactly', async () => {
  const { rows } = await sql<{ column: string; digits: number | null }>`
    select table_name || '.' || column_name as column, numeric_precision as digits
    from information_schema.columns
    where table_schema = 'public' and data_type = 'numeric'`.execute(db);
  expect(rows.filter(({ digits }) => digits === null || digits > 15)).toEqual([]);
  expect(rows).not.toEqual([]);
});
