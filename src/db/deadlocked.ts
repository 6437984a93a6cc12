/** Whether two waited for each other and Postgres ended this one: nothing of it was done, and it may be tried again. */
export const deadlocked = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '40P01';

/** Tries again what gave way to somebody who waited for it: three times in all. */
export async function despiteDeadlocks<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!deadlocked(error) || tries === 3) throw error;
    }
  }
}
