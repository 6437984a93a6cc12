import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { pino } from 'pino';
import { z } from 'zod';
import { sign } from '../../sandbox/delivery/http.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { startServer } from '../../src/server.ts';
import { createBolt } from '../../src/slack/bolt.ts';
import { createClients } from '../../src/slack/clients.ts';
import { slackPath } from '../../src/slack/httpDoor.ts';
import { lane } from '../support/lane.ts';

const signingSecret = 'a-secret-that-only-slack-and-we-know';
const sandbox = await startSandbox({ page: false });
const lines: string[] = [];
const clicks: string[] = [];

/** Slack's door alone, on a port of its own. */
async function open(installation: { signingSecret: string; teamId: string }) {
  const { botToken, botId, botUserId, apiUrl } = sandbox;
  const log = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
  const door = createBolt({
    transport: { mode: 'http', signingSecret: installation.signingSecret },
    installation: { teamId: installation.teamId, botToken, botId, botUserId },
    apiUrl,
    client: createClients({ token: botToken, apiUrl, log }).interactive,
    log,
    onFatal: (error) => lines.push(String(error)),
  });
  door.bolt.action('count', async ({ ack, body }) => {
    clicks.push(body.user.id);
    await ack();
  });
  door.bolt.action('break', () => breakDown());
  const { route = () => {} } = door;
  return startServer({
    host: '127.0.0.1',
    port: 0,
    routes: [{ method: 'POST', path: slackPath, run: route }],
    onError: (error) => lines.push(String(error)),
  });
}
const breakDown = () => Promise.reject(new TypeError('something is broken'));

const server = await open({ signingSecret, teamId: sandbox.teamId });
afterAll(async () => {
  await server.close(0);
  await sandbox.close();
});
afterEach(() => {
  lines.length = 0;
  clicks.length = 0;
});
/** The log's lines of level error and above. */
const errors = () => lines.filter((line) => !line.includes('"level":40'));

const seconds = () => Math.floor(Date.now() / 1000);
const form = 'application/x-www-form-urlencoded';

type Request = { at?: number; secret?: string; type?: string; headers?: Record<string, string> };

async function post(
  body: string,
  { at = seconds(), secret = signingSecret, type, headers }: Request = {},
) {
  const response = await fetch(server.url + slackPath, {
    method: 'POST',
    body,
    headers: {
      'content-type': type ?? 'application/json',
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': sign(secret, at, body),
      ...headers,
    },
  });
  return response.status;
}

const payloadOf = (payload: unknown) => `payload=${encodeURIComponent(JSON.stringify(payload))}`;
const click = (actionId: string, more: Record<string, unknown> = {}) =>
  payloadOf({
    type: 'block_actions',
    team: { id: sandbox.teamId },
    user: { id: 'U1' },
    trigger_id: '1.2',
    container: { type: 'message' },
    actions: [{ type: 'button', action_id: actionId, block_id: 'b', value: '1' }],
    ...more,
  });

test('what Slack signs just now is taken', async () => {
  expect(await post(click('count'), { type: form })).toBe(200);
  expect(await post(click('count'), { type: form, at: seconds() - 280 })).toBe(200);
  expect(await post(click('count'), { type: form, at: seconds() + 280 })).toBe(200);
  expect(clicks).toEqual(['U1', 'U1', 'U1']);
});

test('what is forged, replayed later or dated ahead is refused', async () => {
  const type = form;
  const body = click('count');
  const at = seconds();
  const signature = sign(signingSecret, at, body);
  const refused = [
    await post(body, { type, secret: 'another' }),
    await post(body, { type, at: at - 310 }),
    await post(body, { type, at: at + 310 }),
    await post(body, { type, at: at + 86_400 }),
    await post(`${body}&more=1`, { type, headers: { 'x-slack-signature': signature } }),
    await post(body, { type, headers: { 'x-slack-signature': signature.toUpperCase() } }),
    await post(body, { type, headers: { 'x-slack-signature': signature.slice(0, -1) } }),
    await post(body, { type, headers: { 'x-slack-signature': signature.replace('v0', 'v1') } }),
    await post(body, { type, headers: { 'x-slack-signature': '' } }),
    await post(body, { type, headers: { 'x-slack-request-timestamp': 'now' } }),
    await post(body, { type, headers: { 'x-slack-request-timestamp': '' } }),
    await post(body, { type, headers: { 'x-slack-request-timestamp': '-1' } }),
    await post(body, { type, headers: { 'x-slack-request-timestamp': '1e400' } }),
  ];
  expect(refused).toEqual(refused.map(() => 401));
  const bare = await fetch(server.url + slackPath, { method: 'POST', body: payloadOf({}) });
  expect(bare.status).toBe(401);
  expect(clicks).toEqual([]);
  expect(errors()).toEqual([]);
});

test('what is unsigned cannot come in as a check of the certificate', async () => {
  const smuggled = `ssl_check=1&${click('count')}`;
  expect(await post(smuggled, { type: form, secret: 'another' })).toBe(200);
  expect(clicks).toEqual([]);
});

test('a body above 4 MB is refused, one below it is taken', async () => {
  const large = click('count', { view: { blocks: 'x'.repeat(3_000_000) } });
  expect(await post(large, { type: form })).toBe(200);
  expect(await post('x'.repeat(4 * 1024 * 1024 + 1))).toBe(413);
  expect(errors()).toEqual([]);
});

test('a request that breaks off does no harm', async () => {
  const { port } = new URL(server.url);
  const sent = request({
    port,
    path: slackPath,
    method: 'POST',
    headers: { 'content-length': 100 },
  });
  sent.on('error', () => {});
  sent.write('payload=');
  await once(sent, 'socket');
  sent.destroy();
  expect(await post(click('count'), { type: form })).toBe(200);
  expect(errors()).toEqual([]);
});

test('what is signed and no payload of Slack’s is refused or left alone', async () => {
  const type = form;
  const answers = [
    await post('', {}),
    await post('{"type":', {}),
    await post('payload=%7B', { type }),
    await post('17', {}),
    await post('null', {}),
    await post(' null\n', {}),
    await post('payload=null', { type }),
    await post('null', { secret: 'another' }),
    await post('[]', {}),
    await post('"text"', {}),
    await post('payload=1&payload=2', { type }),
    await post('{}', {}),
    await post('{"event":null}', {}),
    await post('{"type":"event_callback","event":"text"}', {}),
    await post('{"type":"event_callback"}', {}),
    await post('{"type":"view_submission"}', {}),
    await post('{"actions":null}', {}),
    await post('{"actions":[],"user":{"id":"U1"}}', {}),
    await post('{"name":"select"}', {}),
    await post('{"command":{}}', {}),
    await post('{"type":"shortcut","user":null}', {}),
    await post(click('count', { team: null }), { type }),
    await post(click('count', { actions: [null] }), { type }),
  ];
  expect(answers.filter((status) => status >= 500)).toEqual([]);
  expect(clicks).toEqual([]);
  expect(errors()).toEqual([]);
});

test('of a listener that breaks, the log says what broke where', async () => {
  expect(await post(click('break'), { type: form })).toBe(200);
  const [line = ''] = errors();
  const stack = expect.stringContaining('breakDown');
  expect(JSON.parse(line)).toMatchObject({ action: 'break', err: { type: 'TypeError', stack } });
});

const vector = z.object({
  id: z.string(),
  secret: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  clock_must_be: z.number(),
  valid: z.boolean(),
});

describe.skipIf(!lane.realDataDir)('with real data', () => {
  test('the vectors of Slack’s signature, and their clock', async () => {
    const file = readFileSync(join(lane.realDataDir ?? '', 'signatures/vectors.json'), 'utf8');
    const { vectors } = z
      .object({ vectors: z.array(z.looseObject({ id: z.string() })) })
      .parse(JSON.parse(file));
    const ours = vectors
      .filter(({ id }) => id.startsWith('slack-v0'))
      .map((each) => vector.parse(each));
    expect(ours.map(({ valid }) => valid)).toContain(true);
    vi.useFakeTimers({ toFake: ['Date'] });
    for (const { id, secret, headers, body, clock_must_be: clock, valid } of ours) {
      const teamId = new URLSearchParams(body).get('team_id') ?? '';
      const theirs = await open({ signingSecret: secret, teamId });
      const taken = async (at: number) => {
        vi.setSystemTime(at * 1000);
        const answer = await fetch(theirs.url + slackPath, {
          method: 'POST',
          body,
          headers: { 'content-type': form, ...headers },
        });
        return answer.status === 200;
      };
      expect([id, await taken(clock)]).toEqual([id, valid]);
      expect([id, await taken(clock + 299), await taken(clock - 299)]).toEqual([id, valid, valid]);
      expect([id, await taken(clock + 302), await taken(clock - 302)]).toEqual([id, false, false]);
      await theirs.close(0);
    }
    vi.useRealTimers();
  });
});
