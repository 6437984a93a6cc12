import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { databaseAway } from '../../src/db/databaseAway.ts';
import { openDatabase } from '../../src/db/openDatabase.ts';
import { stallingNetwork } from '../support/stallingNetwork.ts';
import { createTestDatabase } from '../support/testDatabase.ts';

const testDatabase = await createTestDatabase();
afterAll(testDatabase.drop);

const killOthers = sql`select pg_terminate_backend(pid) from pg_stat_activity
  where pid <> pg_backend_pid() and datname = current_database() and backend_type = 'client backend'`;

const thrownBy = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

test('a connection that is killed while idle is replaced', async () => {
  const { db, pool } = await testDatabase.open();
  const held = await pool.connect();
  await sql`select 1`.execute(db);
  await held.query(killOthers.compile(db).sql);
  held.release();
  await expect
    .poll(async () => (await sql`select 1 as one`.execute(db).catch(() => undefined))?.rows)
    .toEqual([{ one: 1 }]);
});

test('a connection that is killed within a transaction fails that transaction and nothing else', async () => {
  const { db } = await testDatabase.open();
  const transaction = db.transaction().execute(async (trx) => {
    await killOthers.execute(db);
    await expect
      .poll(async () => databaseAway(await thrownBy(sql`select 1`.execute(trx))))
      .toBe(true);
    await sql`select 2`.execute(trx);
  });
  expect(databaseAway(await thrownBy(transaction))).toBe(true);
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
});

test('a connection that is killed in the middle of a statement says that the database is away', async () => {
  const { db } = await testDatabase.open();
  const sleeping = thrownBy(sql`select pg_sleep(30)`.execute(db));
  await expect
    .poll(async () => {
      const { rows } = await sql`select 1 from pg_stat_activity where query like '%pg_sleep(30)%'
        and state = 'active' and pid <> pg_backend_pid()`.execute(db);
      return rows.length;
    })
    .toBe(1);
  await killOthers.execute(db);
  expect(databaseAway(await sleeping)).toBe(true);
});

test('an ordinary error does not say that the database is away', async () => {
  const { db } = await testDatabase.open();
  const error = await thrownBy(sql`select 1 / 0`.execute(db));
  expect(error).toBeInstanceOf(Error);
  expect(databaseAway(error)).toBe(false);
});

test('a half-open connection is noticed, and a slow query is not taken for one', async () => {
  const network = await stallingNetwork(testDatabase.url ?? '');
  const log = pino({ level: 'silent' });
  const { db: far, close } = await openDatabase({ url: network.url, log });
  try {
    await sql`select 1`.execute(far);
    network.stall();
    const lost = thrownBy(sql`select 1`.execute(far));
    const slow = sql`select pg_sleep(6), 7 as slow`.execute(far);
    expect(databaseAway(await lost)).toBe(true);
    expect((await slow).rows).toMatchObject([{ slow: 7 }]);
  } finally {
    await close();
    network.close();
  }
});
