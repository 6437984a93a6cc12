import fc from 'fast-check';
import { request } from 'node:http';
import { afterAll, expect, test } from 'vitest';
import { hashOfToken } from '../../src/intake/urlToken.ts';
import { intakeRoute } from '../../src/intake/webhookRoute.ts';
import { replaceSecret } from '../../src/intake/sourceStore.ts';
import { startServer } from '../../src/server.ts';
import { createTestDatabase } from '../support/testDatabase.ts';
import { channelId, countOf, intakeContext, workspaceId } from './world.ts';

const database = await createTestDatabase();
const ctx = await intakeContext(await database.open(), {
  tool: { channel: channelId, verification: 'url-token' },
});
const now = ctx.clock.now();
const secret = { kind: 'url-token', tokenHash: hashOfToken('secret') } as const;
await replaceSecret(ctx.db, workspaceId, 'tool', secret, { now, oldUntil: now });
const problems: unknown[] = [];
const server = await startServer({
  host: '127.0.0.1',
  port: 0,
  routes: [
    { method: 'POST', path: '/intake', run: intakeRoute(ctx, { perSecond: 1e6, burst: 1e6 }) },
  ],
  onError: (error) => problems.push(error),
});
afterAll(async () => {
  await server.close(0);
  await database.drop();
});

const path = '/intake/tool/secret';
async function post(body: string, headers: Record<string, string> = {}) {
  const response = await fetch(server.url + path, { method: 'POST', body, headers });
  const answer = (await response.json()) as { error?: string; field?: string };
  return { status: response.status, ...answer };
}

/** The status; the rest, as it has to be: taken and stored, or refused in a sentence and not. */
async function answerTo(body: string) {
  const before = await countOf(ctx, 'leads');
  const { status, error = '', field } = await post(body);
  const stored = (await countOf(ctx, 'leads')) - before;
  const isRefusal = error.endsWith('.') && stored === 0 && (status === 400 || field !== undefined);
  const isAnswer = status === 201 ? stored === 1 : status === 200 ? stored === 0 : isRefusal;
  return {
    status,
    well: isAnswer && [200, 201, 400, 422].includes(status) && problems.length === 0,
  };
}

test.each([
  ['{"name":"A","name":"B"}', 201],
  ['{"name":"A","value":1e400}', 422],
  ['{"name":"A","value":1e308}', 422],
  ['{"name":"A","value":-5}', 422],
  ['{"name":"A","value":123456789012345678901234567890}', 422],
  ['{"name":"A","value":0.1e-300}', 201],
  [`{"name":"A","value":"${'9'.repeat(90)}"}`, 422],
  [`{"name":"A","x":${'9'.repeat(5_000)}}`, 201],
  ['{"name":"A","receivedAt":"-200000-01-01T00:00:00Z"}', 422],
  ['{"name":"A","receivedAt":"+275000-01-01T00:00:00Z"}', 422],
  ['{"name":"A","receivedAt":-9e15}', 422],
  ['{"name":"A","receivedAt":9e15}', 422],
  ['{"name":"A","appointmentAt":"+275000-01-01T00:00:00Z"}', 422],
  ['{"name":"A","appointmentAt":"2026-02-31"}', 422],
  ['{"name":"A","appointmentAt":"0000-00-00"}', 422],
  ['{"name":"A","appointmentAt":1e300}', 422],
  ['{"name":"\\u0000"}', 422],
  ['{"name":"\\ud800"}', 201],
  ['{"name":"A","\\u0000":"\\u0000"}', 201],
  ['{"name":"A","\\ud800":{"\\udfff":"\\ud800"}}', 201],
  ['{"name":["A"]}', 422],
  ['{"name":{"first":"A"}}', 422],
  ['{"name":true}', 422],
  ['{"name":"A","country":"constructor"}', 201],
  ['{"name":"A","stage":"__proto__","language":"toString","currency":"valueOf"}', 201],
  ['{"type":"x","data":{"name":"A"}}', 201],
  ['{"type":"x","data":[]}', 422],
  ['{"custom":{"__proto__":{"x":1}},"name":"A"}', 201],
  ['\ufeff{"name":"A"}', 201],
  ['{"name":"A"}}', 400],
  ["{'name':'A'}", 400],
  ['{"name":NaN}', 400],
])('%s', async (body, status) => {
  expect([body, await answerTo(body)]).toEqual([body, { status, well: true }]);
});

test(
  'anything at all under our names is taken or refused in words',
  { timeout: 60_000 },
  async () => {
    const names = fc.constantFrom(
      ...[
        'name',
        'email',
        'phone',
        'website',
        'message',
        'value',
        'currency',
        'country',
        'language',
      ],
      ...[
        'stage',
        'segment',
        'appointmentAt',
        'preferredContact',
        'externalId',
        'receivedAt',
        'custom',
      ],
    );
    const text = fc.string({ unit: 'binary', maxLength: 30 });
    const moment = fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
    const value = fc.oneof(text, moment, fc.double(), fc.integer(), fc.jsonValue({ maxDepth: 3 }));
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.oneof(names, text), value, { maxKeys: 8 }),
        async (body) => {
          expect(await answerTo(JSON.stringify(body))).toMatchObject({ well: true });
        },
      ),
      { numRuns: 200 },
    );
  },
);

test('what is not sent as it should be is refused', async () => {
  const statusOf = async (init: RequestInit, url = path) =>
    (await fetch(server.url + url, init)).status;
  const body = '{"name":"A"}';
  expect(await statusOf({ method: 'GET' })).toBe(405);
  expect(await statusOf({ method: 'PUT', body })).toBe(405);
  expect(await statusOf({ method: 'DELETE' })).toBe(405);
  for (const type of ['text/html', 'multipart/form-data', 'application/xml', 'image/png', 'json']) {
    expect([type, (await post(body, { 'content-type': type })).status]).toEqual([type, 415]);
  }
  expect((await post(body, { 'content-encoding': 'gzip' })).status).toBe(415);
  for (const url of [
    `${path}/more`,
    '/intake/tool%00/secret',
    '/intake/..%2f..',
    '/intake/%',
    '/intake//',
  ]) {
    expect([url, await statusOf({ method: 'POST', body }, url)]).toEqual([url, 404]);
  }
  expect(await statusOf({ method: 'POST', body }, '/intake/tool/%00')).toBe(401);
  expect(problems).toEqual([]);
});

test('a body that never ends, or breaks off, does no harm', async () => {
  const { port } = new URL(server.url);
  const status = await new Promise<number | undefined>((resolve) => {
    const sent = request({ port, path, method: 'POST' }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', () => resolve(undefined));
    for (let kilobytes = 0; kilobytes < 300; kilobytes += 1) sent.write('x'.repeat(1_024));
    sent.end();
  });
  expect(status).toBe(413);
  const broken = request({ port, path, method: 'POST', headers: { 'content-length': 1_000 } });
  broken.on('error', () => {});
  broken.write('{"name":');
  await new Promise((resolve) => setTimeout(resolve, 20));
  broken.destroy();
  expect((await post('{"name":"After"}')).status).toBe(201);
  expect(problems).toEqual([]);
});
