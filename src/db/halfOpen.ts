import pg from 'pg';
import type { Logger } from 'pino';

/** How long a query may be on its way before the server is asked about it, and how often it is asked. */
const suspectAfter = 1_000;
const lookEvery = 1_000;

interface Waiting {
  pid: number;
  since: number;
  /** The server has said once already that it works on nothing for it. */
  doubted: boolean;
}

/**
 * Ends connections that are half open: a query is on its way, but its server process is gone or works
 * on nothing. Without this it would hang until TCP gives up, a quarter of an hour later; so, it fails
 * within some 3 s like on any broken connection. Slow queries are left alone.
 */
export class HalfOpenWatch {
  readonly #waiting = new Map<pg.ClientBase, Waiting>();
  readonly #timer: NodeJS.Timeout;
  readonly #url: string;
  readonly #log: Logger;
  #looking = false;

  constructor(url: string, log: Logger) {
    this.#url = url;
    this.#log = log;
    this.#timer = setInterval(() => void this.#look(), lookEvery).unref();
  }

  /** From now on, watches a connection whose server process is `pid`. */
  watch(client: pg.ClientBase, pid: number): void {
    const ask = client.query.bind(client) as (...args: unknown[]) => unknown; // any of its overloads
    const watched = (...args: unknown[]) => {
      const answer = ask(...args);
      if (answer instanceof Promise) {
        const query = { pid, since: performance.now(), doubted: false };
        const answered = () => {
          if (this.#waiting.get(client) === query) this.#waiting.delete(client);
        };
        this.#waiting.set(client, query);
        answer.then(answered, answered);
      }
      return answer;
    };
    client.query = watched as typeof client.query; // it passes on what it gets
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const limit = performance.now() - suspectAfter;
    const suspects = [...this.#waiting].filter(([, { since }]) => since < limit);
    if (this.#looking || suspects.length === 0) return;
    this.#looking = true;
    try {
      const working = await this.#workingPids(suspects.map(([, { pid }]) => pid));
      for (const [client, query] of suspects) {
        if (working.has(query.pid) || this.#waiting.get(client) !== query) continue;
        if (query.doubted) this.#end(client);
        query.doubted = true;
      }
    } catch (error) {
      this.#log.debug({ error: String(error) }, 'could not ask the database about a slow query');
    } finally {
      this.#looking = false;
    }
  }

  /** On a connection of its own: the pool's may all be half open. */
  async #workingPids(pids: number[]): Promise<Set<number>> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'lead-nudge',
      connectionTimeoutMillis: 2_000,
      query_timeout: 2_000,
    });
    client.on('error', () => {});
    await client.connect();
    try {
      const { rows } = await client.query<{ pid: number }>(
        `select pid from pg_stat_activity where pid = any($1) and state = 'active'`,
        [pids],
      );
      return new Set(rows.map(({ pid }) => pid));
    } finally {
      void client.end();
    }
  }

  #end(client: pg.ClientBase): void {
    this.#log.warn('a database connection was half open; closed it');
    this.#waiting.delete(client);
    // While a query is on its way, this breaks the connection instead of asking the server to end it.
    if (client instanceof pg.Client) void client.end();
  }
}
