import { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { clientOptions } from '../../src/slack/clients.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';

/** A call of the Web API that the sandbox has answered. */
export type HeardCall = {
  readonly method: string;
  readonly args: URLSearchParams;
  readonly ok: boolean;
};

type Answered = Awaited<ReturnType<Sandbox['call']>>;

/**
 * The app's client for delivery, whose calls reach the sandbox without HTTP. `heard` is told of each
 * call; what `lost` says of an answer that never comes is what the client sees instead.
 */
export function slackInProcess(
  sandbox: Sandbox,
  log: Logger,
  {
    heard = () => {},
    lost = cut,
  }: { heard?: (call: HeardCall) => void; lost?: () => Promise<never> } = {},
): WebClient {
  const { timeout: _real, ...options } = clientOptions({ apiUrl: sandbox.apiUrl, log });
  return new WebClient(sandbox.botToken, {
    ...options,
    fetch: async (url, { headers, body } = {}) => {
      const method = String(url).slice(sandbox.apiUrl.length);
      const text = String(body ?? '');
      const answer = await sandbox.call({
        method,
        query: '',
        headers: lowerCased(headers),
        body: Buffer.from(text),
      });
      heard({
        method,
        args: new URLSearchParams(text),
        ok: !answer.instead && answer.body.ok === true,
      });
      return answer.instead ? lost() : responseOf(answer, String(url));
    },
  });
}

async function cut(): Promise<never> {
  const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  throw new TypeError('fetch failed', { cause });
}

const lowerCased = (headers: Record<string, string> | undefined) =>
  Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );

function responseOf({ status, headers = {}, body }: Answered, url: string) {
  const text = JSON.stringify(body);
  return {
    ...{ ok: status >= 200 && status < 300, status, statusText: '', url },
    headers: {
      get: (name: string) => headers[name.toLowerCase()] ?? null,
      entries: () => Object.entries(headers),
    },
    text: async () => text,
    json: async () => JSON.parse(text),
    arrayBuffer: async () => new TextEncoder().encode(text).buffer,
  };
}
