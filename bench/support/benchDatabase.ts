import type pg from 'pg';
import { pino } from 'pino';
import { type Db, openDatabase } from '../../src/db/openDatabase.ts';
import { startDatabases } from './databases.ts';

export type BenchDatabase = {
  readonly url: string;
  readonly db: Db;
  readonly pool: pg.Pool;
  close(): Promise<void>;
};

/**
 * A Postgres of our own with one migrated database. Commits are durable, as in production; beside its
 * defaults it has the memory that anybody would give it.
 */
export async function startBenchDatabase(): Promise<BenchDatabase> {
  const databases = await startDatabases({
    fsync: true,
    settings: { shared_buffers: '512MB', max_wal_size: '8GB', checkpoint_timeout: '30min' },
  });
  try {
    const { url } = await databases.create();
    const log = pino({ level: 'warn' }, pino.destination(2));
    const { db, pool, close } = await openDatabase({ url, log });
    return { url, db, pool, close: () => close().then(databases.stop) };
  } catch (error) {
    await databases.stop();
    throw error;
  }
}
