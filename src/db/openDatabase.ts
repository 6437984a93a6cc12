import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import { columnTypes } from './columnTypes.ts';
import { lockFolder } from './folderLock.ts';
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

function openPostgres(url: string, log: Logger): Database {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'lead-nudge',
    types: columnTypes,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 1_000,
    // By a query rather than in the start-up message, which connection poolers refuse.
    onConnect: first(
      "set timezone = 'UTC'; set statement_timeout = '30s'; set idle_in_transaction_session_timeout = '30s'",
    ),
  });
  return over(pool, 'postgres', log, () => pool.end());
}

async function openEmbedded(dataDir: string, log: Logger): Promise<Database> {
  const unlock = lockFolder(dataDir);
  try {
    const lite = await PGlite.create(join(dataDir, 'database'));
    const pool = new pg.Pool(
      Object.assign(createPgConfig(lite), {
        types: columnTypes,
        // Its only connection is waited for in vain where `db` is used inside a transaction.
        connectionTimeoutMillis: 10_000,
        idleTimeoutMillis: 0,
        onConnect: first("set timezone = 'UTC'"),
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

/** Sends a query on each new connection before anything else. */
function first(text: string): (client: pg.ClientBase) => void {
  // oxlint-disable-next-line typescript/no-misused-promises -- pg waits for it, whatever its types say
  return (client) => client.query(text);
}

function over(
  pool: pg.Pool,
  kind: Database['kind'],
  log: Logger,
  end: () => Promise<void>,
): Database {
  // Without a listener, an idle connection that breaks would end the process.
  pool.on('error', (error) =>
    log.warn({ error: error.message }, 'an idle database connection broke'),
  );
  let closed: Promise<void> | undefined;
  return {
    db: new Kysely<DB>({ dialect: new PostgresDialect({ pool }) }),
    pool,
    kind,
    close: () => (closed ??= end()),
  };
}
