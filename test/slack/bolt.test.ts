import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { button, section } from '../../src/slack/blocks.ts';
import { createBolt, type SlackDoor } from '../../src/slack/bolt.ts';
import { createClients } from '../../src/slack/clients.ts';

let slack: Sandbox;
let doors: SlackDoor[] = [];
let lines: string[] = [];
const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) });

/** The app's door in Socket Mode, with the listeners that the test registers. */
async function connected(register: (bolt: SlackDoor['bolt']) => void, onFatal = () => {}) {
  const { teamId, botToken, botId, botUserId, apiUrl, appToken } = slack;
  const door = createBolt({
    transport: { mode: 'socket', appToken },
    installation: { teamId, botToken, botId, botUserId },
    apiUrl,
    client: createClients({ token: botToken, apiUrl, log }).interactive,
    log,
    onFatal,
  });
  register(door.bolt);
  doors.push(door);
  await door.start();
  await slack.connected(doors.length);
  return door;
}

const started = async (options = {}) => {
  slack = await startSandbox({ page: false, eventRetryDelaysMs: [0, 10], ...options });
  const { apiUrl, botToken } = slack;
  return createClients({ token: botToken, apiUrl, log }).interactive;
};

afterEach(async () => {
  await Promise.all(doors.map(({ stop }) => stop(1_000)));
  expect(slack.unexpected).toEqual([]);
  await slack.close();
  doors = [];
  lines = [];
});

const oops = async () => {
  throw new Error('broken by the test');
};
const nothingChanged =
  /^Something went wrong.*Nothing was changed; please try again in a minute\.$/;

describe('a listener that fails', () => {
  test('tells whoever clicked, privately, and Slack shows no error', async () => {
    const client = await started();
    await connected((bolt) => bolt.action('lead:claim', oops));
    const { channel, ts } = await client.chat.postMessage({
      channel: slack.channel('leads').id,
      text: 'a card',
      blocks: [section('a card', button({ text: 'Claim', actionId: 'lead:claim', value: '1' }))],
    });
    const ack = await slack.click('ana', { channel: channel!, ts: ts! }, 'Claim');
    expect(ack).toMatchObject({ acked: true });
    await slack.settled();
    const whisper = slack.messages('leads', { as: 'ana' }).at(-1);
    expect(whisper).toMatchObject({ text: expect.stringMatching(nothingChanged) });
    expect(slack.messages('leads', { as: 'ben' })).toHaveLength(1);
    expect(lines.join()).toContain('lead:claim');
  });

  test('tells whoever typed a command', async () => {
    await started();
    await connected((bolt) => bolt.command('/lead', oops));
    const ack = await slack.command('ana', 'leads', '/lead mine');
    expect(ack).toMatchObject({
      acked: true,
      body: { response_type: 'ephemeral', text: expect.stringMatching(nothingChanged) },
    });
  });

  test('leaves a form open with what was typed, and says so in it', async () => {
    await started();
    const client = createClients({ token: slack.botToken, apiUrl: slack.apiUrl, log }).interactive;
    await connected((bolt) => {
      bolt.command('/lead', async ({ ack, body }) => {
        await client.views.open({
          trigger_id: body.trigger_id,
          view: {
            type: 'modal',
            callback_id: 'lead:new-form',
            title: { type: 'plain_text', text: 'New lead' },
            submit: { type: 'plain_text', text: 'Save' },
            blocks: [
              {
                type: 'input',
                block_id: 'name',
                label: { type: 'plain_text', text: 'Name' },
                element: { type: 'plain_text_input', action_id: 'name' },
              },
            ],
          },
        });
        await ack();
      });
      bolt.view('lead:new-form', oops);
    });
    await slack.command('ana', 'leads', '/lead new');
    const { errors } = await slack.submit('ana', { name: 'Grete' });
    expect(errors).toEqual({ name: expect.stringMatching(nothingChanged) });
    expect(slack.modal('ana')).toBeDefined();
  });

  test('after its acknowledgement says that the change was saved', async () => {
    await started();
    await connected((bolt) =>
      bolt.command('/lead', async ({ ack }) => {
        await ack();
        await oops();
      }),
    );
    await slack.command('ana', 'leads', '/lead mine');
    await slack.settled();
    expect(slack.messages('leads', { as: 'ana' }).at(-1)?.text).toContain(
      'after your change was saved',
    );
  });

  test('of an event is sent again', async () => {
    await started({ app: { events: ['user_change'] }, ackTimeoutMs: 300 });
    const seen: (number | undefined)[] = [];
    await connected((bolt) =>
      bolt.event('user_change', async ({ context }) => {
        seen.push(context.retryNum);
        if (seen.length === 1) await oops();
      }),
    );
    await slack.changeUser('ana', { tz: 'Asia/Tokyo' });
    await slack.waitFor(() => seen.length === 2);
    expect(seen[1]).toBe(1);
  });

  test('leaves no word of the person in the log', async () => {
    await started();
    await connected((bolt) => bolt.command('/lead', oops));
    await slack.command('ana', 'leads', '/lead L-1 lost "Grete is cross"');
    expect(lines.join()).not.toMatch(/Grete|xoxb|xapp/);
  });
});

test('what nobody listens for is acknowledged all the same', async () => {
  const client = await started();
  await connected(() => {});
  const { channel, ts } = await client.chat.postMessage({
    channel: slack.channel('leads').id,
    text: 'an old card',
    blocks: [section('an old card', button({ text: 'Gone', actionId: 'lead:gone', value: '1' }))],
  });
  expect(await slack.click('ana', { channel: channel!, ts: ts! }, 'Gone')).toMatchObject({
    acked: true,
  });
});

test("another workspace's payload reaches no listener", async () => {
  await started();
  let reached = 0;
  await connected((bolt) => {
    bolt.command('/lead', async ({ ack }) => {
      reached += 1;
      await ack();
    });
    bolt.event('app_uninstalled', async () => void (reached += 1));
  });
  await slack.deliver({
    kind: 'slash_commands',
    acceptsResponse: true,
    payload: { command: '/lead', text: 'mine', team_id: 'T0OTHER', user_id: 'U1', trigger_id: '1' },
  });
  await slack.deliver({
    kind: 'events_api',
    acceptsResponse: false,
    payload: {
      type: 'event_callback',
      team_id: 'T0OTHER',
      event_id: 'Ev1',
      event: { type: 'app_uninstalled' },
    },
  });
  expect(reached).toBe(0);
});

describe('the socket', () => {
  test.each(['refresh', 'cut'] as const)('comes back after a %s', async (how) => {
    await started();
    const door = await connected((bolt) => bolt.command('/lead', ({ ack }) => ack('here')));
    slack.disconnectSockets(how);
    await slack.waitFor(() => !door.connected());
    await slack.waitFor(() => door.connected());
    const ack = await slack.command('ana', 'leads', '/lead');
    expect(ack).toMatchObject({ acked: true });
  });

  test('is tried again while Slack is away', async () => {
    await started();
    const door = await connected(() => {});
    slack.faults.add({ method: 'apps.connections.open', fault: '503', times: 2 });
    slack.disconnectSockets();
    await slack.waitFor(() => !door.connected());
    await slack.waitFor(() => door.connected());
    expect(slack.callsTo('apps.connections.open').map(({ status }) => status)).toEqual([
      200, 503, 503, 200,
    ]);
  });

  test('that Slack refuses for good ends the process, with a word', async () => {
    await started();
    const fatal = Promise.withResolvers<void>();
    const door = await connected(() => {}, fatal.resolve);
    slack.faults.add({
      method: 'apps.connections.open',
      fault: { error: 'invalid_auth' },
      times: Infinity,
    });
    slack.disconnectSockets();
    await fatal.promise;
    expect(door.connected()).toBe(false);
    expect(lines.join()).toContain('Slack cannot be reached any more');
  });

  test('that Slack refuses at the start is an error at the start', async () => {
    await started();
    slack.faults.add({ method: 'apps.connections.open', fault: { error: 'invalid_auth' } });
    await expect(connected(() => {})).rejects.toThrow('invalid_auth');
    doors = [];
  });

  test('is closed when the last listener is done, whose acknowledgement arrives', async () => {
    await started();
    const begun = Promise.withResolvers<void>();
    const door = await connected((bolt) =>
      bolt.command('/lead', async ({ ack }) => {
        begun.resolve();
        await new Promise((resolve) => setTimeout(resolve, 200));
        await ack('done');
      }),
    );
    const answer = slack.command('ana', 'leads', '/lead');
    await begun.promise;
    expect(door.running()).toBe(1);
    await door.stop(5_000);
    expect(await answer).toMatchObject({ acked: true, body: { text: 'done' } });
    await slack.waitFor(() => slack.connections === 0);
  });
});
