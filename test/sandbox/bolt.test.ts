import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';

type Transport = 'socket' | 'http';

let slack: Sandbox;
let app: App;
afterEach(async () => {
  await app.stop();
  await slack.close();
});

/** The real Bolt, connected to a sandbox as an app would be. */
async function start(transport: Transport): Promise<void> {
  slack = await startSandbox({ eventRetryDelaysMs: [0] });
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } };
  const receiver =
    transport === 'socket'
      ? new SocketModeReceiver({
          appToken: slack.appToken,
          logLevel: LogLevel.ERROR,
          // The way in which SocketModeReceiver lets its own client be pointed elsewhere.
          installerOptions: { clientOptions },
        })
      : new HTTPReceiver({ signingSecret: slack.signingSecret, logLevel: LogLevel.ERROR });
  app = new App({ token: slack.botToken, receiver, clientOptions, logLevel: LogLevel.ERROR });
  listen();
  const server = await app.start(0);
  if (transport === 'socket') return slack.connected();
  const address = server && 'address' in server ? server.address() : null;
  if (address === null || typeof address === 'string') throw new Error('no port');
  slack.deliverOverHttp(`http://127.0.0.1:${address.port}/slack/events`);
}

const button = (text: string, action_id: string, value: string) => ({
  type: 'button' as const,
  text: { type: 'plain_text' as const, text },
  action_id,
  value,
});

let seen: Record<string, unknown>[];

function listen(): void {
  seen = [];
  app.action('claim', async ({ ack, body, action, respond, client }) => {
    await ack();
    seen.push({ body, action });
    if (body.type !== 'block_actions' || !body.channel || !body.message || action.type !== 'button')
      return;
    await client.chat.update({
      channel: body.channel.id,
      ts: body.message.ts,
      text: `${action.value} claimed`,
      blocks: [],
    });
    await respond({ text: 'It is yours.', replace_original: false });
  });
  app.command('/lead', async ({ ack, command, client }) => {
    await ack({ text: `heard ${command.text}`, response_type: 'ephemeral' });
    await client.views.open({
      trigger_id: command.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'new',
        title: { type: 'plain_text', text: 'New lead' },
        submit: { type: 'plain_text', text: 'Save' },
        notify_on_close: true,
        blocks: [
          {
            type: 'input',
            block_id: 'name',
            label: { type: 'plain_text', text: 'Name' },
            element: { type: 'plain_text_input', action_id: 'text' },
          },
        ],
      },
    });
  });
  app.view('new', async ({ ack, view, body }) => {
    seen.push({ body });
    const name = view.state.values.name?.text?.value;
    if (name === 'bad')
      await ack({ response_action: 'errors', errors: { name: 'That is no name.' } });
    else await ack();
  });
  app.view({ callback_id: 'new', type: 'view_closed' }, async ({ ack, body }) => {
    await ack();
    seen.push({ body });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: {
        type: 'home',
        blocks: [{ type: 'actions', elements: [button('Refresh', 'refresh', 'x')] }],
      },
    });
  });
  app.action('refresh', async ({ ack, body }) => {
    await ack();
    seen.push({ body });
  });
  app.shortcut('new_lead', async ({ ack, body }) => {
    await ack();
    seen.push({ body });
  });
}

describe.each<Transport>(['socket', 'http'])('Bolt over %s', (transport) => {
  it('gets a click with everything Slack sends, updates the card and whispers to the clicker', async () => {
    await start(transport);
    const { ts } = await app.client.chat.postMessage({
      channel: slack.channel('leads').id,
      text: 'L-1',
      blocks: [{ type: 'actions', elements: [button('Claim', 'claim', 'L-1')] }],
      metadata: { event_type: 'lead_posted', event_payload: { outbox_id: 7 } },
    });
    const card = slack.messages('leads').find((one) => one.ts === ts);
    if (!card) throw new Error('no card');
    const ack = await slack.click('ana', card, 'Claim');
    expect(ack).toMatchObject({ acked: true, status: 200 });
    await slack.waitFor(() => slack.messages('leads', { as: 'ana' }).length === 2);
    expect(slack.messages('leads')).toMatchObject([
      { ts, text: 'L-1 claimed', blocks: [], metadata: { event_payload: { outbox_id: 7 } } },
    ]);
    expect(slack.messages('leads', { as: 'ana' }).at(-1)).toMatchObject({
      text: 'It is yours.',
      visibleTo: slack.user('ana').id,
    });
    expect(slack.messages('leads', { as: 'ben' })).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      body: {
        type: 'block_actions',
        api_app_id: slack.appId,
        team: { id: slack.teamId },
        user: { id: slack.user('ana').id, username: 'ana', team_id: slack.teamId },
        container: {
          type: 'message',
          message_ts: ts,
          channel_id: slack.channel('leads').id,
          is_ephemeral: false,
        },
        channel: { id: slack.channel('leads').id, name: 'leads' },
        message: { ts, bot_id: slack.botId, blocks: [{ type: 'actions' }] },
        state: { values: {} },
      },
      action: { type: 'button', action_id: 'claim', value: 'L-1' },
    });
    expect(slack.unexpected).toEqual([]);
  });

  it('opens a modal from a command, refuses and then takes its submission', async () => {
    await start(transport);
    await slack.command('ana', 'leads', '/lead new for @ben');
    await slack.waitFor(() => slack.modal('ana'));
    expect(slack.messages('leads', { as: 'ana' })).toMatchObject([
      { text: `heard new for <@${slack.user('ben').id}|ben>`, visibleTo: slack.user('ana').id },
    ]);
    expect(await slack.submit('ana')).toMatchObject({
      sent: false,
      errors: { name: 'Please complete this required field.' },
    });
    expect(await slack.submit('ana', { Name: 'bad' })).toMatchObject({
      errors: { name: 'That is no name.' },
    });
    expect(slack.modal('ana')?.state).toMatchObject({ name: { text: { value: 'bad' } } });
    expect(await slack.submit('ana', { name: 'Kim' })).toMatchObject({ acked: true });
    expect(slack.modal('ana')).toBeUndefined();
    expect(seen.map(({ body }) => body)).toMatchObject([
      {
        view: { state: { values: { name: { text: { type: 'plain_text_input', value: 'bad' } } } } },
      },
      { view: { callback_id: 'new', root_view_id: expect.any(String), previous_view_id: null } },
    ]);
  });

  it('is told that a modal was closed', async () => {
    await start(transport);
    await slack.command('ana', 'leads', '/lead');
    await slack.waitFor(() => slack.modal('ana'));
    await slack.closeModal('ana', { all: true });
    expect(seen).toMatchObject([{ body: { type: 'view_closed', is_cleared: true } }]);
  });

  it('publishes a Home and gets clicks in it with the view', async () => {
    await start(transport);
    await slack.openHome('ben');
    await slack.waitFor(() => slack.home('ben'));
    await slack.click('ben', 'home', 'Refresh');
    const home = slack.home('ben');
    expect(seen).toMatchObject([
      {
        body: {
          container: { type: 'view', view_id: home?.id },
          view: { type: 'home', hash: home?.hash },
        },
      },
    ]);
    expect(seen[0]?.body).not.toHaveProperty('response_url');
    expect(seen[0]?.body).not.toHaveProperty('channel');
  });

  it('gets a global shortcut', async () => {
    await start(transport);
    await slack.shortcut('mia', 'new_lead');
    expect(seen).toMatchObject([{ body: { type: 'shortcut', user: { username: 'mia' } } }]);
  });
});
