import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { Webhook } from 'standardwebhooks';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { lane } from '../support/lane.ts';
import { openDatabase } from '../../src/db/openDatabase.ts';
import { verifyStandardWebhook } from '../../src/intake/standardWebhooks.ts';
import { addSource, listSources, rotateSource } from '../../src/intake/sourcesCommand.ts';
import { intakeRoute } from '../../src/intake/webhookRoute.ts';
import { startServer } from '../../src/server.ts';
import { createTestDatabase } from '../support/testDatabase.ts';
import { channelId, countOf, intakeContext } from './world.ts';

const database = await createTestDatabase();
const opened = await database.open();
const ctx = await intakeContext(opened, {});
const problems: unknown[] = [];
const server = await startServer({
  host: '127.0.0.1',
  port: 0,
  routes: [
    { method: 'POST', path: '/intake', run: intakeRoute(ctx, { perSecond: 0.001, burst: 60 }) },
  ],
  onError: (error) => problems.push(error),
});
afterAll(async () => {
  await server.close(0);
  await database.drop();
});

async function command(
  run: (out: Parameters<typeof listSources>[1]) => Promise<void>,
): Promise<string> {
  let text = '';
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  await run({ stdout, stderr: stdout, isTerminal: false });
  return text;
}

const add = (key: string, verify: string) =>
  command((out) => addSource(ctx, key, { channel: channelId, verify, country: 'gb' }, out));
const secretIn = (printed: string) => /whsec_\S+/.exec(printed)?.[0] ?? '';
const signedSecret = secretIn(await add('form', 'standard-webhooks'));
const tokenPath = /\/intake\/\S+/.exec(await add('tool', 'url-token'))?.[0] ?? '';

let deliveries = 0;
function signed(
  body: string,
  { secret = signedSecret, at = new Date(), id = `msg_${(deliveries += 1)}` } = {},
) {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
}

async function post(path: string, body: string | Buffer, headers: Record<string, string> = {}) {
  const response = await fetch(path.startsWith('/') ? server.url + path : path, {
    method: 'POST',
    body: typeof body === 'string' ? body : new Uint8Array(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
  const answer = z.record(z.string(), z.unknown()).parse(await response.json());
  return { status: response.status, headers: response.headers, ...answer };
}

const postSigned = (value: unknown, options?: Parameters<typeof signed>[1]) => {
  const body = JSON.stringify(value);
  return post('/intake/form', body, signed(body, options));
};

test('a signed lead is stored before it is acknowledged', async () => {
  const answer = await postSigned({
    name: 'Jane',
    email: 'jane@example.com',
    phone: '020 7946 0958',
  });
  expect(answer).toMatchObject({
    status: 201,
    outcome: 'created',
    lead: expect.stringMatching(/^L-\d+$/),
  });
  const row = await ctx.db.selectFrom('lead_details').selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({ name: 'Jane', phone: '+442079460958' });
  expect(`L-${row.lead_id}`).toBe('lead' in answer ? answer.lead : null);
});

test('the same delivery again changes nothing', async () => {
  const id = 'msg_twice';
  const first = await postSigned({ name: 'Twice' }, { id });
  const second = await postSigned({ name: 'Twice', company: 'Other' }, { id });
  expect(first).toMatchObject({ status: 201 });
  expect(second).toMatchObject({
    status: 200,
    outcome: 'unchanged',
    lead: (first as { lead?: string }).lead,
  });
});

test('the id of one delivery on another lead is refused, and stores nothing', async () => {
  const id = 'msg_reused';
  await postSigned({ name: 'First', email: 'first@example.com' }, { id });
  const before = await countOf(ctx, 'leads');
  expect(await postSigned({ name: 'Second', email: 'second@example.com' }, { id })).toMatchObject({
    status: 422,
    field: 'webhook-id',
    error: expect.stringContaining('id of its own'),
  });
  expect(await countOf(ctx, 'leads')).toBe(before);
});

test('an address that is a secret needs no signature', async () => {
  expect(await post(tokenPath, '{"name":"Tool"}')).toMatchObject({ status: 201 });
  expect(await post(`${tokenPath}x`, '{"name":"Tool"}')).toMatchObject({ status: 401 });
  expect(await post('/intake/tool', '{"name":"Tool"}')).toMatchObject({ status: 401 });
  expect(await post('/intake/form', '{"name":"Tool"}')).toMatchObject({ status: 401 });
});

test('what is forged, stale or from the future is refused', async () => {
  const before = await countOf(ctx, 'leads');
  const now = Date.now();
  const body = '{"name":"Eve"}';
  expect(await post('/intake/form', '{"name":"Eva"}', signed(body))).toMatchObject({ status: 401 });
  const minutes = (n: number) => new Date(now + n * 60_000);
  expect(await postSigned({ name: 'Eve' }, { at: minutes(-6) })).toMatchObject({ status: 401 });
  expect(await postSigned({ name: 'Eve' }, { at: minutes(6) })).toMatchObject({ status: 401 });
  const other = `whsec_${randomBytes(32).toString('base64')}`;
  expect(await postSigned({ name: 'Eve' }, { secret: other })).toMatchObject({ status: 401 });
  expect(await countOf(ctx, 'leads')).toBe(before);
});

test('each kind of bad input has its own answer', async () => {
  const send = (body: string | Buffer, headers: Record<string, string> = {}) =>
    post(tokenPath, body, headers);
  expect(await send('{"name":')).toMatchObject({ status: 400, error: 'The body is not JSON.' });
  expect(await send('[]')).toMatchObject({ status: 400 });
  expect(await send('')).toMatchObject({ status: 400 });
  expect(await send(Buffer.from([0x7b, 0xff, 0x7d]))).toMatchObject({
    status: 400,
    error: 'The body is not UTF-8 text.',
  });
  expect(await send('{"message":"hi"}')).toMatchObject({ status: 422, field: 'name' });
  expect(await send('{"name":"A","value":"much"}')).toMatchObject({ status: 422, field: 'value' });
  expect(await send(`{"name":"A","x":${'['.repeat(3000)}${']'.repeat(3000)}}`)).toMatchObject({
    status: 422,
    field: 'x',
  });
  expect(
    await send('name=A', { 'content-type': 'application/x-www-form-urlencoded' }),
  ).toMatchObject({ status: 415 });
  expect(await send(`{"name":"${'A'.repeat(262_144)}"}`)).toMatchObject({ status: 413 });
  expect(await post('/intake/nowhere', '{}')).toMatchObject({ status: 404 });
  expect(await post('/intake/__proto__', '{}')).toMatchObject({ status: 404 });
  expect(await post('/intake', '{}')).toMatchObject({ status: 404 });
  expect((await fetch(`${server.url}/intake/form`)).status).toBe(405);
  expect(problems).toEqual([]);
});

test('an id that a JavaScript number cannot hold stays itself', async () => {
  const one = await post(tokenPath, '{"name":"Big","id":17841400000000001}');
  const two = await post(tokenPath, '{"name":"Big","id":17841400000000003}');
  expect([one.status, two.status]).toEqual([201, 201]);
});

test('hostile keys and characters are harmless', async () => {
  const body =
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"name":"N\\u0000ul","a":"\\ud800","nested":{"__proto__":{"polluted":1}}}';
  expect(await post(tokenPath, body)).toMatchObject({ status: 201 });
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
  const row = await ctx.db
    .selectFrom('lead_details')
    .selectAll()
    .where('name', '=', 'Nul')
    .executeTakeFirstOrThrow();
  expect(row.custom).toEqual({
    constructor: { prototype: { polluted: 1 } },
    a: '\ufffd',
    nested: {},
  });
});

test('after a rotation both secrets work, after two only the last two', async () => {
  const first = secretIn(await add('rotated', 'standard-webhooks'));
  const rotate = async () => secretIn(await command((out) => rotateSource(ctx, 'rotated', out)));
  const status = async (secret: string) => {
    const body = '{"name":"R"}';
    return (await post('/intake/rotated', body, signed(body, { secret }))).status;
  };
  const second = await rotate();
  expect([await status(first), await status(second)]).toEqual([201, 201]);
  const third = await rotate();
  expect([await status(first), await status(second), await status(third)]).toEqual([401, 201, 201]);
});

test('sources are listed, and a wrong entry is refused in words', async () => {
  expect(await command((out) => listSources(ctx, out))).toContain(
    'form  C0LEADS  standard-webhooks  GB',
  );
  await expect(add('form', 'url-token')).rejects.toThrow('There is a source form already');
  await expect(add('other', 'magic')).rejects.toThrow('sources.other.verification');
  await expect(add('Bad Key', 'url-token')).rejects.toThrow('Nothing was changed');
});

test('a database that is away gives 503, never a false success', async () => {
  const nowhere = await openDatabase({ url: 'postgres://nobody@127.0.0.1:9/none', log: ctx.log });
  const away = { ...ctx, db: nowhere.db };
  const other = await startServer({
    host: '127.0.0.1',
    port: 0,
    routes: [{ method: 'POST', path: '/intake', run: intakeRoute(away) }],
    onError: () => {},
  });
  const response = await fetch(other.url + tokenPath, { method: 'POST', body: '{"name":"A"}' });
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
  await other.close(0);
  await nowhere.close();
});

test('a source that floods is told to wait', async () => {
  let last = await post(tokenPath, '{"name":"Flood"}');
  for (let n = 0; n < 60 && last.status !== 429; n += 1)
    last = await post(tokenPath, '{"name":"Flood"}');
  expect(last.status).toBe(429);
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
});

const realData = lane.realDataDir;
describe.skipIf(!realData)('with real data', () => {
  const odooLead = z.looseObject({
    id: z.string(),
    name: z.string(),
    contact_name: z.string().optional(),
    partner_name: z.string().optional(),
    email_from: z.string().optional(),
    phone: z.string().optional(),
    expected_revenue: z.string().optional(),
    messages: z.array(z.looseObject({ body: z.string() })),
  });

  test('the leads of a CRM come in through the door, each once', async () => {
    const file = readFileSync(
      join(realData ?? '', 'leads/odoo_demo/crm_leads_parsed.json'),
      'utf8',
    );
    const leads = z.array(odooLead).parse(JSON.parse(file));
    const { open, path } = await openDoor('odoo');
    const stored = z.object({ lead: z.string(), outcome: z.string() });
    const numbers = new Set<string>();
    const before = await countOf(ctx, 'leads');
    for (const lead of leads) {
      const { name, contact_name, messages, ...rest } = lead;
      const body = {
        ...rest,
        title: name,
        name: contact_name,
        company: rest.partner_name,
        message: messages[0]?.body,
      };
      const answer = await post(path, JSON.stringify(body));
      const reachable = Boolean(contact_name ?? rest.email_from);
      expect([lead.id, answer.status < 300]).toEqual([lead.id, reachable]);
      if (!reachable) continue;
      const again = stored.parse(await post(path, JSON.stringify(body)));
      expect([lead.id, again]).toEqual([
        lead.id,
        { lead: stored.parse(answer).lead, outcome: 'unchanged' },
      ]);
      numbers.add(again.lead);
    }
    // One person asked twice.
    expect(numbers.size).toBeGreaterThan(leads.length - 4);
    expect(await countOf(ctx, 'leads')).toBe(before + numbers.size);
    await open.close(0);
  });

  test('what other tools send is answered, and never with a failure of ours', async () => {
    const { open, path } = await openDoor('tools');
    const folder = join(realData ?? '', 'webhooks');
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.json')) continue;
      const { status } = await post(path, readFileSync(join(folder, name)));
      expect([name, [200, 201, 400, 422].includes(status)]).toEqual([name, true]);
    }
    const cases = readFileSync(join(folder, 'generic_intake_cases/cases.jsonl'), 'utf8')
      .trim()
      .split('\n');
    for (const line of cases) {
      const each = z
        .object({ id: z.string(), content_type: z.string(), body: z.string() })
        .parse(JSON.parse(line));
      const form = [...new URLSearchParams(each.body)];
      const body = each.content_type.includes('urlencoded')
        ? JSON.stringify(Object.fromEntries(form))
        : each.body;
      const { status } = await post(path, body);
      expect([each.id, [200, 201, 422].includes(status)]).toEqual([each.id, true]);
    }
    await open.close(0);
  });

  /** A server of its own without a limit, and a source with a secret address. */
  async function openDoor(key: string) {
    const path = /\/intake\/\S+/.exec(await add(key, 'url-token'))?.[0] ?? '';
    const open = await startServer({
      host: '127.0.0.1',
      port: 0,
      routes: [{ method: 'POST', path: '/intake', run: intakeRoute(ctx) }],
      onError: (error) => problems.push(error),
    });
    return { open, path: open.url + path };
  }

  const vector = z.object({
    id: z.string(),
    provider: z.string(),
    applies_if: z.string().optional(),
    secret: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.string(),
    clock_must_be: z.number(),
    valid: z.boolean(),
  });
  test('the published vectors of Standard Webhooks', () => {
    const file = readFileSync(join(realData ?? '', 'signatures/vectors.json'), 'utf8');
    const { vectors } = z
      .object({ vectors: z.array(z.record(z.string(), z.unknown())) })
      .parse(JSON.parse(file));
    const ours = vectors
      .filter(({ id }) => String(id).startsWith('stdwh-'))
      .map((each) => vector.parse(each))
      .filter(({ applies_if }) => !applies_if);
    expect(ours.length).toBeGreaterThan(8);
    for (const { id, headers, body, secret, clock_must_be, valid } of ours) {
      const proof = verifyStandardWebhook(
        { headers, body: Buffer.from(body) },
        [{ key: secret }],
        new Date(clock_must_be * 1000),
      );
      expect([id, proof !== null]).toEqual([id, valid]);
    }
  });
});
