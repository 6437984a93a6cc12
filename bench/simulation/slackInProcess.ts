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
 * call. `never` is waited for where there is no answer, before the client gives up.
 */
export function slackInProcess(
  sandbox: Sandbox,
  log: Logger,
  {
    heard = () => {},
    never = async () => {},
  }: { heard?: (call: HeardCall) => void; never?: () => Promise<void> } = {},
): WebClient {
  const { timeout: _real, ...options } = clientOptions({ apiUrl: sandbox.apiUrl, log });
  return new WebClient(sandbox.botToken, {
    ...options,
    fetch: async (url, { headers, body } = {}) => {
      const method = String(url).slice(sandbox.apiUrl.length);
      // It posts no files.
      const text = typeof body === 'string' ? body : '';
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
      if (answer.instead === 'cut')
        throw new TypeError('fetch failed', { cause: connectionReset() });
      if (answer.instead !== 'never') return responseOf(answer, String(url));
      await never();
      throw new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    },
  });
}

const connectionReset = () => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });

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
