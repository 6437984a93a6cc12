import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { Cluster } from '../support/cluster.ts';

/**
 * Lets a test stop the app at an exact point without a line of code in it: by a lock in Postgres on
 * what it needs next. `events` are kinds of `lead_events`: whoever commits one waits while it is held.
 */
export async function prepareFreezing({ database }: Cluster): Promise<void> {
  await database.pool.query(`
    create function wait_at_commit() returns trigger language plpgsql as $$
    begin
      perform pg_advisory_xact_lock_shared(hashtext(new.kind));
      return null;
    end $$;
    create constraint trigger wait_at_commit after insert on lead_events
      deferrable initially deferred for each row execute function wait_at_commit()`);
}

export type Hold = {
  /** Resolves when the app waits for it. */
  reached(): Promise<void>;
  /** Breaks the waiting connections, so that what they were doing never happens; then lets go. */
  abort(): Promise<void>;
  /** Lets go; whoever waited goes on. */
  release(): Promise<void>;
};

/** Holds every commit of such an event. */
export const holdCommit = (cluster: Cluster, event: string): Promise<Hold> =>
  hold(cluster, `select pg_advisory_lock(hashtext('${event}'))`);

/** Holds a lead's row: nobody can change it. */
export const holdLead = (cluster: Cluster, leadId: number): Promise<Hold> =>
  hold(cluster, `begin; select 1 from leads where id = ${leadId} for update`);

async function hold({ database }: Cluster, statement: string): Promise<Hold> {
  const client = await database.pool.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  await client.query(statement);
  const pid = rows[0]?.pid;
  const waiting = `from pg_stat_activity where ${pid} = any (pg_blocking_pids(pid))`;
  const release = () => letGo(client);
  return {
    async reached() {
      const ask = async () => (await database.pool.query(`select 1 ${waiting}`)).rows.length > 0;
      await until(ask, 'the app to wait for the lock');
    },
    async abort() {
      await database.pool.query(`select pg_terminate_backend(pid) ${waiting}`);
      await release();
    },
    release,
  };
}

async function letGo(client: PoolClient): Promise<void> {
  await client.query('rollback; select pg_advisory_unlock_all()');
  client.release();
}

/** Resolves when it holds; throws after 20 s. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const end = performance.now() + 20_000; !(await holds()); await sleep(5)) {
    if (performance.now() > end) throw new Error(`waited 20 s in vain for ${what}`);
  }
}
