import { setTimeout as sleep } from 'node:timers/promises';
import { AuthorizationError, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import { clientOptions } from './clients.ts';
import { failureOf } from './failures.ts';
import { slackLogger } from './slackLogger.ts';

export type SocketDoor = {
  readonly receiver: SocketModeReceiver;
  /** Connects, patiently where Slack is away; throws where it refuses the token. */
  connect(): Promise<void>;
  connected(): boolean;
  disconnect(): void;
};

/** About ten minutes of trying. */
const mostTries = 25;
const longestPauseMs = 30_000;
/** A connection that lasts as long was a good one: the next is tried at once. */
const goodMs = 30_000;
const helloMs = 15_000;

/**
 * Slack's socket. It reconnects by itself, at once: the SDK's own reconnecting waits for five seconds
 * first, and leaves an unhandled rejection where it fails. `onFatal` is told when it cannot any more.
 */
export function socketDoor(options: {
  appToken: string;
  apiUrl: string;
  log: Logger;
  onFatal: (error: unknown) => void;
}): SocketDoor {
  const { appToken, apiUrl, log, onFatal } = options;
  const receiver = new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    logger: slackLogger(log),
    installerOptions: { clientOptions: clientOptions({ apiUrl, log }) },
    // True: acknowledged all the same. Another workspace's is of no use later; an event that failed is sent again.
    processEventErrorHandler: async ({ error }) => error instanceof AuthorizationError,
  });
  const { client } = receiver;
  let state: 'away' | 'connecting' | 'connected' | 'stopped' = 'away';
  let tries = 0;
  let since = 0;

  const open = async () => {
    const timeout = AbortSignal.timeout(helloMs);
    const silence = new Promise<never>((_, reject) => {
      timeout.addEventListener('abort', () => reject(timeout.reason));
    });
    await Promise.race([client.start(), silence]);
  };

  const connect = async (): Promise<void> => {
    if (performance.now() - since > goodMs) tries = 0;
    while (state !== 'stopped') {
      state = 'connecting';
      if (tries > 0) await sleep(Math.min(250 * 2 ** tries, longestPauseMs));
      tries += 1;
      try {
        await open();
        if (state !== 'connecting') return;
        state = 'connected';
        since = performance.now();
        log.info('connected to Slack');
        return;
      } catch (error) {
        const { kind, code } = failureOf(error);
        if (kind === 'installation-dead' || tries >= mostTries) throw error;
        log.warn({ code, tries }, 'Slack cannot be reached; trying again');
      }
    }
  };

  client.on('disconnected', () => {
    if (state !== 'connected') return;
    state = 'away';
    log.info('Slack closed the connection; opening another');
    connect().catch((error: unknown) => {
      log.fatal({ code: failureOf(error).code }, 'Slack cannot be reached any more');
      onFatal(error);
    });
  });

  return {
    receiver,
    connect,
    connected: () => state === 'connected',
    disconnect() {
      state = 'stopped';
      void client.disconnect();
    },
  };
}
