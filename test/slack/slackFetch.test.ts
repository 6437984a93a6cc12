import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LogLevel, WebClient } from '@slack/web-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { failureOf } from '../../src/slack/failures.ts';
import { slackFetch } from '../../src/slack/slackFetch.ts';

const server = createServer((request, response) => {
  switch (request.url) {
    case '/api/auth.test':
      response.setHeader('x-oauth-scopes', 'chat:write, commands');
      return response.end('{"ok":true}');
    case '/api/api.test':
      return response.writeHead(429, { 'retry-after': '7' }).end();
    case '/api/chat.update':
      return response.writeHead(302, { location: '/api/auth.test' }).end();
    case '/api/chat.delete':
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"ok":');
      return setTimeout(() => request.destroy(), 20);
    case '/api/chat.postMessage':
      return request.destroy();
    default: // Of everything else nothing is heard.
  }
});
let slack: WebClient;
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
  slack = new WebClient('xoxb-1', {
    ...{ slackApiUrl: `${url}/api/`, fetch: slackFetch, timeout: 300 },
    ...{ retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, logLevel: LogLevel.ERROR },
  });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const failure = (call: Promise<unknown>) => call.then(() => null, failureOf);

test('gives answers with their headers', async () => {
  const { ok, response_metadata } = await slack.auth.test();
  expect({ ok, scopes: response_metadata?.scopes }).toEqual({
    ok: true,
    scopes: ['chat:write', 'commands'],
  });
});

test.each([
  ['a limit', () => slack.api.test(), { kind: 'rate-limited', retryAfterMs: 7_000 }],
  [
    'a redirect',
    () => slack.chat.update({ channel: 'C1', ts: '1.1', text: 'x' }),
    { kind: 'outage', code: 'http_302' },
  ],
  [
    'a reply that breaks off',
    () => slack.chat.delete({ channel: 'C1', ts: '1.1' }),
    { kind: 'outage-ambiguous' },
  ],
  [
    'a lost reply',
    () => slack.chat.postMessage({ channel: 'C1', text: 'x' }),
    { kind: 'outage-ambiguous' },
  ],
  ['silence', () => slack.users.list({}), { kind: 'outage-ambiguous', code: 'timeout' }],
])('fails with %s as fetch does', async (_, call, expected) => {
  expect(await failure(call())).toMatchObject(expected);
});

test('says where nobody listens', async () => {
  const nobody = new WebClient('xoxb-1', {
    ...{ slackApiUrl: 'http://127.0.0.1:1/api/', fetch: slackFetch, retryConfig: { retries: 0 } },
    logLevel: LogLevel.ERROR,
  });
  expect(await failure(nobody.auth.test())).toEqual({ kind: 'outage', code: 'ECONNREFUSED' });
});
