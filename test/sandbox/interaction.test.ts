import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Ack, Delivery } from '../../sandbox/delivery/delivery.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { callSlack } from './callSlack.ts';

let slack: Sandbox;
let leads: string;
let received: Record<string, unknown>[];
let answers: unknown[];

/** An app that acks everything at once, with what `answers` says. */
beforeEach(async () => {
  slack = await startSandbox();
  leads = slack.channel('leads').id;
  received = [];
  answers = [];
  vi.spyOn(slack['core'], 'deliver').mockImplementation(
    async ({ payload }: Delivery): Promise<Ack> => {
      received.push(structuredClone(payload));
      return { acked: true, ms: 0, body: answers.shift() };
    },
  );
});
afterEach(() => slack.close());

const call = (method: string, args: object) => callSlack(slack, method, args);
const triggerOf = async (act: () => Promise<unknown>) => {
  await act();
  return String(received.at(-1)?.trigger_id);
};
const command = () => triggerOf(() => slack.command('ana', 'leads', '/lead'));
const input = (block_id: string, extra: object = {}) => ({
  type: 'input',
  block_id,
  label: { type: 'plain_text', text: block_id },
  element: { type: 'plain_text_input', action_id: 'text', ...extra },
});
const button = (text: string, value = 'x') => ({
  type: 'actions',
  elements: [{ type: 'button', action_id: 'press', text: { type: 'plain_text', text }, value }],
});
const modal = (...blocks: object[]) => ({
  type: 'modal',
  callback_id: 'form',
  title: { type: 'plain_text', text: 'Form' },
  submit: { type: 'plain_text', text: 'Save' },
  blocks,
});

describe('triggers', () => {
  it('serve once', async () => {
    const trigger_id = await command();
    expect(await call('views.open', { trigger_id, view: modal(input('name')) })).toMatchObject({
      ok: true,
    });
    expect(await call('views.open', { trigger_id, view: modal(input('name')) })).toMatchObject({
      error: 'exchanged_trigger_id',
    });
  });

  it('expire after three seconds', async () => {
    const trigger_id = await command();
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_001);
    expect(await call('views.open', { trigger_id, view: modal(input('name')) })).toMatchObject({
      error: 'expired_trigger_id',
    });
  });

  it('are not spent by a view that is refused', async () => {
    const trigger_id = await command();
    expect(await call('views.open', { trigger_id, view: modal() })).toMatchObject({
      error: 'invalid_arguments',
    });
    expect(await call('views.open', { trigger_id, view: modal(button('Go')) })).toMatchObject({
      ok: true,
    });
  });
});

describe('modals', () => {
  const open = async (...blocks: object[]) => {
    const answer = await call('views.open', {
      trigger_id: await command(),
      view: modal(...blocks),
    });
    return answer.view as { id: string; hash: string };
  };

  it('push from inside a modal, three deep', async () => {
    await open(button('More'));
    const push = async () => {
      const trigger_id = await triggerOf(() => slack.click('ana', 'modal', 'More'));
      return call('views.push', { trigger_id, view: modal(button('More')) });
    };
    expect(await push()).toMatchObject({ ok: true });
    expect(await push()).toMatchObject({
      ok: true,
      view: { previous_view_id: slack.modals('ana')[1]?.id },
    });
    expect(await push()).toMatchObject({ error: 'push_limit_reached' });
    await slack.closeModal('ana');
    expect(slack.modals('ana')).toHaveLength(2);
    await slack.closeModal('ana', { all: true });
    expect(slack.modals('ana')).toEqual([]);
    expect(
      await call('views.push', { trigger_id: await command(), view: modal(button('x')) }),
    ).toMatchObject({
      error: 'not_found',
    });
  });

  it('keep what was typed through an update, unless the element is another', async () => {
    const { id, hash } = await open(input('name'), input('phone'));
    slack.fill('ana', { name: 'Kim', phone: '123' });
    const view = modal(
      input('name', { initial_value: 'ignored' }),
      input('tel', { initial_value: '9' }),
    );
    expect(await call('views.update', { view_id: id, hash, view })).toMatchObject({ ok: true });
    expect(slack.modal('ana')?.state).toMatchObject({
      name: { text: { value: 'Kim' } },
      tel: { text: { value: '9' } },
    });
    expect(await call('views.update', { view_id: id, hash, view })).toMatchObject({
      error: 'hash_conflict',
    });
  });

  it('are replaced, pushed upon, or cleared by the answer to a submission', async () => {
    await open(input('name'));
    answers = [{ response_action: 'update', view: modal(input('second')) }];
    await slack.submit('ana', { name: 'Kim' });
    expect(slack.modal('ana')?.blocks).toMatchObject([{ block_id: 'second' }]);
    answers = [{ response_action: 'push', view: modal(input('third')) }];
    await slack.submit('ana', { second: 'x' });
    expect(slack.modals('ana')).toHaveLength(2);
    answers = [{ response_action: 'clear' }];
    await slack.submit('ana', { third: 'x' });
    expect(slack.modal('ana')).toBeUndefined();
  });

  it('stay, with a note for the tests, when the answer makes no sense', async () => {
    await open(input('name'));
    answers = [{ response_action: 'errors', errors: { nowhere: 'x' } }];
    await slack.submit('ana', { name: 'Kim' });
    expect(slack.modal('ana')?.errors).toEqual({
      '': 'We had some trouble connecting. Try again?',
    });
    expect(slack.unexpected).toEqual([expect.stringContaining('errors for nowhere')]);
  });

  it.each([
    [input('f', { min_length: 3 }), 'ab', 'at least 3'],
    [input('f', { type: 'email_text_input' }), 'nobody', 'email'],
    [
      input('f', { type: 'number_input', is_decimal_allowed: false, max_value: '10' }),
      '11',
      'at most 10',
    ],
    [input('f', { type: 'number_input', is_decimal_allowed: false }), '1.5', 'valid number'],
    [input('f', { type: 'url_text_input' }), 'x', 'URL'],
  ])('are checked by the client first: %j', async (block, typed, complaint) => {
    await open(block);
    expect(await slack.submit('ana', { f: typed })).toMatchObject({
      sent: false,
      errors: { f: expect.stringContaining(complaint) },
    });
  });

  it('say what is there when a test asks for what is not', async () => {
    await open(button('Go'));
    expect(() => slack.click('ana', 'modal', 'Stop')).toThrow(
      'there is no Stop here; there are: Go (press)',
    );
    expect(() => slack.click('ben', 'modal', 'Go')).toThrow('has no modal open');
  });
});

describe('messages that are acted on', () => {
  const post = async (...blocks: object[]) => {
    const { ts } = await call('chat.postMessage', { channel: leads, text: 'card', blocks });
    return { channel: leads, ts: String(ts) };
  };

  it('choose options of selects and menus by text, value or handle', async () => {
    const options = ['Won', 'Lost'].map((text) => ({
      text: { type: 'plain_text', text },
      value: text.toLowerCase(),
    }));
    const card = await post({
      type: 'actions',
      block_id: 'row',
      elements: [
        { type: 'static_select', action_id: 'status', options },
        { type: 'overflow', action_id: 'more', options },
        { type: 'users_select', action_id: 'who' },
        { type: 'datepicker', action_id: 'when', initial_date: '2026-11-22' },
      ],
    });
    await slack.select('ana', card, 'status', 'Lost');
    await slack.select('ana', card, 'more', 'won');
    await slack.select('ana', card, 'who', 'ben');
    expect(received.map((payload) => (payload.actions as object[])[0])).toMatchObject([
      { type: 'static_select', selected_option: options[1] },
      { type: 'overflow', selected_option: options[0] },
      { type: 'users_select', selected_user: slack.user('ben').id },
    ]);
    expect(received[0]?.state).toMatchObject({
      values: {
        row: { status: { selected_option: options[1] }, when: { selected_date: '2026-11-22' } },
      },
    });
    expect(() => slack.select('ana', card, 'status', 'Gone')).toThrow('it has: Won, Lost');
  });

  it('tell buttons of one name apart by their value', async () => {
    const card = await post(button('Done', 'L-1'), button('Done', 'L-2'));
    await slack.click('ana', card, 'press', { value: 'L-2' });
    expect(received[0]?.actions).toMatchObject([{ value: 'L-2' }]);
  });

  it('do not carry themselves when they are whispers', async () => {
    await call('chat.postEphemeral', {
      channel: leads,
      user: slack.user('ana').id,
      text: 'x',
      blocks: [button('OK')],
    });
    const [whisper] = slack.messages('leads', { as: 'ana' });
    if (!whisper) throw new Error('no whisper');
    await slack.click('ana', whisper, 'OK');
    expect(received[0]).toMatchObject({
      container: { is_ephemeral: true, message_ts: whisper.ts },
    });
    expect(received[0]).not.toHaveProperty('message');
    expect(() => slack.click('ben', whisper, 'OK')).toThrow('sees no message');
  });

  it('are given whole to a message shortcut', async () => {
    const { ts } = await slack.say('ben', 'leads', 'please call <Kim> & @ana');
    await slack.messageShortcut('ana', { channel: leads, ts }, 'make_lead');
    expect(received[0]).toMatchObject({
      type: 'message_action',
      callback_id: 'make_lead',
      message: {
        ts,
        user: slack.user('ben').id,
        text: `please call &lt;Kim&gt; &amp; <@${slack.user('ana').id}|ana>`,
      },
    });
  });
});

describe('response URLs', () => {
  const respond = (body: object) =>
    fetch(String(received.at(-1)?.response_url), { method: 'POST', body: JSON.stringify(body) });
  beforeEach(async () => {
    const { ts } = await call('chat.postMessage', {
      channel: leads,
      text: 'card',
      blocks: [button('Claim')],
    });
    await slack.click('ana', { channel: leads, ts: String(ts) }, 'Claim');
  });

  it('serve five times', async () => {
    for (let i = 0; i < 5; i++) expect((await respond({ text: 'x' })).status).toBe(200);
    const sixth = await respond({ text: 'x' });
    expect([sixth.status, await sixth.json()]).toEqual([404, { ok: false, error: 'used_url' }]);
  });

  it('expire after half an hour', async () => {
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 30 * 60_000 + 1);
    expect((await respond({ text: 'x' })).status).toBe(404);
  });

  it('whisper, post, replace and delete', async () => {
    await respond({ text: 'just you' });
    await respond({ text: 'everyone', response_type: 'in_channel' });
    await respond({ text: 'claimed', replace_original: true });
    expect(slack.messages('leads', { as: 'ana' }).map(({ text }) => text)).toEqual([
      'claimed',
      'just you',
      'everyone',
    ]);
    expect(slack.messages('leads', { as: 'ben' }).map(({ text }) => text)).toEqual([
      'claimed',
      'everyone',
    ]);
    await respond({ delete_original: true });
    expect((await respond({ text: 'x', replace_original: true })).status).toBe(404);
    expect(slack.messages('leads')).toMatchObject([{ text: 'everyone' }]);
  });

  it('refuse what Slack would refuse, on the record', async () => {
    expect((await respond({})).status).toBe(400);
    expect((await respond({ blocks: [{ type: 'bogus' }] })).status).toBe(400);
    slack.faults.add({ fault: '500', method: 'response_url' });
    expect((await respond({ text: 'x' })).status).toBe(500);
    expect(slack.callsTo('response_url')).toMatchObject([
      { error: 'no_text', done: false, args: { channel: leads, user: slack.user('ana').id } },
      { error: 'invalid_blocks', done: false },
      { fault: '500', done: false },
    ]);
  });
});
