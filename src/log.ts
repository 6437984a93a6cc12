import { type DestinationStream, pino, type Logger } from 'pino';

/**
 * The log: lines of JSON on standard error. Log ids and codes only, never a name, an address, a text
 * or a token. Of an error its class, code, message and stack are kept, and nothing else: a database
 * error's `detail` holds values of rows.
 */
export function createLog(level: string, to: DestinationStream = standardError()): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
    },
    to,
  );
}

const standardError = () => pino.destination({ dest: 2, sync: true });

function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { class: typeof error };
  const { name, message, stack, cause } = error;
  return {
    class: name,
    ...('code' in error ? { code: error.code } : {}),
    message,
    stack,
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  };
}
