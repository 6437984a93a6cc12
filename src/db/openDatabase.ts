import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import { columnTypes } from './columnTypes.ts';
import { lockFolder } from './folderLock.ts';
import { HalfOpenWatch } from './halfOpen.ts';
import { preparedPool } from './preparedPool.ts';
import type { DB } from './schema.ts';

export type Db = Kysely<DB>;
/** An open transaction. What takes a Trx must not touch ctx.db: the embedded database has one connection. */
export type Trx = Transaction<DB>;

export interface Database {
  db: Db;
  pool: pg.Pool;
  kind: 'postgres' | 'embedded';
  /** Waits for running queries, then closes. May be called twice. */
  close(): Promise<void>;
}

interface Options {
  /** Where Postgres is. Without it, the embedded database in `dataDir` is used. */
  url?: string | undefined;
  dataDir?: string | undefined;
  log: Logger;
}

/**
 * Opens the one database of this process. Postgres is reached with the first query, not here; the
 * embedded database is started here, and throws FolderInUse while another process has its folder.
 */
export async function openDatabase({ url, dataDir, log }: Options): Promise<Database> {
  if (url) return openPostgres(url, log);
  if (dataDir) return openEmbedded(dataDir, log);
  throw new Error('Neither a database address nor a data folder was given.');
}

const session = `set timezone = 'UTC'; set statement_timeout = '30s';
  set idle_in_transaction_session_timeout = '30s'; select pg_backend_pid() as pid`;

function openPostgres(url: string, log: Logger): Database {
  const halfOpen = new HalfOpenWatch(url, log);
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'lead-nudge',
    types: columnTypes,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 1_000,
    // By a query rather than in the start-up message, which connection poolers refuse.
    onConnect: beforeUse(async (client) => {
      // Several statements have several results.
      const results = (await client.query(session)) as unknown as pg.QueryResult<{ pid: number }>[];
      halfOpen.watch(client, results.at(-1)?.rows[0]?.pid ?? 0);
    }),
  });
  return over(pool, 'postgres', log, async () => {
    await pool.end();
    halfOpen.stop();
  });
}

async function openEmbedded(dataDir: string, log: Logger): Promise<Database> {
  const unlock = lockFolder(dataDir);
  // Node crashes now and then where it frees compiled WebAssembly: https://github.com/nodejs/node/issues/64500
  setFlagsFromString('--no-wasm-code-gc');
  try {
    const lite = await PGlite.create(join(dataDir, 'database'), { extensions: { pg_trgm } });
    const pool = new pg.Pool(
      Object.assign(createPgConfig(lite), {
        types: columnTypes,
        // Its only connection is waited for in vain where `db` is used inside a transaction.
        connectionTimeoutMillis: 10_000,
        idleTimeoutMillis: 0,
        onConnect: beforeUse((client) => client.query("set timezone = 'UTC'")),
      }),
    );
    return over(pool, 'embedded', log, async () => {
      await pool.end();
      await lite.close();
      unlock();
    });
  } catch (error) {
    unlock();
    throw error;
  }
}

function beforeUse(
  prepare: (client: pg.ClientBase) => Promise<unknown>,
): pg.PoolConfig['onConnect'] {
  // oxlint-disable-next-line typescript/no-misused-promises -- pg waits for it, whatever its types say
  return prepare;
}

function over(
  pool: pg.Pool,
  kind: Database['kind'],
  log: Logger,
  end: () => Promise<void>,
): Database {
  // Without listeners, a connection that breaks while no query is on its way would end the process:
  // the first is for those that wait in the pool, the second for those in use.
  pool.on('error', (error) =>
    log.warn({ error: error.message }, 'an idle database connection broke'),
  );
  pool.on('connect', (client) => client.on('error', () => {}));
  let closed: Promise<void> | undefined;
  return {
    db: new Kysely<DB>({ dialect: new PostgresDialect({ pool: preparedPool(pool) }) }),
    pool,
    kind,
    close: () => (closed ??= end()),
  };
}
