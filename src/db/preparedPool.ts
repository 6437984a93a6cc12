import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';

/** A text that comes so often is prepared; those of many values, say, come in ever new lengths. */
const often = 3;
const mostPrepared = 300;
const mostCounted = 3_000;

/**
 * A pool for Kysely on which what is asked again and again is parsed and planned once a connection,
 * not each time: of a statement that writes to several tables that is more than half of the work.
 */
export function preparedPool(pool: pg.Pool): PostgresPool {
  const names = new StatementNames();
  return {
    options: pool.options,
    connect: async () => prepared(await pool.connect(), names),
    end: () => pool.end(),
  };
}

function prepared(client: pg.PoolClient, names: StatementNames): PostgresPoolClient {
  const query = async (text: string, parameters: readonly unknown[]) => {
    const values = [...parameters];
    const name = names.of(text);
    if (name === undefined) return client.query({ text, values });
    try {
      return await client.query({ name, text, values });
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code !== planOutdated) throw error;
      names.forgo(text);
      // In a transaction nothing more can be done; the next one will not meet it.
      if (client.getTransactionStatus() !== 'I') throw error;
      return client.query({ text, values });
    }
  };
  return {
    // Kysely's other form of query, with a cursor, is never used here.
    query: query as unknown as PostgresPoolClient['query'],
    release: (destroy) => client.release(destroy),
  };
}

/** "cached plan must not change result type": a newer version has added a column meanwhile. */
const planOutdated = '0A000';

/** Which statements are prepared, by all connections under the same names. */
class StatementNames {
  readonly #names = new Map<string, string | undefined>();
  readonly #counts = new Map<string, number>();

  of(text: string): string | undefined {
    if (this.#names.has(text)) return this.#names.get(text);
    if (this.#names.size >= mostPrepared) return undefined;
    const count = (this.#counts.get(text) ?? 0) + 1;
    if (count >= often) {
      this.#counts.delete(text);
      this.#names.set(text, `s${this.#names.size}`);
    } else {
      if (this.#counts.size >= mostCounted) this.#counts.clear();
      this.#counts.set(text, count);
    }
    return this.#names.get(text);
  }

  /** It is not prepared any more. */
  forgo(text: string): void {
    this.#names.set(text, undefined);
  }
}
