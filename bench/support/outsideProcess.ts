import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { HttpDelivery } from '../../sandbox/delivery/http.ts';
import {
  type CardButton,
  type Pressure,
  type Request,
  type SeenPosting,
  signingSecret,
  type Timing,
} from './outside.ts';
import { type Lead, seeded } from './history.ts';
import { steadyMs } from './steadyClock.ts';

/** See startOutside. */

const postings: SeenPosting[] = [];
let count = 0;
let url = '';
let askedAt = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  const atMs = steadyMs();
  askedAt = atMs;
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => answer(request, response, atMs, () => Buffer.concat(chunks).toString()));
});
server.listen(0, '127.0.0.1', () => {
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
  process.send?.(`${url}/api/`);
});
process.on('disconnect', () => process.exit());
process.on('message', (request: Request) => {
  void carryOut(request).then((result) => process.send?.(result));
});

function answer(
  { url: path = '' }: IncomingMessage,
  response: ServerResponse,
  atMs: number,
  body: () => string,
): void {
  response.setHeader('content-type', 'application/json');
  if (path === '/api/chat.postMessage') {
    const text = decodeURIComponent(body());
    const id = Number(/"message_id":(\d+)/.exec(text)?.[1]);
    const channel = /(?:^|&)channel=(\w+)/.exec(text)?.[1];
    postings.push({ id, atMs });
    count += 1;
    const ts = `${1_800_000_000 + Math.floor(count / 1e6)}.${String(count % 1e6).padStart(6, '0')}`;
    response.end(JSON.stringify({ ok: true, channel, ts }));
  } else if (path === '/api/auth.test') {
    const { workspaceId: team_id } = seeded;
    response.end(
      JSON.stringify({ ok: true, team_id, team: 'bench', bot_id: 'B0BOT', user_id: 'U0BOT' }),
    );
  } else response.end('{"ok":true}');
}

async function carryOut(request: Request): Promise<Timing | SeenPosting[] | true> {
  switch (request.ask) {
    case 'quiet':
      while (steadyMs() - askedAt < 500) await new Promise((resolve) => setTimeout(resolve, 50));
      return true;
    case 'postings':
      return postings.splice(0);
    case 'click': {
      const slack = new HttpDelivery([request.url], signingSecret, 3_000);
      const work = async (lead: Lead) => {
        const payload = click(lead, request.button);
        return (await slack.send({ kind: 'interactive', payload, acceptsResponse: false })).acked;
      };
      const timing = await time(request.leads, request.pressure, work);
      slack.close();
      return timing;
    }
    case 'update': {
      const pool = new pg.Pool({ connectionString: request.database, max: 10 });
      const work = async ({ id }: Lead) => (await pool.query(bareClaim(id))).rowCount === 1;
      const timing = await time(request.leads, request.pressure, work);
      await pool.end();
      return timing;
    }
  }
}

/** What a claim would be if nothing else had to be known, kept or shown. */
function bareClaim(id: number): pg.QueryConfig {
  return {
    text: `update leads set status = 'claimed', status_at = $3, owner_id = $4, claimed_at = $3,
      follow_up_due_at = $5, due_rule = 'status:claimed', version = version + 1
      where workspace_id = $1 and id = $2 and owner_id is null and status = 'new'`,
    values: [seeded.workspaceId, id, new Date(), someRep(id), new Date(Date.now() + 3_600_000)],
  };
}

async function time(
  leads: readonly Lead[],
  pressure: Pressure,
  work: (lead: Lead) => Promise<boolean>,
): Promise<Timing> {
  const ms: number[] = [];
  let failed = 0;
  const one = async (lead: Lead) => {
    const since = performance.now();
    if (!(await work(lead))) failed += 1;
    ms.push(performance.now() - since);
  };
  const began = performance.now();
  if ('perSecond' in pressure) await steadily(leads, pressure.perSecond, one);
  else await byWorkers(leads, pressure.atOnce, one);
  return { ms, failed, perSecond: (leads.length * 1000) / (performance.now() - began) };
}

/** On a timetable: one that takes long does not hold up the next. */
async function steadily(
  leads: readonly Lead[],
  perSecond: number,
  one: (lead: Lead) => Promise<void>,
): Promise<void> {
  const began = performance.now();
  const running: Promise<void>[] = [];
  for (const [index, lead] of leads.entries()) {
    const wait = began + (index * 1000) / perSecond - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    running.push(one(lead));
  }
  await Promise.all(running);
}

async function byWorkers(
  leads: readonly Lead[],
  atOnce: number,
  one: (lead: Lead) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let lead = leads[next++]; lead; lead = leads[next++]) await one(lead);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

const someRep = (id: number): string => seeded.rep(Math.floor(id / 10) % seeded.reps);

/** A click on a card's button as Slack sends it. */
function click({ id, channel, ts }: Lead, action_id: CardButton) {
  count += 1;
  const user = someRep(id);
  const trigger = `${count}.${process.pid}.${id}`;
  return {
    type: 'block_actions',
    user: { id: user, username: user.toLowerCase(), name: user.toLowerCase(), team_id: 'T0BENCH' },
    api_app_id: 'A0BENCH',
    token: 'verification',
    team: { id: seeded.workspaceId, domain: 'bench' },
    enterprise: null,
    is_enterprise_install: false,
    trigger_id: trigger,
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
    channel: { id: channel, name: 'leads' },
    message: cardAsSent(id, ts),
    state: { values: {} },
    response_url: `${url}/respond/${count}`,
    actions: [
      {
        type: 'button',
        action_id,
        block_id: 'b1',
        text: { type: 'plain_text', text: 'Claim', emoji: true },
        value: String(id),
        style: 'primary',
        action_ts: ts,
      },
    ],
  };
}

/** A click carries the whole message that was clicked on. */
function cardAsSent(id: number, ts: string) {
  const text = `Jane Doe ${id}, Example & Sons. Please call me about a quote for some machines, in the next two weeks if you can.`;
  const line = { type: 'rich_text_section', elements: [{ type: 'text', text }] };
  const button = (action_id: string) => ({
    type: 'button',
    action_id,
    text: { type: 'plain_text', text: 'Claim', emoji: true },
    value: String(id),
  });
  return {
    ...{ type: 'message', subtype: 'bot_message', text, ts, bot_id: 'B0BOT', team: 'T0BENCH' },
    blocks: [
      { type: 'rich_text', block_id: 'b0', elements: [line, line, line] },
      { type: 'context', block_id: 'b2', elements: [{ type: 'plain_text', text, emoji: true }] },
      { type: 'actions', block_id: 'b1', elements: [button('lead:claim'), button('lead:details')] },
    ],
  };
}
