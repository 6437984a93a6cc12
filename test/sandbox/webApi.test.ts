import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { callSlack, type SlackAnswer } from './callSlack.ts';

let slack: Sandbox;
let client: WebClient;
let leads: string;
beforeEach(async () => {
  slack = await startSandbox();
  client = new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
  });
  leads = slack.channel('leads').id;
});
afterEach(() => slack.close());

const call = (method: string, args: object = {}) => callSlack(slack, method, args);

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const modal = (text = 'x', extra: object = {}) => ({
  type: 'modal',
  title: { type: 'plain_text', text: 'T' },
  blocks: [section(text)],
  ...extra,
});

describe('tokens and scopes', () => {
  it.each([
    ['no token', '', 'chat.postMessage', 'not_authed'],
    ['a wrong token', 'xoxb-wrong', 'chat.postMessage', 'invalid_auth'],
    ['the app token for messages', 'app', 'chat.postMessage', 'not_allowed_token_type'],
    ['the bot token for sockets', 'bot', 'apps.connections.open', 'not_allowed_token_type'],
  ])('refuses %s', async (_, token, method, error) => {
    const real = { app: slack.appToken, bot: slack.botToken }[token] ?? token;
    expect(await callSlack(slack, method, { channel: leads, text: 'x' }, real)).toMatchObject({
      ok: false,
      error,
    });
  });

  it('refuses a revoked token', async () => {
    slack.revokeToken();
    expect(await call('auth.test')).toMatchObject({ error: 'token_revoked' });
  });

  it('names the scope that is missing', async () => {
    slack.withdrawScopes('chat:write', 'users:read.email');
    expect(await call('chat.postMessage', { channel: leads, text: 'x' })).toMatchObject({
      error: 'missing_scope',
      needed: 'chat:write',
      provided: expect.stringContaining('commands'),
    });
    const { user } = await client.users.info({ user: slack.user('ana').id });
    expect(user?.profile).not.toHaveProperty('email');
  });

  it('asks for the history scope of the kind of conversation', async () => {
    slack.withdrawScopes('im:history');
    await client.chat.postMessage({ channel: slack.user('ana').id, text: 'hi' });
    const [dm] = slack.dm('ana');
    expect(await call('conversations.history', { channel: dm?.channel })).toMatchObject({
      needed: 'im:history',
    });
    expect(await call('conversations.history', { channel: leads })).toMatchObject({ ok: true });
  });

  it('notes a method that Slack does not have', async () => {
    expect(await call('leads.claim')).toMatchObject({ error: 'unknown_method' });
    expect(slack.unexpected).toEqual(['unknown Web API method leads.claim']);
  });

  it('takes JSON, forms and queries', async () => {
    const authorization = `Bearer ${slack.botToken}`;
    const json = {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json; charset=utf-8' },
    };
    const post = `${slack.apiUrl}chat.postMessage`;
    const sent = await fetch(post, {
      ...json,
      body: JSON.stringify({ channel: leads, text: 'x', blocks: [section('y')] }),
    });
    expect(await sent.json()).toMatchObject({ ok: true });
    expect(await (await fetch(post, { ...json, body: '{' })).json()).toMatchObject({
      error: 'invalid_json',
    });
    const info = await fetch(`${slack.apiUrl}conversations.info?channel=${leads}`, {
      headers: { authorization },
    });
    expect(await info.json()).toMatchObject({ channel: { name: 'leads' } });
  });
});

describe('chat', () => {
  const post = (args: object) => call('chat.postMessage', { channel: leads, text: 'x', ...args });

  it.each([
    ['an unknown channel', { channel: 'C404' }, 'channel_not_found'],
    ['an unknown person', { channel: 'U404' }, 'channel_not_found'],
    ['a name for a channel', { channel: 'leads' }, 'channel_not_found'],
    ['nothing to say', { text: '' }, 'no_text'],
    ['bad blocks', { blocks: [{ type: 'bogus' }] }, 'invalid_blocks'],
    ['blocks that are no list', { blocks: '{' }, 'invalid_blocks_format'],
    ['bad metadata', { metadata: { event_type: 'x' } }, 'invalid_metadata_format'],
    ['a reply to nothing', { thread_ts: '1.000001' }, 'thread_not_found'],
  ])('refuses %s', async (_, args, error) => {
    expect(await post(args)).toMatchObject({ ok: false, error });
  });

  it('gives the reasons for invalid blocks', async () => {
    expect(await post({ blocks: [{ type: 'bogus' }] })).toMatchObject({
      errors: ['unsupported type: bogus [json-pointer:/blocks/0/type]'],
      response_metadata: {
        messages: ['[ERROR] unsupported type: bogus [json-pointer:/blocks/0/type]'],
      },
    });
  });

  it('knows who may post where', async () => {
    const general = slack.channel('general').id;
    const secret = slack.addChannel({ name: 'secret', isPrivate: true, withApp: false }).id;
    expect(await post({ channel: general })).toMatchObject({ ok: true });
    expect(await post({ channel: secret })).toMatchObject({ error: 'channel_not_found' });
    expect(await post({ channel: slack.botUserId })).toMatchObject({ error: 'cannot_dm_bot' });
    slack.withdrawScopes('chat:write.public');
    expect(await post({ channel: general })).toMatchObject({ error: 'not_in_channel' });
    await slack.archive('leads');
    expect(await post({})).toMatchObject({ error: 'is_archived' });
  });

  it('opens a DM by posting to a person, even one who is gone', async () => {
    const { channel } = await client.chat.postMessage({
      channel: slack.user('ana').id,
      text: 'hi',
    });
    expect(channel).toMatch(/^D/);
    await slack.deactivate('ana');
    expect(await post({ channel: slack.user('ana').id })).toMatchObject({ ok: true, channel });
    expect(await call('conversations.open', { users: slack.user('ana').id })).toMatchObject({
      error: 'user_disabled',
    });
  });

  it('stamps messages in order even when the clock goes back', async () => {
    let now = 1_800_000_000_000;
    const other = await startSandbox({ now: () => (now -= 1_000) });
    const as = new WebClient(other.botToken, { slackApiUrl: other.apiUrl });
    const stamps: string[] = [];
    for (let i = 0; i < 3; i++)
      stamps.push(
        (await as.chat.postMessage({ channel: other.channel('leads').id, text: 'x' })).ts ?? '',
      );
    await other.close();
    expect(stamps).toEqual(stamps.toSorted());
    expect(new Set(stamps).size).toBe(3);
  });

  it('updates: keeps metadata and blocks that are not mentioned, refuses long texts and other people’s messages', async () => {
    const { ts = '' } = await client.chat.postMessage({
      channel: leads,
      text: 'x',
      blocks: [section('y')],
      metadata: { event_type: 'a', event_payload: { id: 1 } },
    });
    const update = (args: object) => call('chat.update', { channel: leads, ts, ...args });
    expect(await update({ text: 'new' })).toMatchObject({ ok: true, text: 'new' });
    expect(slack.messages('leads')[0]).toMatchObject({
      text: 'new',
      blocks: [section('y')],
      metadata: { event_type: 'a' },
    });
    await update({ text: 'new', blocks: [], metadata: {} });
    expect(slack.messages('leads')[0]).toMatchObject({ blocks: [] });
    expect(slack.messages('leads')[0]).not.toHaveProperty('metadata');
    expect(await update({ text: 'x'.repeat(4_001) })).toMatchObject({ error: 'msg_too_long' });
    expect(await update({ ts: '1.000001', text: 'x' })).toMatchObject({
      error: 'message_not_found',
    });
    const { ts: anas } = await slack.say('ana', 'leads', 'mine');
    expect(await update({ ts: anas, text: 'x' })).toMatchObject({ error: 'cant_update_message' });
    expect(await call('chat.delete', { channel: leads, ts: anas })).toMatchObject({
      error: 'cant_delete_message',
    });
    expect(await call('chat.delete', { channel: leads, ts })).toMatchObject({ ok: true });
    expect(slack.messages('leads')).toHaveLength(1);
  });

  it('whispers only where both are members', async () => {
    const whisper = (args: object) =>
      call('chat.postEphemeral', {
        channel: leads,
        user: slack.user('ana').id,
        text: 'psst',
        ...args,
      });
    expect(await whisper({})).toMatchObject({ ok: true, message_ts: expect.any(String) });
    expect(slack.messages('leads')).toEqual([]);
    expect(slack.messages('leads', { as: 'ana' })).toMatchObject([{ text: 'psst' }]);
    expect(await whisper({ channel: slack.channel('general').id })).toMatchObject({
      error: 'not_in_channel',
    });
    expect(await whisper({ user: 'U404' })).toMatchObject({ error: 'user_not_found' });
    await slack.leave('ana', 'leads');
    expect(await whisper({})).toMatchObject({ error: 'user_not_in_channel' });
  });
});

describe('history', () => {
  const post = async (text: string) =>
    (
      await client.chat.postMessage({
        channel: leads,
        text,
        metadata: { event_type: 'a', event_payload: { text } },
      })
    ).ts ?? '';
  const history = (args: object) => call('conversations.history', { channel: leads, ...args });
  const textsOf = ({ messages }: SlackAnswer) =>
    (messages as { text: string }[]).map(({ text }) => text);

  const cursorOf = ({ response_metadata }: SlackAnswer) =>
    (response_metadata as { next_cursor: string }).next_cursor;

  it('pages from the newest by limit and cursor, and hides whispers and replies', async () => {
    const ts = await post('1');
    for (const text of ['2', '3', '4', '5']) await post(text);
    await client.chat.postMessage({ channel: leads, text: 'reply', thread_ts: ts });
    await client.chat.postEphemeral({ channel: leads, user: slack.user('ana').id, text: 'psst' });
    const first = await history({ limit: 2 });
    expect(textsOf(first)).toEqual(['5', '4']);
    expect(first.has_more).toBe(true);
    const second = await history({ limit: 2, cursor: cursorOf(first) });
    expect(textsOf(second)).toEqual(['3', '2']);
    const third = await history({ limit: 2, cursor: cursorOf(second) });
    expect(textsOf(third)).toEqual(['1']);
    expect(third.has_more).toBe(false);
    const replies = await call('conversations.replies', { channel: leads, ts });
    expect(textsOf(replies)).toEqual(['1', 'reply']);
  });

  it('takes oldest and latest as bounds, exclusive unless inclusive', async () => {
    const stamps = [];
    for (const text of ['1', '2', '3', '4']) stamps.push(await post(text));
    const [one, two, three] = stamps;
    expect(textsOf(await history({ oldest: two }))).toEqual(['4', '3']);
    expect(textsOf(await history({ oldest: two, inclusive: true }))).toEqual(['4', '3', '2']);
    expect(textsOf(await history({ latest: three }))).toEqual(['2', '1']);
    expect(textsOf(await history({ latest: three, oldest: one, inclusive: true }))).toEqual([
      '3',
      '2',
      '1',
    ]);
    expect(textsOf(await history({ oldest: one, limit: 1 }))).toEqual(['2']);
    expect(await history({ oldest: 'yesterday' })).toMatchObject({ error: 'invalid_ts_oldest' });
    expect(await history({ cursor: 'nonsense' })).toMatchObject({ error: 'invalid_cursor' });
  });

  it('gives the payload of metadata only when asked', async () => {
    await post('1');
    expect(await history({})).toMatchObject({
      messages: [{ bot_id: slack.botId, metadata: { event_type: 'a' } }],
    });
    expect(JSON.stringify(await history({}))).not.toContain('event_payload');
    expect(await history({ include_all_metadata: true })).toMatchObject({
      messages: [{ metadata: { event_payload: { text: '1' } } }],
    });
  });

  it('is refused where the app is no member', async () => {
    expect(await history({ channel: slack.channel('general').id })).toMatchObject({
      error: 'not_in_channel',
    });
  });
});

describe('people and channels', () => {
  it('gives time zones with their offset, and pages', async () => {
    slack.addUser({ name: 'zoe', tz: 'Asia/Kolkata' });
    const { user } = await client.users.info({ user: slack.user('zoe').id });
    expect(user).toMatchObject({
      tz: 'Asia/Kolkata',
      tz_offset: 19_800,
      profile: { email: 'zoe@example.com' },
    });
    expect(user?.profile?.display_name).toBe('zoe');
    slack.addUser({ name: 'kim', realName: 'Kim Park', displayName: '' });
    const { user: kim } = await client.users.info({ user: slack.user('kim').id });
    expect(kim?.profile).toMatchObject({ display_name: '', real_name: 'Kim Park' });
    const first = await client.users.list({ limit: 5 });
    expect(first.members).toHaveLength(5);
    const cursor = first.response_metadata?.next_cursor ?? '';
    const second = await client.users.list({ limit: 5, cursor });
    expect(second.members?.map(({ name }) => name)).toContain('zoe');
    expect(await call('users.info', { user: 'U404' })).toMatchObject({ error: 'user_not_found' });
    expect(await call('users.lookupByEmail', { email: 'ANA@example.com' })).toMatchObject({
      user: { name: 'ana' },
    });
    expect(await call('users.lookupByEmail', { email: 'no@example.com' })).toMatchObject({
      error: 'users_not_found',
    });
  });

  it('lists channels that the app may see', async () => {
    slack.addChannel({ name: 'secret', isPrivate: true, withApp: false });
    slack.addChannel({ name: 'deals', isPrivate: true });
    const { channels } = await client.conversations.list({
      types: 'public_channel,private_channel',
    });
    expect(channels?.map(({ name }) => name)).toEqual(['leads', 'general', 'deals']);
    const { members } = await client.conversations.members({ channel: leads });
    expect(members).toContain(slack.user('ana').id);
    expect(await call('conversations.join', { channel: leads })).toMatchObject({
      needed: 'channels:join',
    });
  });
});

describe('views', () => {
  it('publishes a Home and refuses an outdated hash', async () => {
    const user_id = slack.user('ana').id;
    const publish = (args: object) =>
      call('views.publish', { user_id, view: { type: 'home', blocks: [section('x')] }, ...args });
    const first = await publish({});
    const { hash } = first.view as { hash: string };
    expect(await publish({ hash })).toMatchObject({
      ok: true,
      view: { id: (first.view as { id: string }).id },
    });
    expect(await publish({ hash })).toMatchObject({ error: 'hash_conflict' });
    expect(await publish({ user_id: 'U404' })).toMatchObject({ error: 'invalid_arguments' });
  });

  it('refuses triggers that were never given', async () => {
    expect(await call('views.open', { trigger_id: '1.2.abc', view: modal() })).toMatchObject({
      error: 'invalid_trigger_id',
    });
    expect(await call('views.update', { view_id: 'V404', view: modal() })).toMatchObject({
      error: 'not_found',
    });
  });
});

describe('files', () => {
  it('takes an upload in three steps and shares it where the app is', async () => {
    const bytes = Buffer.from('not really a picture');
    await client.filesUploadV2({
      channel_id: leads,
      file: bytes,
      filename: 'chart.png',
      alt_text: 'Thirty days',
      title: 'Chart',
    });
    expect(slack.files).toMatchObject([
      { name: 'chart.png', title: 'Chart', mimetype: 'image/png', size: bytes.length },
    ]);
    const [message] = slack.messages('leads');
    expect(message).toMatchObject({ subtype: 'file_share', files: [slack.files[0]?.id] });
    const served = await fetch(`${slack.url}/sandbox/files/${slack.files[0]?.id}`);
    expect(Buffer.from(await served.arrayBuffer())).toEqual(bytes);
  });

  it('refuses to complete what was never uploaded', async () => {
    const { file_id } = await client.files.getUploadURLExternal({ filename: 'a.csv', length: 3 });
    expect(
      await call('files.completeUploadExternal', { files: [{ id: file_id }], channel_id: leads }),
    ).toMatchObject({
      error: 'file_not_found',
    });
  });

  it('completes an upload once, and not at all where the app is no member', async () => {
    const bytes = Buffer.from('a,b');
    const { file_id, upload_url } = await client.files.getUploadURLExternal({
      filename: 'a.csv',
      length: bytes.length,
    });
    await fetch(upload_url ?? '', { method: 'POST', body: bytes });
    const complete = (channel_id: string) =>
      call('files.completeUploadExternal', { files: [{ id: file_id, title: 'A' }], channel_id });
    expect(await complete(slack.user('ana').id)).toMatchObject({ error: 'channel_not_found' });
    expect(await complete(leads)).toMatchObject({ ok: true, files: [{ id: file_id, title: 'A' }] });
    expect(await complete(leads)).toMatchObject({ error: 'file_not_found' });
    expect(slack.messages('leads')).toHaveLength(1);
  });

  it('refuses a picture block of a file that was not shared', async () => {
    const image = { type: 'image', slack_file: { id: 'F404' }, alt_text: 'x' };
    expect(
      await call('chat.postMessage', { channel: leads, text: 'x', blocks: [image] }),
    ).toMatchObject({
      error: 'invalid_blocks',
    });
  });
});

describe('the record', () => {
  it('keeps arguments, kind of token and answer of every call', async () => {
    await call('chat.postMessage', { channel: leads, text: 'x' });
    await call('chat.postMessage', { channel: 'C404', text: 'x' });
    expect(slack.callsTo('chat.postMessage')).toMatchObject([
      { args: { channel: leads, text: 'x' }, tokenKind: 'bot', ok: true, done: true, status: 200 },
      { args: { channel: 'C404' }, ok: false, done: false, error: 'channel_not_found' },
    ]);
  });
});
