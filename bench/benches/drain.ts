import type pg from 'pg';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { slacksPace } from '../../src/slack/delivery.ts';
import { enqueueMessage } from '../../src/slack/messageStore.ts';
import { type Bench, say, type Size } from '../support/bench.ts';
import {
  atLeastShare,
  below,
  inTurn,
  type Measure,
  median,
  quantile,
  rate,
} from '../support/figures.ts';
import { seeded } from '../support/history.ts';
import { drainRate, fillOutbox, noPace, openOutbox } from '../support/outbox.ts';
import { steadyMs } from '../support/steadyClock.ts';
import { onStage, type Stage } from '../support/stage.ts';

const perRound = 3_000;
const mostLeads = 100_000;
const smallBacklog = 500;
const target = 1_000;
const channels = Array.from({ length: seeded.channels }, (_, n) => seeded.channel(n));

export const drain: Bench = {
  about: 'the outbox: rate, delay, a long backlog, and the limits of Slack',
  run: (size) =>
    onStage(Math.min(size.rows, mostLeads), async (stage) => [
      ...(await rates(stage, size)),
      await delay(stage, size),
      await atSlacksLimits(stage, size),
      await backlog(stage, size),
    ]),
};

/** Of messages that cost nothing to draw, and of cards; the baseline are bare calls of the same client. */
async function rates(stage: Stage, { rows, rounds }: Size): Promise<Measure[]> {
  const { outside, database } = stage;
  const each = Math.min(perRound, rows);
  const outbox = await openOutbox(stage, noPace);
  const { clients } = await stage.open();
  const numbers = Array.from({ length: each }, (_, n) => n);
  const post = (n: number) => {
    const text = `Message ${n}`;
    return clients.delivery.chat.postMessage({ channel: seeded.channel(n % 100), text });
  };
  say('rate');
  const plain = await inTurn(
    rounds,
    async () => {
      await fillOutbox(database.pool, each, channels);
      return drainRate(outbox, outside, each);
    },
    () => rate(numbers, 96, post),
  );
  const cards = await inTurn(
    rounds,
    async () => drainRate(outbox, outside, await cardsWait(database.pool, each)),
    () => rate(numbers, 96, post),
  );
  return [atTarget('messages drained a second', plain), atTarget('cards drained a second', cards)];
}

const atTarget = (what: string, pair: { ours: number; baseline: number }): Measure => ({
  ...atLeastShare(what, pair, 0),
  target: `≥ ${target}`,
  reached: pair.ours >= target,
});

/** Leads that have just come in: as many cards wait. Answers how many. */
async function cardsWait(pool: pg.Pool, most: number): Promise<number> {
  const { rowCount } = await pool.query(
    `with card as (
      update messages set state = 'waiting', channel_id = null, ts = null, posted_at = null, shown_version = 0
      where id in (select m.id from messages m join leads l on l.workspace_id = m.workspace_id and l.id = m.lead_id
        where m.state = 'posted' and m.live and l.status = 'new' limit $1)
      returning lead_id
    )
    update leads set posted_at = null, follow_up_due_at = null, due_rule = null
    from card where id = card.lead_id`,
    [most],
  );
  await pool.query('vacuum (analyze) messages');
  return rowCount ?? 0;
}

/** From the commit of a message until Slack gets the call, now and then and many at once. */
async function delay(stage: Stage, { rounds }: Size): Promise<Measure> {
  const { outside } = stage;
  const outbox = await openOutbox(stage, noPace);
  const { ctx } = outbox;
  await outbox.start();
  say('from commit to send');
  const worst: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await outside.postings();
    const committed = new Map<number, number>();
    for (let n = 0; n < 200; n++) {
      const now = ctx.clock.now();
      const id = await ctx.db.transaction().execute((trx) =>
        enqueueMessage(trx, {
          workspaceId: ctx.workspaceId,
          kind: 'plain',
          key: `delay:${round}:${n}`,
          destination: seeded.channel(n % seeded.channels),
          now,
        }),
      );
      ctx.wakeDelivery();
      committed.set(id ?? 0, steadyMs());
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    const seen = await outside.postings();
    const delays = seen.map(({ id, atMs }) => atMs - (committed.get(id) ?? Number.NaN));
    if (delays.length < committed.size) say(`${committed.size - delays.length} did not arrive`);
    worst.push(quantile(delays, 0.99));
  }
  await outbox.stop();
  return below('from commit to send, p99, ms', { ours: median(worst) }, 20);
}

const busyChannels = 8;

/** The sandbox refuses what comes too fast; how near to one a second does each channel come? */
async function atSlacksLimits(stage: Stage, { rounds }: Size): Promise<Measure> {
  const seconds = Math.min(60, rounds * 10);
  const sandbox = await startSandbox({
    teamId: seeded.workspaceId,
    enforceRateLimits: true,
    page: false,
    world: {
      users: [{ name: 'ana' }],
      channels: Array.from({ length: busyChannels }, (_, n) => ({ name: `busy-${n}` })),
    },
  });
  const busy = sandbox.channels.map(({ id }) => id);
  const outbox = await openOutbox(stage, slacksPace, sandbox);
  await fillOutbox(stage.database.pool, busyChannels * (seconds + 10), busy);
  say(`${busyChannels} busy channels at the limits of Slack, for ${seconds} s`);
  await outbox.start();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  await outbox.stop();
  const calls = sandbox.callsTo('chat.postMessage');
  const refused = calls.filter(({ status }) => status === 429).length;
  const shares = busy.map((id) => {
    const at = calls.filter(({ args, ok }) => ok && args.channel === id).map((call) => call.at);
    return ((at.length - 1) * 1_000) / ((at.at(-1) ?? 0) - (at[0] ?? 0));
  });
  await sandbox.close();
  const slowest = Math.min(...shares);
  return {
    what: `messages a second on the slowest of ${busyChannels} busy channels; 429s: ${refused}`,
    ...{ ours: slowest, baseline: 1, ratio: slowest },
    target: '≥ 0.95, no 429',
    reached: slowest >= 0.95 && refused === 0,
  };
}

/** The last measure: it leaves the long backlog behind. */
async function backlog(long: Stage, { rows, rounds }: Size): Promise<Measure> {
  return onStage(100, async (short) => {
    const each = Math.min(smallBacklog, rows);
    await long.database.pool.query(
      `delete from messages where kind = 'plain' and state = 'waiting'`,
    );
    const inLong = await openOutbox(long, noPace);
    const inShort = await openOutbox(short, noPace);
    say(`a backlog of ${rows.toLocaleString('en')}`);
    await fillOutbox(long.database.pool, rows + rounds * each, channels);
    const pair = await inTurn(
      rounds,
      () => drainRate(inLong, long.outside, each),
      async () => {
        await fillOutbox(short.database.pool, each, channels);
        return drainRate(inShort, short.outside, each);
      },
    );
    const name = (count: number) => count.toLocaleString('en');
    return atLeastShare(
      `drained a second, backlog of ${name(rows)} against ${name(each)}`,
      pair,
      0.8,
    );
  });
}
