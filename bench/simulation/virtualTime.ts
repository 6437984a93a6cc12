import { setImmediate } from 'node:timers/promises';
import pg from 'pg';

type Timer = { readonly at: number; readonly run: () => void };

const { setTimeout, clearTimeout } = globalThis;

/** From now on the connections to a database know the time as VirtualTime tells it. */
async function makeVirtual(databaseUrl: string, at: Date): Promise<pg.Client> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  // Found before Postgres's own, wherever it is called by its name alone.
  await client.query(`
    create schema virtual;
    create table virtual.clock (at timestamptz not null);
    insert into virtual.clock values ('${at.toISOString()}');
    create function virtual.now() returns timestamptz stable language sql
      as 'select at from virtual.clock';
    alter database ${new URL(databaseUrl).pathname.slice(1)}
      set search_path = virtual, public, pg_catalog`);
  return client;
}

/**
 * The time of this process and of a database: timers, performance.now() and Postgres's now() stand
 * still, and go on together from one timer to the next, once the database has nothing more to do. An
 * hour takes as long as what happens in it.
 */
export class VirtualTime {
  readonly #client: pg.Client;
  readonly #timers = new Map<object, Timer>();
  readonly #began: number;
  #now: number;
  #pool: pg.Pool | undefined;
  #moved: (now: number) => void = () => {};

  /** Before the database is opened. */
  static async prepare(databaseUrl: string, at: Date): Promise<VirtualTime> {
    return new VirtualTime(await makeVirtual(databaseUrl, at), at.getTime());
  }

  private constructor(client: pg.Client, now: number) {
    this.#client = client;
    this.#began = now;
    this.#now = now;
  }

  get now(): number {
    return this.#now;
  }

  /** `pool`: whose work is waited for. `moved` is told of each instant before its timers run. */
  begin(pool: pg.Pool, moved: (now: number) => void): void {
    this.#pool = pool;
    this.#moved = moved;
    const set = (run: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) =>
      this.#add(ms, () => run(...given));
    const clear = (timer: unknown) => {
      if (!this.#timers.delete(Object(timer))) clearTimeout(timer as NodeJS.Timeout); // begun before
    };
    Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
    Object.defineProperty(performance, 'now', {
      configurable: true,
      value: () => this.#now - this.#began,
    });
  }

  /** The real time is back. */
  async end(): Promise<void> {
    Object.assign(globalThis, { setTimeout, clearTimeout });
    Reflect.deleteProperty(performance, 'now');
    await this.#client.end();
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#add(ms, resolve));
  }

  /** Goes on until an instant, or until `done` says so. */
  async runUntil(
    until: number,
    done: () => boolean | Promise<boolean> = () => false,
  ): Promise<void> {
    await this.#calm();
    while (!(await done())) {
      const next = Math.min(until, ...[...this.#timers.values()].map(({ at }) => at));
      await this.#moveTo(next);
      if (next === until) return;
      for (const [handle, { at, run }] of [...this.#timers]) {
        if (at <= next && this.#timers.delete(handle)) run();
      }
      await this.#calm();
    }
  }

  async #moveTo(now: number): Promise<void> {
    this.#now = Math.max(this.#now, now);
    await this.#client.query({
      ...{ name: 'move', text: 'update virtual.clock set at = $1' },
      values: [new Date(this.#now)],
    });
    this.#moved(this.#now);
  }

  #add(ms: number, run: () => void): object {
    const handle = { ref: () => handle, unref: () => handle, hasRef: () => true };
    this.#timers.set(handle, { at: this.#now + Math.max(1, ms), run });
    return handle;
  }

  /** All connections are idle, and stay so. */
  async #calm(): Promise<void> {
    const pool = this.#pool;
    for (let calm = 0; pool && calm < 3; calm++) {
      await setImmediate();
      if (pool.totalCount > pool.idleCount || pool.waitingCount > 0) calm = -1;
    }
  }
}
