import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';

const named = /^\/\* ([a-z-]+) \*\//;

/**
 * A pool for Kysely on which a statement that begins with a name, as in `/* receive-lead *` + `/ with …`, is
 * parsed and planned once a connection instead of each time. Planning a statement that writes to six tables takes
 * as long as running it. One name stands for one text.
 */
export function preparedPool(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    connect: async () => prepared(await pool.connect()),
    end: () => pool.end(),
  };
}

function prepared(client: pg.PoolClient): PostgresPoolClient {
  const query = (text: string, values: readonly unknown[]) => {
    const name = named.exec(text)?.[1];
    return client.query(name ? { name, text, values: [...values] } : { text, values: [...values] });
  };
  return {
    // Kysely's other form of query, with a cursor, is never used here.
    query: query as unknown as PostgresPoolClient['query'],
    release: (destroy) => client.release(destroy),
  };
}
