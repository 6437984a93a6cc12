import { despiteDeadlocks } from './deadlocked.ts';

/** Somebody came in between: the transaction in which this is thrown does nothing. */
export class ChangedMeanwhile extends Error {
  override name = 'ChangedMeanwhile';
}

/** Tries again what somebody came in between: five times in all; and what gave way in a deadlock. */
export async function untilUnchanged<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await despiteDeadlocks(attempt);
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile) || tries === 5) throw error;
    }
  }
}
