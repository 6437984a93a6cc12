import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '../support/testDatabase.ts';

const testDatabase = await createTestDatabase();
const { db } = await testDatabase.open();
afterAll(testDatabase.drop);

const text = 'select * from ticks where job = $1';
const ask = (on: typeof db) => on.selectFrom('ticks').selectAll().where('job', '=', 'x').execute();

test('what is asked often is prepared', async () => {
  const prepared = await db.connection().execute(async (one) => {
    for (let time = 0; time < 4; time++) await ask(one);
    const { rows } = await sql<{ statement: string }>`
      select statement from pg_prepared_statements`.execute(one);
    return rows.map(({ statement }) => statement.replaceAll('"', ''));
  });
  expect(prepared).toContain(text);
});

test('a column that a newer version adds meanwhile does no harm', async () => {
  for (let time = 0; time < 4; time++) await ask(db);
  await sql`alter table ticks add column added_later text`.execute(db);
  expect(await ask(db)).toEqual([]);
  await db.transaction().execute(async (trx) => expect(await ask(trx)).toEqual([]));
});

test('what comes once or twice is not prepared', async () => {
  const count = await db.connection().execute(async (one) => {
    for (let n = 0; n < 10; n++) {
      await sql`select ${sql.lit(n)}::int where ${true}`.execute(one);
    }
    const { rows } = await sql<{ statement: string }>`
      select statement from pg_prepared_statements`.execute(one);
    return rows.filter(({ statement }) => /^select \d::int where/.test(statement)).length;
  });
  expect(count).toBe(0);
});
