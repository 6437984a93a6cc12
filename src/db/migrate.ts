import { sql } from 'kysely';
import type { Logger } from 'pino';
import { migrations as all } from '../../migrations/index.ts';
import type { Db, Trx } from './openDatabase.ts';

type Migration = (typeof all)[number];

const lockKey = 7_302_026;
const lockNotAvailable = '55P03';
const triesPerMigration = 10;

/**
 * Brings the schema up to date, forward only, each migration in a transaction of its own. May run in
 * several processes at once. Returns the names of those that it applied.
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
  const applied: string[] = [];
  for (const migration of migrations) {
    if (before.has(migration.name) || !(await applyPatiently(db, migration, log))) continue;
    applied.push(migration.name);
    log.info({ migration: migration.name }, 'migrated');
  }
  return applied;
}

async function appliedNames(db: Db): Promise<Set<string>> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass('migrations') is not null as there`.execute(db);
  if (!rows[0]?.there) return new Set();
  const applied = await db.selectFrom('migrations').select('name').execute();
  return new Set(applied.map(({ name }) => name));
}

async function applyPatiently(db: Db, migration: Migration, log: Logger): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute((trx) => apply(trx, migration));
    } catch (error) {
      const locked = error instanceof Error && 'code' in error && error.code === lockNotAvailable;
      if (!locked || attempt === triesPerMigration) throw error;
      log.info({ migration: migration.name, attempt }, 'tables are in use; trying again');
    }
  }
}

async function apply(trx: Trx, { name, sql: text }: Migration): Promise<boolean> {
  await sql`set local statement_timeout = 0`.execute(trx);
  await sql`set local lock_timeout = '10min'`.execute(trx);
  await sql`select pg_advisory_xact_lock(${lockKey})`.execute(trx);
  await sql`create table if not exists migrations (
    name text primary key, applied_at timestamptz not null default now())`.execute(trx);
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('migrations')
    .values({ name })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (!numInsertedOrUpdatedRows) return false;
  await sql`set local lock_timeout = '3s'`.execute(trx);
  await sql.raw(text).execute(trx);
  return true;
}
