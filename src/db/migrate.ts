import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { type Migration, migrations as all } from '../../migrations/index.ts';
import type { Db, Trx } from './openDatabase.ts';

const lockKey = 7_302_026;
const lockNotAvailable = '55P03';
const triesPerMigration = 10;
const lockPollMs = 50;

/**
 * Brings the schema up to date, forward only, each migration in a transaction of its own but for those
 * that say otherwise. May run in several processes at once. Returns the names of those that it applied.
 *
 * A migration waits for other people's locks for 3 s at a time, so that the queries which queue up
 * behind it are never held up for long, and is tried again. A database that a newer version has
 * migrated is worked with as it is: during a rolling deploy both versions run.
 */
export async function migrate(
  db: Db,
  log: Logger,
  migrations: readonly Migration[] = all,
): Promise<string[]> {
  const before = await appliedNames(db);
  const known = new Set(migrations.map(({ name }) => name));
  const newer = [...before].filter((name) => !known.has(name));
  if (newer.length > 0) log.warn({ newer }, 'the database was migrated by a newer version');
  if (migrations.every(({ name }) => before.has(name))) return [];
  return db.connection().execute((connection) => whileAlone(connection, log, migrations));
}

async function appliedNames(db: Db): Promise<Set<string>> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass('migrations') is not null as there`.execute(db);
  if (!rows[0]?.there) return new Set();
  const applied = await db.selectFrom('migrations').select('name').execute();
  return new Set(applied.map(({ name }) => name));
}

/** Applies those that are missing, on a connection of its own, while no other process does. */
async function whileAlone(
  db: Db,
  log: Logger,
  migrations: readonly Migration[],
): Promise<string[]> {
  await lock(db);
  const { rows } = await sql<{ usual: string }>`
    select current_setting('statement_timeout') as usual`.execute(db);
  try {
    await sql`set statement_timeout = 0`.execute(db);
    await sql`create table if not exists migrations (
      name text primary key, applied_at timestamptz not null default now())`.execute(db);
    const before = await appliedNames(db);
    const missing = migrations.filter(({ name }) => !before.has(name));
    for (const migration of missing) {
      await applyPatiently(db, migration, log);
      log.info({ migration: migration.name }, 'migrated');
    }
    return missing.map(({ name }) => name);
  } finally {
    await sql`select set_config('statement_timeout', ${rows[0]?.usual}, false)`.execute(db);
    await sql`select pg_advisory_unlock(${lockKey})`.execute(db);
  }
}

/** By asking again and again: a statement that waits for the lock would keep an index from being built. */
async function lock(db: Db): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ locked: boolean }>`
      select pg_try_advisory_lock(${lockKey}) as locked`.execute(db);
    if (rows[0]?.locked) return;
    await setTimeout(lockPollMs);
  }
}

async function applyPatiently(db: Db, migration: Migration, log: Logger): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await (migration.outsideTransaction
        ? applyByItself(db, migration)
        : db.transaction().execute((trx) => applyInTransaction(trx, migration)));
    } catch (error) {
      const locked = error instanceof Error && 'code' in error && error.code === lockNotAvailable;
      if (!locked || attempt === triesPerMigration) throw error;
      log.info({ migration: migration.name, attempt }, 'tables are in use; trying again');
    }
  }
}

type InTransaction = Extract<Migration, { outsideTransaction?: undefined }>;
type ByItself = Extract<Migration, { outsideTransaction: true }>;

async function applyInTransaction(trx: Trx, { name, sql: text }: InTransaction): Promise<void> {
  await sql`set local lock_timeout = '3s'`.execute(trx);
  await sql.raw(text).execute(trx);
  await trx.insertInto('migrations').values({ name }).execute();
}

/** Noted once all is done: one that broke off is run again from its beginning. */
async function applyByItself(db: Db, { name, sql: statements }: ByItself): Promise<void> {
  try {
    for (const statement of statements) {
      // An index that is being built waits for others without keeping anybody out.
      const patience = /^\s*alter\b/i.test(statement) ? '3s' : '0';
      await sql`select set_config('lock_timeout', ${patience}, false)`.execute(db);
      await sql.raw(statement).execute(db);
    }
  } finally {
    await sql`reset lock_timeout`.execute(db);
  }
  await db.insertInto('migrations').values({ name }).execute();
}
