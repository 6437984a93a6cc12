import type { IncomingMessage, ServerResponse } from 'node:http';
import { App, AuthorizationError, UnknownError } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { apologise } from './brokenListener.ts';
import { clientOptions } from './clients.ts';
import { type HttpDoor, httpDoor } from './httpDoor.ts';
import { slackFetch } from './slackFetch.ts';
import { slackLogger } from './slackLogger.ts';
import { type SocketDoor, socketDoor } from './socketDoor.ts';

export type Transport =
  | { readonly mode: 'socket'; readonly appToken: string }
  | { readonly mode: 'http'; readonly signingSecret: string };

/** How Slack reaches the app. Register listeners on `bolt` before `start`. */
export type SlackDoor = {
  readonly bolt: App;
  /** HTTP only: serve it at POST slackPath. */
  readonly route:
    | ((request: IncomingMessage, response: ServerResponse) => Promise<void>)
    | undefined;
  /** Socket Mode: connects; throws where Slack refuses the app token. */
  start(): Promise<void>;
  /** For /readyz: whether Slack can reach this process, as far as it can know. */
  connected(): boolean;
  /** How many of Slack's payloads are being worked on; one may be long after its acknowledgement. */
  running(): number;
  /** Waits until no listener runs, `deadlineMs` at most, then closes the socket. An HTTP server is the caller's. */
  stop(deadlineMs: number): Promise<void>;
};

type Options = {
  transport: Transport;
  /** The one installation; what belongs to another workspace is refused. */
  installation: { teamId: string; botToken: string; botId: string; botUserId: string };
  apiUrl: string;
  /** The interactive one: it tells people of failures. */
  client: WebClient;
  log: Logger;
  /** What is done about an interaction that no listener answered. */
  unanswered?: ((body: unknown) => Promise<void>) | undefined;
  /** Slack cannot be reached any more: end the process, so that a supervisor starts it anew. */
  onFatal: (error: unknown) => void;
};

const respondMs = 10_000;

export function createBolt(options: Options): SlackDoor {
  const { transport, installation, apiUrl, client, log, unanswered, onFatal } = options;
  const { teamId } = installation;
  const door: HttpDoor | SocketDoor =
    transport.mode === 'http'
      ? httpDoor({ ...transport, log })
      : socketDoor({ ...transport, apiUrl, log, onFatal });
  const socket = 'connect' in door ? door : undefined;
  const bolt = new App({
    receiver: door.receiver,
    authorize: async (source) => {
      if (source.teamId !== teamId) throw new Error('it belongs to another workspace');
      return { ...installation }; // Bolt writes the user into it
    },
    logger: slackLogger(log),
    clientOptions: {
      ...clientOptions({ apiUrl, log }),
      // `respond` has no time limit of its own.
      fetch: (url, init) =>
        slackFetch(url, { ...init, signal: init?.signal ?? AbortSignal.timeout(respondMs) }),
    },
    convoStore: false,
    attachFunctionToken: false,
  });
  // Bolt authorizes neither app_uninstalled nor tokens_revoked.
  bolt.use(async ({ context, next }) => {
    if (context.teamId === teamId) await next();
  });
  const running = watchListeners(bolt, { client, log, unanswered });

  return {
    bolt,
    route: 'route' in door ? door.route : undefined,
    start: async () => socket?.connect(),
    connected: () => socket?.connected() ?? true,
    running,
    async stop(deadlineMs) {
      const until = performance.now() + deadlineMs;
      while (running() > 0 && performance.now() < until) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      socket?.disconnect();
    },
  };
}

/**
 * Counts the payloads that are being worked on, and sees to it that each is acknowledged once. An
 * event is acknowledged when its listeners are done, so that Slack sends one that failed again (Bolt
 * would acknowledge it first); of everything else that fails the person is told.
 */
function watchListeners(
  bolt: App,
  tools: Pick<Options, 'client' | 'log' | 'unanswered'>,
): () => number {
  let running = 0;
  const processEvent = bolt.processEvent.bind(bolt);
  // Bolt reports here what its listeners threw, wrapped; what it throws itself comes another way.
  bolt.error(async (error) => {
    if (error instanceof AuthorizationError) throw error;
    throw new ListenerFailed('', { cause: error instanceof UnknownError ? error.original : error });
  });
  bolt.processEvent = async (event) => {
    const { body } = event;
    const isEvent = body['type'] === 'event_callback';
    let acknowledged = false;
    const ack = async (answer?: unknown) => {
      if (acknowledged) return;
      acknowledged = true;
      await event.ack(answer).catch((error: unknown) => {
        if (!isTooLate(error)) throw error;
        // Slack has shown an error meanwhile. What was done stands, and is shown all the same.
        tools.log.warn({ type: body['type'] }, 'acknowledged after Slack had given up');
      });
    };
    running += 1;
    try {
      await processEvent({ ...event, ack: isEvent ? async () => {} : ack });
      // Nobody answered: an input that only matters when its form is submitted, a button of long ago.
      if (acknowledged || isEvent) return await ack();
      await ack();
      await tools.unanswered?.(body);
    } catch (failure) {
      if (failure instanceof AuthorizationError) throw failure;
      if (!(failure instanceof ListenerFailed)) {
        tools.log.warn({ err: failure }, 'a payload that is not of a known shape was left alone');
        await ack();
        return;
      }
      const error = failure.cause;
      if (isEvent) {
        tools.log.error({ err: error, event: body['event']?.type }, 'a listener failed');
        throw error;
      }
      await apologise(tools, { error, body, acknowledged, ack });
    } finally {
      running -= 1;
    }
  };
  return () => running;
}

/** Bolt has answered the request itself, after the three seconds that Slack waits. */
const isTooLate = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_HTTP_HEADERS_SENT';

/** `cause` is what a listener threw. */
class ListenerFailed extends Error {}
