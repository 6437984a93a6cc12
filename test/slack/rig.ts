import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import type { SandboxOptions } from '../../sandbox/sandboxOptions.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { movableClock } from '../../src/clock.ts';
import type { Context } from '../../src/context.ts';
import type { Db } from '../../src/db/openDatabase.ts';
import { createSecrets } from '../../src/secrets.ts';
import { createSettingsStore } from '../../src/settings/settingsStore.ts';
import { section } from '../../src/slack/blocks.ts';
import { createClients } from '../../src/slack/clients.ts';
import { type Delivery, type Pacing, startDelivery } from '../../src/slack/delivery.ts';
import type { Drawing, MessageKind, SharedFile } from '../../src/slack/message.ts';
import { enqueueMessage } from '../../src/slack/messageStore.ts';

export const noPace: Pacing = { postEveryMs: 0, updateEveryMs: 0, updateBurst: 1 };
export const drawn = (text: string): Drawing => ({ text, blocks: [section(text)] });

export const drawnFile = (key: string): SharedFile => ({
  file: {
    name: `${key}.png`,
    title: `The ${key}`,
    bytes: async () => Buffer.from(`bytes of ${key}`),
    altText: `What ${key} shows`,
  },
  text: key,
  instead: drawn(`${key} in words`),
});

let workspaces = 0;

/**
 * A workspace of its own with a sandbox, and as many deliveries as are started. Kinds: `card`, at
 * least once, and `nudge`, at most once; both show `texts.get(key)`, else their key. Files:
 * `picture`, at most once, and `export`, at least once; both are drawnFile(key).
 */
export async function startRig(db: Db, options: SandboxOptions = {}) {
  workspaces += 1;
  const sandbox = await startSandbox({ page: false, teamId: `T0RIG${workspaces}`, ...options });
  const log = pino({ level: 'silent' });
  const clients = createClients({ token: sandbox.botToken, apiUrl: sandbox.apiUrl, log });
  const texts = new Map<string, string | Error | 'delete' | null>();
  const posted: number[] = [];
  const draw: MessageKind['draw'] = async (_ctx, { key }) => {
    const text = texts.get(key);
    if (text instanceof Error) throw text;
    if (text === null || text === 'delete') return text;
    return drawn(text ?? key);
  };
  const onPosted: MessageKind['onPosted'] = async (_ctx, _trx, { id }) => void posted.push(id);
  const drawFile: MessageKind['draw'] = async (_ctx, { key }) => drawnFile(key);
  const card: MessageKind = { draw, onPosted };
  const deliveries: Delivery[] = [];
  const clock = movableClock();
  const ctx: Context = {
    workspaceId: sandbox.teamId,
    db,
    clock,
    log,
    settings: createSettingsStore(db, sandbox.teamId),
    secrets: createSecrets(randomBytes(32)),
    slack: clients.interactive,
    showHome: async () => {},
    drawList: async () => Promise.reject(new Error('no lists here')),
    messageKinds: {
      card,
      nudge: { draw, atMostOnce: true },
      picture: { draw: drawFile, onPosted, atMostOnce: true },
      export: { draw: drawFile, onPosted },
    },
    wakeDelivery: () => deliveries.forEach(({ wake }) => wake()),
  };

  return {
    sandbox,
    ctx,
    forward: clock.forward,
    texts,
    /** Ids for which onPosted ran. */
    posted,
    async deliver(pacing = noPace, more: Partial<Context> = {}): Promise<Delivery> {
      const { botId } = sandbox;
      const delivery = await startDelivery(
        { ...ctx, ...more },
        { client: clients.delivery, botId, pacing },
      );
      deliveries.push(delivery);
      return delivery;
    },
    async enqueue(key: string, destination = sandbox.channel('leads').id, kind = 'card') {
      const { workspaceId } = ctx;
      const id = await db
        .transaction()
        .execute((trx) =>
          enqueueMessage(trx, { workspaceId, kind, key, destination, now: clock.now() }),
        );
      ctx.wakeDelivery();
      if (id === null) throw new Error(`${key} is there already`);
      return id;
    },
    row: (id: number) =>
      db
        .selectFrom('messages')
        .selectAll()
        .where('workspace_id', '=', sandbox.teamId)
        .where('id', '=', id)
        .executeTakeFirstOrThrow(),
    async until(id: number, holds: (row: Awaited<ReturnType<typeof this.row>>) => boolean) {
      for (const end = performance.now() + 15_000; ;) {
        const row = await this.row(id);
        if (holds(row)) return row;
        if (performance.now() > end) throw new Error(`in vain: ${JSON.stringify(row)}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    textsIn: (channel = 'leads') => sandbox.messages(channel).map(({ text }) => text),
    async stopDelivering(deadlineMs?: number) {
      await Promise.all(deliveries.splice(0).map(({ stop }) => stop(deadlineMs)));
    },
    async stop() {
      await this.stopDelivering();
      await sandbox.close();
    },
  };
}

export type Rig = Awaited<ReturnType<typeof startRig>>;
