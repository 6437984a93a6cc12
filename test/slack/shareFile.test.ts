import { sql } from 'kysely';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { FaultSpec } from '../../sandbox/faultPlan.ts';
import type { SandboxOptions } from '../../sandbox/sandboxOptions.ts';
import type { MessageKind } from '../../src/slack/message.ts';
import { createTestDatabase } from '../support/testDatabase.ts';
import { drawnFile, noPace, type Rig, startRig } from './rig.ts';

const testDatabase = await createTestDatabase();
const { db } = await testDatabase.open();
let rigs: Rig[] = [];
const rigged = async (options?: SandboxOptions) => {
  const rig = await startRig(db, options);
  rigs.push(rig);
  return rig;
};
afterEach(async () => {
  for (const rig of rigs) {
    expect(rig.sandbox.unexpected).toEqual([]);
    await rig.stop();
  }
  rigs = [];
});
afterAll(testDatabase.drop);

const scopes = ['chat:write', 'chat:write.public', 'im:write', 'files:write'];
const withoutHistory = { app: { scopes } };
const isPosted = ({ state }: { state: string }) => state === 'posted';
const hasFailed = ({ error }: { error: string | null }) => error !== null;
const complete = 'files.completeUploadExternal';

/** The time until the next attempt goes by. */
function goOn(rig: Rig) {
  rig.forward(60_000);
  rig.ctx.wakeDelivery();
}

/** What stands in a channel: the file of a message that has one, else its text. */
const shownIn = (rig: Rig, channel = 'leads') =>
  rig.sandbox.messages(channel).map(({ files, text }) => (files[0] ? `file: ${text}` : text));

describe('a file', () => {
  test('is uploaded and shared with its title, alt text and words', async () => {
    const rig = await rigged();
    await rig.deliver();
    const id = await rig.enqueue('chart', rig.sandbox.channel('leads').id, 'picture');
    const row = await rig.until(id, isPosted);
    expect(row).toMatchObject({
      channel_id: rig.sandbox.channel('leads').id,
      ts: null,
      live: false,
    });
    const [file] = rig.sandbox.files;
    expect(file).toMatchObject({
      id: row.file_id,
      name: 'chart.png',
      title: 'The chart',
      altText: 'What chart shows',
    });
    expect(file?.bytes?.toString()).toBe('bytes of chart');
    expect(rig.sandbox.messages('leads')).toMatchObject([{ text: 'chart', files: [file?.id] }]);
    expect(rig.posted).toEqual([id]);
  });

  test("goes to a person's direct conversation by that one's own id", async () => {
    const rig = await rigged();
    await rig.deliver();
    const id = await rig.enqueue('chart', rig.sandbox.user('ana').id, 'picture');
    expect((await rig.until(id, isPosted)).channel_id).toMatch(/^D/);
    expect(rig.sandbox.dm('ana').map(({ files }) => files.length)).toEqual([1]);
  });

  test('keeps its place between the messages before and after it', async () => {
    const rig = await rigged();
    const leads = rig.sandbox.channel('leads').id;
    await rig.enqueue('digest', leads);
    await rig.enqueue('chart', leads, 'picture');
    const last = await rig.enqueue('after', leads);
    await rig.deliver();
    await rig.until(last, isPosted);
    expect(shownIn(rig)).toEqual(['digest', 'file: chart', 'after']);
  });

  test('may be a reply', async () => {
    const rig = await rigged();
    const leads = rig.sandbox.channel('leads').id;
    const cardId = await rig.enqueue('card', leads);
    const reply: MessageKind = {
      draw: async (_ctx, { key }) => drawnFile(key),
      thread: async () => (await rig.row(cardId)).ts,
    };
    await rig.deliver(noPace, { messageKinds: { ...rig.ctx.messageKinds, reply } });
    const { ts } = await rig.until(cardId, isPosted);
    await rig.until(await rig.enqueue('chart', leads, 'reply'), isPosted);
    expect(rig.sandbox.messages('leads').find(({ files }) => files[0])?.threadTs).toBe(ts);
  });
});

describe('a file that cannot be shared is said in words', () => {
  const refusing = (error: string) => ({ method: complete, fault: { error } });
  const refusals: [why: string, options: SandboxOptions, fault?: FaultSpec][] = [
    ['no scope', { app: { scopes: scopes.slice(0, 3) } }],
    ['the channel refuses', {}, refusing('posting_to_channel_denied')],
    ['the workspace refuses', {}, refusing('file_uploads_except_images_disabled')],
    ['not a member', {}, refusing('not_in_channel')],
  ];
  test.each(refusals)('%s', async (_why, options, fault) => {
    const rig = await rigged(options);
    if (fault) rig.sandbox.faults.add(fault);
    await rig.deliver();
    const row = await rig.until(
      await rig.enqueue('chart', rig.sandbox.channel('leads').id, 'picture'),
      isPosted,
    );
    expect(row.ts).not.toBeNull();
    expect(shownIn(rig)).toEqual(['chart in words']);
    // Neither the channel nor the app counts as dead.
    await rig.until(await rig.enqueue('next'), isPosted);
  });

  test('cannot be drawn', async () => {
    const rig = await rigged();
    const broken: MessageKind = {
      async draw(_ctx, { key }) {
        const shared = drawnFile(key);
        const bytes = () => Promise.reject(new Error('no such package'));
        return { ...shared, file: { ...shared.file, bytes } };
      },
    };
    await rig.deliver(noPace, { messageKinds: { broken } });
    await rig.until(
      await rig.enqueue('chart', rig.sandbox.channel('leads').id, 'broken'),
      isPosted,
    );
    expect(shownIn(rig)).toEqual(['chart in words']);
  });

  test('the host of files takes none, which holds up nobody else', async () => {
    const rig = await rigged();
    rig.sandbox.faults.add({ method: 'upload', fault: '503', times: Infinity });
    await rig.deliver();
    const leads = rig.sandbox.channel('leads').id;
    const id = await rig.enqueue('chart', leads, 'picture');
    for (const attempts of [1, 2, 3]) {
      await rig.until(id, (row) => row.attempts === attempts && row.leased_by === null);
      await rig.until(await rig.enqueue(`meanwhile ${attempts}`), isPosted);
      goOn(rig);
    }
    await rig.until(id, isPosted);
    expect(shownIn(rig).at(-1)).toBe('chart in words');
  });
});

describe('a file whose result is unknown', () => {
  test.each(['accept-then-reset', 'accept-then-500', 'accept-then-internal_error'] as const)(
    '%s: is found, and not shared again',
    async (fault) => {
      for (const kind of ['picture', 'export']) {
        const rig = await rigged();
        rig.sandbox.faults.add({ method: complete, fault });
        await rig.deliver();
        const id = await rig.enqueue('chart', rig.sandbox.channel('leads').id, kind);
        await rig.until(id, hasFailed);
        goOn(rig);
        expect(await rig.until(id, isPosted)).toMatchObject({ ts: expect.any(String) });
        expect(shownIn(rig)).toEqual(['file: chart']);
        expect(rig.posted).toEqual([id]);
      }
    },
  );

  test('nobody can look: a picture is not shared again', async () => {
    const rig = await rigged(withoutHistory);
    rig.sandbox.faults.add({ method: complete, fault: 'accept-then-reset' });
    await rig.deliver();
    const id = await rig.enqueue('chart', rig.sandbox.channel('leads').id, 'picture');
    await rig.until(id, hasFailed);
    goOn(rig);
    expect(await rig.until(id, isPosted)).toMatchObject({ error: 'may have arrived' });
    expect(shownIn(rig)).toEqual(['file: chart']);
    expect(rig.sandbox.files).toHaveLength(1);
  });

  test('nobody can look: what a person asked for rather comes twice', async () => {
    const rig = await rigged(withoutHistory);
    rig.sandbox.faults.add({ method: complete, fault: 'accept-then-reset' });
    await rig.deliver();
    const id = await rig.enqueue('list', rig.sandbox.channel('leads').id, 'export');
    await rig.until(id, hasFailed);
    goOn(rig);
    await rig.until(id, ({ error }) => error === 'file_not_found');
    goOn(rig);
    await rig.until(id, isPosted);
    expect(shownIn(rig)).toEqual(['file: list', 'file: list']);
  });

  test.each([
    ['with', {}],
    ['without', withoutHistory],
  ])(
    'a process that was killed before sharing, %s history: the upload is shared once',
    async (_with, options) => {
      const rig = await rigged(options);
      // It hangs until the process is gone, and nothing was done.
      rig.sandbox.faults.add({ method: complete, fault: 'hang' });
      await rig.deliver();
      const id = await rig.enqueue('chart', rig.sandbox.channel('leads').id, 'picture');
      await rig.until(id, ({ file_id }) => file_id !== null);
      await rig.stopDelivering(0);
      await sql`update messages set lease_until = now() - interval '1 second'
        where workspace_id = ${rig.ctx.workspaceId} and id = ${id}`.execute(db);
      await rig.deliver();
      await rig.until(id, isPosted);
      expect(shownIn(rig)).toEqual(['file: chart']);
      expect(rig.sandbox.files).toHaveLength(1);
    },
  );

  test('of before a restore: a picture is not shared again', async () => {
    const rig = await rigged();
    const id = await rig.enqueue('chart', rig.sandbox.channel('leads').id, 'picture');
    await db
      .insertInto('workspaces')
      .values({
        id: rig.ctx.workspaceId,
        ...{ bot_id: 'B', bot_user_id: 'U', name: 'Restored', created_at: new Date(0) },
        restored_from_at: new Date(Date.now() - 60_000),
        look_first_until: new Date(Date.now() + 60_000),
      })
      .execute();
    await rig.deliver();
    expect(await rig.until(id, isPosted)).toMatchObject({ error: 'may have arrived' });
    expect(rig.sandbox.messages('leads')).toEqual([]);
  });

  test('one that was shared and could not be recorded is not shared again', async () => {
    const rig = await rigged(withoutHistory);
    let failures = 1;
    const picture: MessageKind = {
      draw: async (_ctx, { key }) => drawnFile(key),
      async onPosted() {
        if (failures-- > 0) throw new Error('not now');
      },
    };
    await rig.deliver(noPace, { messageKinds: { picture } });
    const id = await rig.enqueue('chart', rig.sandbox.channel('leads').id, 'picture');
    await rig.until(id, hasFailed);
    goOn(rig);
    await rig.until(id, isPosted);
    expect(failures).toBe(-1);
    expect(shownIn(rig)).toEqual(['file: chart']);
  });
});

describe('while Slack does not take files', () => {
  test.each([
    ['files.getUploadURLExternal', '429'],
    [complete, '429'],
    [complete, '429-no-retry-after'],
  ] as const)('%s, %s: others go on, it goes later', async (method, fault) => {
    const rig = await rigged();
    rig.sandbox.faults.add({ method, fault, retryAfter: 30 });
    await rig.deliver();
    const id = await rig.enqueue('chart', rig.sandbox.channel('leads').id, 'picture');
    expect(await rig.until(id, hasFailed)).toMatchObject({ error: 'ratelimited', attempts: 0 });
    await rig.until(await rig.enqueue('meanwhile'), isPosted);
    goOn(rig);
    await rig.until(id, isPosted);
    expect(shownIn(rig)).toEqual(['meanwhile', 'file: chart']);
  });

  test('an outage uses up no attempts', async () => {
    const rig = await rigged();
    rig.sandbox.faults.add({ fault: '503', times: 20 });
    await rig.deliver();
    const id = await rig.enqueue('chart', rig.sandbox.channel('leads').id, 'picture');
    await rig.sandbox.waitFor(() => rig.sandbox.calls.length >= 3);
    rig.sandbox.faults.clear();
    await rig.until(id, isPosted);
    expect(shownIn(rig)).toEqual(['file: chart']);
    expect(await rig.row(id)).toMatchObject({ attempts: 0 });
  });
});
