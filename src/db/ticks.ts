import { hostname } from 'node:os';
import type { RunCoordinator } from 'node-cron';
import type { Db } from './openDatabase.ts';

const isoLength = '2026-11-22T08:30:00.000Z'.length;

/**
 * For node-cron's `distributed` tasks: lets exactly one process run each slot of each job. The key is
 * node-cron's `<task name>:<slot as ISO>`. Where Postgres cannot be asked, it throws, and node-cron
 * skips the slot.
 */
export function tickCoordinator(db: Db): RunCoordinator {
  const runBy = `${hostname()}:${process.pid}`;
  return {
    async shouldRun(key) {
      const slot = new Date(key.slice(-isoLength));
      const job = key.slice(0, -isoLength - 1);
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('ticks')
        .values({ job, slot, run_by: runBy })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },
  };
}
