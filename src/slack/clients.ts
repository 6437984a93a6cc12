import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import { slackFetch } from './slackFetch.ts';
import { slackLogger } from './slackLogger.ts';

type Options = { token: string; apiUrl: string; log: Logger };

/** What every client has in common. Without retryConfig, Socket Mode would put its own, patient one in. */
export const clientOptions = ({
  apiUrl,
  log,
}: Omit<Options, 'token'>): WebClientOptions & { timeout: number } => ({
  slackApiUrl: apiUrl,
  logger: slackLogger(log),
  fetch: slackFetch,
  // One 429 would hold up all calls of the client.
  rejectRateLimitedCalls: true,
  retryConfig: { retries: 0 },
  timeout: 10_000,
});

export type Clients = {
  /** For calls that answer a person: one more try, soon, since a trigger lives three seconds. */
  readonly interactive: WebClient;
  /** For messages that must arrive: never tries again by itself, since a lost reply would post twice. */
  readonly delivery: WebClient;
};

export const createClients = ({ token, ...rest }: Options): Clients => ({
  interactive: new WebClient(token, {
    ...clientOptions(rest),
    retryConfig: { retries: 1, minTimeout: 100, maxTimeout: 100 },
    timeout: 5_000,
  }),
  delivery: new WebClient(token, clientOptions(rest)),
});
