import type { IncomingMessage, ServerResponse } from 'node:http';
import { AuthorizationError, HTTPModuleFunctions, HTTPReceiver, isRawBodyError } from '@slack/bolt';
import type { Logger } from 'pino';
import { systemClock } from '../clock.ts';
import { slackLogger } from './slackLogger.ts';

/** Where Slack sends everything: the manifest's request URLs. */
export const slackPath = '/slack/events';

/** A click in a Home carries the whole Home. */
const bodyLimit = 4 * 1024 * 1024;
const clockSeconds = 300;

export type HttpDoor = {
  readonly receiver: HTTPReceiver;
  /** For POST slackPath. */
  readonly route: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
};

/**
 * Slack's signed requests. Answers 401 where the signature is wrong or the timestamp more than five
 * minutes off in either direction, 413 above 4 MB, 400 for what cannot be parsed or is null, 500 for
 * an event whose listener failed, which Slack then sends again.
 */
export function httpDoor({ signingSecret, log }: { signingSecret: string; log: Logger }): HttpDoor {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: slackPath,
    bodyLimit,
    logger: slackLogger(log),
    processEventErrorHandler: async ({ error, response }) => {
      if (response.headersSent) return false;
      response.writeHead(error instanceof AuthorizationError ? 401 : 500).end();
      return true;
    },
  });
  return {
    receiver,
    async route(request, response) {
      const sentAt = Number(request.headers['x-slack-request-timestamp']);
      // Bolt refuses the past only. Signatures go by real time, not by the product's clock.
      if (sentAt > systemClock.now().getTime() / 1000 + clockSeconds) {
        log.warn('a request from the future was refused');
        response.writeHead(401, { connection: 'close' }).end();
        return;
      }
      const refusal = await unreadable(request);
      if (refusal === null) return receiver.requestListener(request, response);
      log.warn({ status: refusal }, 'a request that cannot be read was refused');
      response.writeHead(refusal, { connection: 'close' }).end();
    },
  };
}

/** The status that refuses it. Bolt breaks on a body that is null, signed or not, and ends the process. */
async function unreadable(request: IncomingMessage): Promise<400 | 413 | null> {
  try {
    // Bolt finds it read.
    const read = await HTTPModuleFunctions.bufferIncomingMessage(request, bodyLimit);
    return HTTPModuleFunctions.parseHTTPRequestBody(read) === null ? 400 : null;
  } catch (error) {
    if (isRawBodyError(error)) return error.statusCode === 413 ? 413 : 400;
    return null; // Bolt looks at the signature first, then finds that it cannot be parsed.
  }
}
