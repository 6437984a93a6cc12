import { setTimeout } from 'node:timers/promises';
import type pg from 'pg';
import type { Context } from '../../src/context.ts';
import { claimLead } from '../../src/leads/claimLead.ts';
import { recalculateDue } from '../../src/leads/recalculateDue.ts';
import { type Bench, say } from '../support/bench.ts';
import { below, elapsed, type Measure, quantile } from '../support/figures.ts';
import { type Lead, seeded, unclaimedLeads } from '../support/history.ts';
import { onStage } from '../support/stage.ts';

const perSecond = 50;
const calmSeconds = 10;
const sayEvery = 50_000;

export const recalculation: Bench = {
  about: 'all due instants calculated anew after a change of settings, and claims meanwhile; once',
  run: ({ rows }) =>
    onStage(rows, async ({ database, open }) => {
      say('opening every lead, with a window that has begun');
      await openAll(database.pool);
      const take = await unclaimedLeads(database.pool);
      const { ctx } = await open();
      await recalculateDue(ctx);

      say(`${perSecond} claims a second, calm`);
      const calm = await claimUntil(ctx, take, setTimeout(calmSeconds * 1_000));
      say(`${perSecond} claims a second, while all is calculated anew`);
      await ctx.settings.change(
        (settings) => ({
          ...settings,
          windows: { ...settings.windows, unclaimed: '2d', claimed: '3d', attempted: '4d' },
          windowRules: [
            { when: { source: seeded.source }, windows: { connected: '5d', quoted: '6d' } },
          ],
        }),
        { authorId: null, note: 'bench', now: ctx.clock.now() },
      );
      let moved = 0;
      let said = 0;
      let ms = 0;
      const running = elapsed(async () => {
        const result = await recalculateDue(ctx, ({ done, total }) => {
          if (done - said < sayEvery) return;
          said = done;
          say(`${done.toLocaleString('en')} of ${total.toLocaleString('en')}`);
        });
        moved = result.moved;
      }).then((took) => (ms = took));
      const busy = await claimUntil(ctx, take, running);

      const p99 = { ours: quantile(busy, 0.99), baseline: quantile(calm, 0.99) };
      return [
        told(`${moved.toLocaleString('en')} due instants moved, s`, ms / 1_000),
        told('due instants a second', (moved * 1_000) / ms),
        below(`p99 of a claim meanwhile, ${perSecond}/s, against calm, ms`, p99, 100),
        below('worst claim meanwhile, ms', { ours: Math.max(...busy) }, 1_000),
      ];
    }),
};

const told = (what: string, ours: number): Measure => ({
  ...{ what, ours, baseline: null, ratio: null },
  ...{ target: '–', reached: true },
});

/** So that there is as much to do as there can be. */
async function openAll(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('set statement_timeout = 0; set synchronous_commit = off');
    await client.query(`
      update leads set closed_at = null, obstacle = null, breached_at = null,
        status = case when closed_at is null then status else 'attempted' end,
        due_rule = case when closed_at is null then due_rule else 'status:attempted' end,
        due_timezone = 'Europe/Berlin', due_opened_at = now() - interval '1 hour',
        follow_up_due_at = now() + interval '1 day' + id * interval '1 millisecond',
        lease_ends_at = case when status = 'new' then null else now() + interval '4 days' end,
        lease_from_at = case when status = 'new' then null
          else now() + interval '1 day' + id * interval '1 millisecond' end`);
    await client.query(`update messages set live = true where kind = 'card' and not live`);
    await client.query('vacuum (analyze) leads, messages');
    await client.query('checkpoint');
  } finally {
    client.release(true);
  }
}

/** How long each claim took, in ms, from when it was to begin. */
async function claimUntil(
  ctx: Context,
  take: (count: number) => Lead[],
  ended: Promise<unknown>,
): Promise<number[]> {
  let going = true;
  const end = ended.finally(() => (going = false));
  const took: Promise<number>[] = [];
  const since = performance.now();
  for (let n = 0; going; n += 1) {
    const begins = since + (n * 1_000) / perSecond;
    await setTimeout(Math.max(0, begins - performance.now()));
    const [lead] = take(1);
    if (!lead) break;
    took.push(claimOne(ctx, lead, n).then(() => performance.now() - begins));
  }
  await end;
  return Promise.all(took);
}

let clicks = 0;
async function claimOne(ctx: Context, { id }: Lead, n: number): Promise<void> {
  clicks += 1;
  const by = {
    kind: 'person',
    id: seeded.rep(n % seeded.reps),
    interaction: `during-${clicks}`,
  } as const;
  const { outcome } = await claimLead(ctx, { leadId: id, by });
  if (outcome !== 'claimed') throw new Error(`a claim was answered with ${outcome}`);
}
