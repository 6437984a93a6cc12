/** Whether two waited for each other and Postgres ended this one: nothing of it was done, and it may be tried again. */
export const deadlocked = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '40P01';
