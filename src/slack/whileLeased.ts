import { setTimeout as sleep } from 'node:timers/promises';
import { databaseAway } from '../db/databaseAway.ts';
import { type Claim, leaseSeconds, ticking } from './claimStore.ts';

const pauseMs = 250;

/**
 * Does what ends a claim; while the database is away, again and again for as long as the lease lasts,
 * since nobody else may go on before. Throws what `work` threw last.
 */
export async function whileLeased<Result>(
  { asked }: Pick<Claim, 'asked'>,
  work: () => Promise<Result>,
): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const over = ticking() - asked > leaseSeconds * 1000;
      if (over || !databaseAway(error)) throw error;
      await sleep(pauseMs);
    }
  }
}
