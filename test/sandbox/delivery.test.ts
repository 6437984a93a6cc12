import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { sign } from '../../sandbox/delivery/http.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { callSlack } from './callSlack.ts';

let slack: Sandbox;
afterEach(() => slack.close());

interface Envelope {
  type: string;
  envelope_id: string;
  retry_attempt?: number;
  retry_reason?: string;
  accepts_response_payload: boolean;
  payload: { event_id?: string; trigger_id?: string; type?: string };
}

/** A Socket Mode client that acks as it is told. */
async function connect(acks: (envelope: Envelope) => boolean = () => true) {
  const { url } = await callSlack(slack, 'apps.connections.open', {}, slack.appToken);
  const socket = new WebSocket(String(url));
  const hello: unknown[] = [];
  const envelopes: Envelope[] = [];
  socket.on('message', (data: Buffer) => {
    const message: Envelope = JSON.parse(data.toString());
    if (!message.envelope_id) return hello.push(message);
    envelopes.push(message);
    if (acks(message)) socket.send(JSON.stringify({ envelope_id: message.envelope_id }));
    return undefined;
  });
  await new Promise((resolve) => socket.once('message', resolve));
  return { socket, hello, envelopes };
}

describe('Socket Mode', () => {
  beforeEach(async () => {
    slack = await startSandbox({ ackTimeoutMs: 400, eventRetryDelaysMs: [10, 10, 10] });
  });

  it('says hello, and gives each envelope to one socket in turn', async () => {
    const [one, two] = [await connect(), await connect()];
    expect(two.hello).toMatchObject([
      { type: 'hello', num_connections: 2, connection_info: { app_id: slack.appId } },
    ]);
    for (let i = 0; i < 4; i++)
      expect(await slack.shortcut('ana', 'x')).toMatchObject({ acked: true });
    expect([one.envelopes.length, two.envelopes.length]).toEqual([2, 2]);
    expect(one.envelopes[0]).toMatchObject({ type: 'interactive', payload: { type: 'shortcut' } });
  });

  it('takes a ticket once, and ten sockets at most', async () => {
    const { url } = await callSlack(slack, 'apps.connections.open', {}, slack.appToken);
    const first = new WebSocket(String(url));
    await new Promise((resolve) => first.once('open', resolve));
    const again = new WebSocket(String(url));
    await expect(
      new Promise((resolve, reject) => again.once('open', resolve).once('error', reject)),
    ).rejects.toThrow('403');
    for (let i = 0; i < 9; i++) await connect();
    const eleventh = await connect();
    expect(eleventh.hello).toMatchObject([{ type: 'disconnect', reason: 'too_many_websockets' }]);
  });

  it('tells the person when nobody is connected, or does not ack, or is cut off', async () => {
    expect(await slack.shortcut('ana', 'x')).toMatchObject({ acked: false, problem: 'no_app' });
    await slack.command('ana', 'leads', '/lead');
    expect(slack.messages('leads', { as: 'ana' })).toMatchObject([
      { text: '/lead failed with the error "dispatch_failed"' },
    ]);
    const { socket } = await connect(() => false);
    expect(await slack.shortcut('ana', 'x')).toMatchObject({ acked: false, problem: 'timeout' });
    const waiting = slack.shortcut('ana', 'x');
    socket.terminate();
    expect(await waiting).toMatchObject({ acked: false, problem: 'timeout' });
  });

  it('delivers an event again until it is acked, with the same id', async () => {
    const { envelopes } = await connect(({ retry_attempt }) => retry_attempt === 2);
    await slack.setTimezone('ana', 'Europe/Lisbon');
    await slack.waitFor(() => envelopes.length === 3);
    await slack.settled(100);
    expect(envelopes.map((one) => [one.retry_attempt, one.retry_reason])).toEqual([
      [0, ''],
      [1, 'http_timeout'],
      [2, 'http_timeout'],
    ]);
    expect(new Set(envelopes.map(({ payload }) => payload.event_id)).size).toBe(1);
    expect(new Set(envelopes.map(({ envelope_id }) => envelope_id)).size).toBe(3);
  });

  it('never tries an interaction again', async () => {
    const { envelopes } = await connect(() => false);
    await slack.shortcut('ana', 'x');
    await slack.settled(100);
    expect(envelopes).toHaveLength(1);
  });

  it('duplicates when told, at once, and again later', async () => {
    const { envelopes } = await connect();
    slack.faults.duplicateNextDelivery(4);
    await slack.shortcut('ana', 'x');
    await slack.shortcut('ana', 'y');
    await slack.redeliver();
    const triggers = envelopes.map(({ payload }) => payload.trigger_id);
    expect(triggers).toHaveLength(7);
    expect(new Set(triggers.slice(0, 5)).size).toBe(1);
    expect(triggers[6]).toBe(triggers[5]);
  });

  it('announces a refresh, and can cut without a word', async () => {
    const one = await connect();
    slack.disconnectSockets('refresh');
    await slack.waitFor(() => one.hello.length === 2);
    expect(one.hello[1]).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
    slack.disconnectSockets('cut');
    await slack.waitFor(() => slack.connections === 0);
  });

  it('sends only events that are subscribed to', async () => {
    const { envelopes } = await connect();
    expect(await slack.event({ type: 'reaction_added' })).toBeUndefined();
    await slack.leave('ana', 'leads');
    await slack.join('ana', 'leads');
    await slack.archive('leads');
    expect(
      envelopes.map(({ payload }) => (payload as { event?: { type: string } }).event?.type),
    ).toEqual(['member_left_channel', 'member_joined_channel', 'channel_archive']);
  });
});

describe('HTTP delivery', () => {
  let server: Server;
  let requests: { headers: IncomingHttpHeaders; body: string }[];
  let answers: {
    status?: number;
    headers?: Record<string, string>;
    body?: string;
    after?: number;
  }[];
  beforeEach(async () => {
    requests = [];
    answers = [];
    slack = await startSandbox({ ackTimeoutMs: 400, eventRetryDelaysMs: [10, 10, 10] });
    const take = async (request: IncomingMessage, response: ServerResponse) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      requests.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      const { status = 200, headers = {}, body = '', after = 0 } = answers.shift() ?? {};
      setTimeout(() => response.writeHead(status, headers).end(body), after);
    };
    server = createServer((request, response) => void take(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    slack.deliverOverHttp(
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    );
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('signs as Slack does', () => {
    // The example of Slack's documentation on verifying requests.
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    expect(sign('8f742231b10e8888abcd99yyyzzz85a5', 1531420618, body)).toBe(
      'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    );
  });

  it('posts commands as forms, interactions as a payload, events as JSON', async () => {
    await slack.command('ana', 'leads', '/lead new  Kim & Co');
    await slack.shortcut('ana', 'x');
    await slack.openHome('ana');
    const [command, shortcut, event] = requests;
    expect(Object.fromEntries(new URLSearchParams(command?.body))).toMatchObject({
      command: '/lead',
      text: 'new  Kim &amp; Co',
      user_id: slack.user('ana').id,
      channel_name: 'leads',
      response_url: expect.stringContaining(slack.url),
    });
    expect(JSON.parse(new URLSearchParams(shortcut?.body).get('payload') ?? '')).toMatchObject({
      type: 'shortcut',
    });
    expect(JSON.parse(event?.body ?? '')).toMatchObject({
      type: 'event_callback',
      event: { type: 'app_home_opened', tab: 'home' },
    });
    for (const { headers, body } of requests)
      expect(headers['x-slack-signature']).toBe(
        sign(slack.signingSecret, Number(headers['x-slack-request-timestamp']), body),
      );
  });

  it('retries events with number and reason, and stops when asked to', async () => {
    answers = [
      { status: 500 },
      { after: 1_000 },
      { status: 500, headers: { 'x-slack-no-retry': '1' } },
    ];
    await slack.openHome('ana');
    await slack.waitFor(() => requests.length === 3);
    await slack.settled(100);
    expect(
      requests.map(({ headers }) => [
        headers['x-slack-retry-num'],
        headers['x-slack-retry-reason'],
      ]),
    ).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_timeout'],
    ]);
  });

  it('shows what a command is answered with, and notes what Slack would refuse', async () => {
    answers = [
      { body: 'plain words' },
      {
        headers: { 'content-type': 'application/json' },
        body: '{"response_type":"in_channel","text":"for all"}',
      },
      { body: '{"blocks":[{"type":"bogus"}]}' },
      { status: 401 },
    ];
    for (let i = 0; i < 4; i++) await slack.command('ana', 'leads', '/lead');
    expect(slack.messages('leads').map(({ text }) => text)).toEqual(['for all']);
    expect(slack.messages('leads', { as: 'ana' }).map(({ text }) => text)).toEqual([
      'plain words',
      'for all',
      '/lead failed with the error "dispatch_failed"',
    ]);
    expect(slack.unexpected).toEqual([expect.stringContaining('answer to /lead: invalid_blocks')]);
  });
});
