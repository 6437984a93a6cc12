import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ActAnswer, ControlAnswer, PageState } from '../../sandbox/contract.ts';
import type { Ack, Delivery } from '../../sandbox/delivery/delivery.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { callSlack } from './callSlack.ts';

const section = { type: 'section', text: { type: 'mrkdwn', text: 'hello' } };
const buttons = {
  type: 'actions',
  block_id: 'row',
  elements: [
    { type: 'button', action_id: 'claim', text: { type: 'plain_text', text: 'Claim' }, value: '1' },
  ],
};
const form = {
  type: 'modal',
  title: { type: 'plain_text', text: 'Form' },
  submit: { type: 'plain_text', text: 'Save' },
  blocks: [
    {
      type: 'input',
      block_id: 'name',
      label: { type: 'plain_text', text: 'Name' },
      element: { type: 'plain_text_input', action_id: 'text' },
    },
  ],
};

let slack: Sandbox;
let leads: string;
const get = async <T>(path: string): Promise<T> =>
  (await fetch(slack.url + path)).json() as Promise<T>;
const post = async <T>(path: string, body: unknown = {}): Promise<T> =>
  (
    await fetch(slack.url + path, { method: 'POST', body: JSON.stringify(body) })
  ).json() as Promise<T>;
const stateOf = (user: string, channel = leads) =>
  get<PageState>(`/sandbox/api/state?user=${slack.user(user).id}&channel=${channel}`);
const act = (user: string, what: object) =>
  post<ActAnswer>('/sandbox/api/act', { as: slack.user(user).id, ...what });

let received: Delivery['payload'][];
beforeEach(async () => {
  slack = await startSandbox();
  leads = slack.channel('leads').id;
  received = [];
});
afterEach(() => slack.close());
const ackWith = (ack: Partial<Ack> = {}) =>
  vi.spyOn(slack['core'], 'deliver').mockImplementation(async ({ payload }) => {
    received.push(payload);
    return { acked: true, ms: 1, ...ack };
  });

describe('the state of the page', () => {
  it('is what one person sees', async () => {
    slack.addChannel({ name: 'secret', isPrivate: true, members: ['mia'] });
    await callSlack(slack, 'chat.postMessage', { channel: slack.user('ana').id, text: 'for Ana' });
    const { ts } = await callSlack(slack, 'chat.postMessage', {
      channel: leads,
      text: `hi <@${slack.user('ana').id}>`,
    });
    await callSlack(slack, 'chat.postMessage', { channel: leads, text: 'below', thread_ts: ts });
    await callSlack(slack, 'chat.postEphemeral', {
      channel: leads,
      user: slack.user('ana').id,
      text: 'psst',
    });
    const ana = await stateOf('ana');
    expect(ana.messages).toMatchObject([
      { ts, threadTs: ts, byApp: true, ephemeral: false, replies: [{ text: 'below' }] },
      { text: 'psst', ephemeral: true },
    ]);
    expect(ana.messages[0]).not.toHaveProperty('edited');
    expect(ana.conversations.map(({ name, kind }) => [name, kind])).toEqual([
      ['leads', 'channel'],
      ['general', 'channel'],
      ['Lead Nudge', 'app'],
    ]);
    expect(ana.conversations[0]?.arrivals.map(({ mentionsMe }) => mentionsMe)).toEqual([
      true,
      false,
      false,
    ]);
    expect(ana.users.find(({ name }) => name === 'ana')?.dmArrivals).toHaveLength(1);
    expect(ana.app.connected).toBe(false);
    const ben = await stateOf('ben');
    expect(ben.messages).toHaveLength(1);
    expect(ben.conversations.at(-1)?.arrivals).toEqual([]);
    const mia = await stateOf('mia');
    expect(mia.conversations.map(({ name }) => name)).toContain('secret');
  });

  it('is announced on the stream, changes within a moment once', async () => {
    const response = await fetch(`${slack.url}/sandbox/api/stream`);
    const reader = response.body?.getReader();
    let text = '';
    const read = (async () => {
      for (;;) {
        const chunk = await reader?.read();
        if (!chunk || chunk.done) return;
        text += new TextDecoder().decode(chunk.value);
      }
    })();
    await slack.say('ana', 'leads', '1');
    await slack.say('ana', 'leads', '2');
    await slack.waitFor(() => text.includes('messages'));
    await reader?.cancel();
    await read;
    expect(text.split('\n\n').filter(Boolean)).toEqual([
      'event: changed\ndata: {"what":"all"}',
      `event: changed\ndata: {"what":"messages","channel":"${leads}"}`,
    ]);
  });
});

describe('acts in the page', () => {
  it('click with the state of the whole surface', async () => {
    ackWith();
    const { ts } = await callSlack(slack, 'chat.postMessage', {
      channel: leads,
      text: 'x',
      blocks: [buttons],
    });
    const surface = { on: 'message', channel: leads, ts };
    const state = { other: { pick: { type: 'datepicker', selected_date: '2026-11-22' } } };
    expect(
      await act('ana', { kind: 'click', surface, blockId: 'row', actionId: 'claim', state }),
    ).toMatchObject({ ok: true });
    expect(received).toMatchObject([
      { type: 'block_actions', state: { values: state }, actions: [{ value: '1' }] },
    ]);
    expect(
      await act('ana', { kind: 'click', surface, blockId: 'row', actionId: 'gone', state }),
    ).toMatchObject({
      ok: false,
      problem: 'invalid',
    });
  });

  it('count on what was drawn anew while it was pressed', async () => {
    ackWith();
    const element = { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } };
    const blocks = [{ type: 'actions', elements: [element] }];
    const { ts } = await callSlack(slack, 'chat.postMessage', {
      channel: leads,
      text: 'x',
      blocks,
    });
    const seen = (await stateOf('ana')).messages.at(-1)?.blocks[0]?.block_id;
    await callSlack(slack, 'chat.update', { channel: leads, ts, text: 'x', blocks });
    expect((await stateOf('ana')).messages.at(-1)?.blocks[0]?.block_id).not.toBe(seen);
    const surface = { on: 'message', channel: leads, ts };
    const press = { kind: 'click', surface, blockId: seen, actionId: 'go', state: {} };
    expect(await act('ana', press)).toMatchObject({ ok: true });
    await callSlack(slack, 'chat.update', { channel: leads, ts, text: 'x', blocks });
    expect(await act('ana', press)).toMatchObject({ ok: false, problem: 'invalid' });
  });

  it('open, submit and close modals', async () => {
    const ack = ackWith();
    await act('ana', { kind: 'command', channel: leads, text: '/lead new' });
    const { trigger_id } = received[0] ?? {};
    const { view } = await callSlack(slack, 'views.open', { trigger_id, view: form });
    const viewId = (view as { id: string }).id;
    const [modal] = (await stateOf('ana')).modals;
    expect(modal).toMatchObject({ viewId, title: 'Form', submit: 'Save', close: null });
    expect(await act('ana', { kind: 'submit', viewId, state: {} })).toMatchObject({
      errors: { name: 'Please complete this required field.' },
    });
    ack.mockResolvedValueOnce({
      acked: true,
      ms: 1,
      body: { response_action: 'errors', errors: { name: 'No.' } },
    });
    const state = { name: { text: { type: 'plain_text_input', value: 'Kim' } } };
    expect(await act('ana', { kind: 'submit', viewId, state })).toEqual({
      ok: true,
      ms: 1,
      errors: { name: 'No.' },
    });
    expect(await act('ana', { kind: 'close', viewId, all: true })).toMatchObject({ ok: true });
    expect(await act('ana', { kind: 'submit', viewId, state })).toMatchObject({
      ok: false,
      problem: 'invalid',
    });
  });

  it('say what went wrong with the app', async () => {
    expect(await act('ana', { kind: 'shortcut', callbackId: 'x' })).toMatchObject({
      ok: false,
      problem: 'no_app',
    });
    ackWith({ acked: false, problem: 'timeout' });
    expect(await act('ana', { kind: 'shortcut', callbackId: 'x' })).toMatchObject({
      ok: false,
      problem: 'timeout',
    });
  });

  it('write messages and open Home', async () => {
    ackWith();
    expect(await act('ana', { kind: 'message', channel: leads, text: 'hi @ben' })).toMatchObject({
      ok: true,
    });
    expect(slack.messages('leads')).toMatchObject([{ text: `hi <@${slack.user('ben').id}|ben>` }]);
    await act('ana', { kind: 'openHome', tab: 'home' });
    expect(received).toMatchObject([
      { event: { type: 'app_home_opened', user: slack.user('ana').id } },
    ]);
  });

  it('ask for the options of an external select', async () => {
    const options = [{ text: { type: 'plain_text', text: 'Kim' }, value: 'k' }];
    ackWith({ body: { options } });
    const blocks = [
      {
        type: 'actions',
        block_id: 'row',
        elements: [{ type: 'external_select', action_id: 'who' }],
      },
    ];
    const { ts } = await callSlack(slack, 'chat.postMessage', {
      channel: leads,
      text: 'x',
      blocks,
    });
    const surface = { on: 'message', channel: leads, ts };
    expect(
      await act('ana', { kind: 'suggest', surface, blockId: 'row', actionId: 'who', text: 'k' }),
    ).toMatchObject({
      ok: true,
      options,
    });
    expect(received).toMatchObject([{ type: 'block_suggestion', value: 'k' }]);
  });
});

describe('controls', () => {
  it('run once at a time and answer with a sentence', async () => {
    let finish = (_: string) => {};
    slack.control('hour', 'One hour', () => new Promise((resolve) => (finish = resolve)), {
      group: 'Fast-forward',
    });
    expect((await stateOf('ana')).controls).toEqual([
      { name: 'hour', label: 'One hour', group: 'Fast-forward', busy: false },
    ]);
    const running = post<ControlAnswer>('/sandbox/api/control/hour');
    await slack.waitFor(async () => (await stateOf('ana')).controls[0]?.busy);
    expect(await post('/sandbox/api/control/hour')).toEqual({
      ok: false,
      text: 'One hour is still running.',
    });
    finish('It is 10:00.');
    expect(await running).toEqual({ ok: true, text: 'It is 10:00.' });
    expect(await post('/sandbox/api/control/day')).toMatchObject({ ok: false });
  });
});

describe('the page itself', () => {
  it('is served with its types, and nothing above its folder', async () => {
    const page = await fetch(slack.url);
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    const script = await fetch(`${slack.url}/page/main.js`);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    for (const path of [
      '/page/..%2Fsandbox.ts',
      '/page/%2e%2e/%2e%2e/package.json',
      '/page/none.js',
    ])
      expect((await fetch(slack.url + path)).status).toBe(404);
  });

  it('answers to this machine only', async () => {
    const status = (headers: Record<string, string>) =>
      new Promise((resolve) => {
        request(`${slack.url}/sandbox/api/state`, { headers }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        }).end();
      });
    expect(await status({ host: 'evil.example' })).toBe(403);
    expect(await status({ origin: 'https://evil.example' })).toBe(403);
    expect(await status({ origin: slack.url })).toBe(200);
  });
});

describe('the store', () => {
  it('carries people, messages, Homes and files over a restart, even without a goodbye', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
    const store = join(folder, 'deep', 'slack.json');
    const first = await startSandbox({ store });
    await callSlack(first, 'chat.postMessage', {
      channel: first.user('ana').id,
      text: 'hi',
      blocks: [section],
    });
    await callSlack(first, 'views.publish', {
      user_id: first.user('ana').id,
      view: { type: 'home', blocks: [section] },
    });
    await first.setTimezone('ana', 'Asia/Tokyo');
    const [before] = first.dm('ana');
    await first.waitFor(async () =>
      (await readFile(store, 'utf8').catch(() => '')).includes('Tokyo'),
    );
    const second = await startSandbox({ store });
    expect(second.user('ana').tz).toBe('Asia/Tokyo');
    expect(second.dm('ana')).toEqual([before]);
    expect(second.home('ana')).toEqual(first.home('ana'));
    const { ts } = await callSlack(second, 'chat.postMessage', {
      channel: second.channel('leads').id,
      text: 'x',
    });
    expect(String(ts) > String(before?.ts)).toBe(true);
    await first.close();
    await second.close();
    await rm(folder, { recursive: true });
  });
});
