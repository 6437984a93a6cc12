// Class 08: the connection failed. 57P0x: Postgres is shutting down or starting. 53: no connection,
// disk or memory left. 25006: read-only, as an old primary is during a failover.
const awayCodes =
  /^(08...|57P0[1-3]|53...|25006|ECONN\w+|EPIPE|ETIMEDOUT|ENOENT|ENOTFOUND|EAI_AGAIN|EHOST\w+)$/;
const awayMessages =
  /^(Connection terminated|Client has encountered a connection error|timeout expired|timeout exceeded when trying to connect)/;

/**
 * Whether an error means that the database cannot be used at the moment, so that the same may work
 * later: intake answers 503, a person gets a sentence that says so. Nothing was committed, unless the
 * error came with the commit itself.
 */
export function databaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && awayCodes.test(String(error.code))) return true;
  if (awayMessages.test(error.message)) return true;
  return error instanceof AggregateError && error.errors.some(databaseAway);
}
