import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { obstacleKeys } from '../../src/leads/obstacles.ts';
import { stageKeys } from '../../src/leads/stages.ts';
import { isClosed, type Status, statuses } from '../../src/leads/statuses.ts';
import { touchKinds, touchOutcomes } from '../../src/leads/touch.ts';
import { createTestDatabase } from '../support/testDatabase.ts';

const testDatabase = await createTestDatabase();
const { db } = await testDatabase.open();
afterAll(testDatabase.drop);

async function constraints(table: string): Promise<string[]> {
  const { rows } = await sql<{ text: string }>`
    select pg_get_constraintdef(oid) as text from pg_constraint
    where conrelid = ${table}::regclass and contype = 'c'`.execute(db);
  return rows.map(({ text }) => text);
}

/** The words that a column's check constraint allows. */
async function allowed(table: string, column: string): Promise<string[]> {
  const start = `CHECK ((${column} = ANY`;
  const check = (await constraints(table)).find((text) => text.startsWith(start)) ?? '';
  return [...check.matchAll(/'([^']+)'/g)].map(([, word = '']) => word).toSorted();
}

test.each([
  ['leads', 'status', Object.keys(statuses)],
  ['leads', 'obstacle', obstacleKeys],
  ['leads', 'stage', stageKeys],
  ['touches', 'kind', [...touchKinds]],
  ['touches', 'outcome', [...touchOutcomes]],
])('the database allows the same words in %s.%s as the code', async (table, column, words) => {
  expect(await allowed(table, column)).toEqual(words.toSorted());
});

test('the same statuses close a lead in the database and in the code', async () => {
  const check = (await constraints('leads')).find((text) => text.includes('closed_at IS NOT NULL'));
  const closing = [...(check ?? '').matchAll(/'([^']+)'/g)].map(([, word = '']) => word).toSorted();
  // Object.keys forgets that they are statuses.
  const all = Object.keys(statuses) as Status[];
  expect(closing).toEqual(all.filter(isClosed).toSorted());
});
