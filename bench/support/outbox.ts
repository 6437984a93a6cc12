import type pg from 'pg';
import type { Context } from '../../src/context.ts';
import { type Delivery, type Pacing, startDelivery } from '../../src/slack/delivery.ts';
import { seeded } from './history.ts';
import type { Outside, SeenPosting } from './outside.ts';
import type { Stage } from './stage.ts';

export const noPace: Pacing = { postEveryMs: 0, updateEveryMs: 0, updateBurst: 100 };

/** This process's delivery; beside the product's it knows messages of the kind `plain`, which cost nothing to draw. */
export type Outbox = {
  readonly ctx: Context;
  start(): Promise<void>;
  stop(): Promise<void>;
};

export async function openOutbox(
  { open }: Stage,
  pacing: Pacing,
  slack?: { apiUrl: string; botToken: string },
): Promise<Outbox> {
  let delivery: Delivery | undefined;
  const wakeDelivery = () => delivery?.wake();
  const { ctx, clients, workspace } = await open({ wakeDelivery, ...(slack ? { slack } : {}) });
  const plain = {
    draw: async (_: Context, { id }: { id: number }) => ({ text: `Message ${id}`, blocks: [] }),
  };
  const bare = { ...ctx, messageKinds: { ...ctx.messageKinds, plain } };
  return {
    ctx: bare,
    async start() {
      const { botId } = workspace;
      delivery = await startDelivery(bare, { client: clients.delivery, botId, pacing });
    },
    async stop() {
      await delivery?.stop();
    },
  };
}

let batches = 0;

/** Puts plain messages into the outbox, evenly over as many channels. */
export async function fillOutbox(
  pool: pg.Pool,
  count: number,
  channels: readonly string[],
): Promise<void> {
  batches += 1;
  const client = await pool.connect();
  await client.query('set statement_timeout = 0');
  await client.query(
    `insert into destinations (workspace_id, id) select $1, unnest($2::text[]) on conflict do nothing`,
    [seeded.workspaceId, channels],
  );
  await client.query(
    `insert into messages (workspace_id, kind, key, destination, created_at, not_before)
    select $1, 'plain', concat('plain:', $2::int, ':', n), ($3::text[])[1 + n % $4::int], now(), '-infinity'
    from generate_series(1, $5::int) n`,
    [seeded.workspaceId, batches, channels, channels.length, count],
  );
  await client.query('vacuum (analyze) messages');
  client.release(true);
}

/** Runs the outbox until so many messages have gone; answers how many a second went. */
export async function drainRate(outbox: Outbox, outside: Outside, count: number): Promise<number> {
  await outside.postings();
  const seen: SeenPosting[] = [];
  await outbox.start();
  while (seen.length < count) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    seen.push(...(await outside.postings()));
  }
  await outbox.stop();
  const [first, last] = [seen[0], seen[count - 1]];
  return first && last ? ((count - 1) * 1000) / (last.atMs - first.atMs) : Number.NaN;
}
