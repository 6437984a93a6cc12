import type pg from 'pg';
import { showHome } from '../../src/home/showHome.ts';
import type { Bench } from '../support/bench.ts';
import { below, elapsed, quantile } from '../support/figures.ts';
import { seeded } from '../support/history.ts';
import { onStage } from '../support/stage.ts';

const ownLeads = 500;
const timesARound = 50;

export const home: Bench = {
  about: `opening Home with ${ownLeads} leads of one's own, until it is published`,
  run: ({ rows, rounds }) =>
    onStage(rows, async ({ database, open }) => {
      const { ctx } = await open();
      const [rep, manager] = [seeded.rep(1), seeded.manager(1)];
      await give(database.pool, rep);
      await give(database.pool, manager);
      const measures = [];
      for (const [who, personId] of Object.entries({ rep, manager })) {
        const look = () => showHome(ctx, personId, { opened: true });
        // The first ones pay for compiling and connecting.
        for (let i = 0; i < timesARound; i++) await look();
        const took: number[] = [];
        for (let i = 0; i < rounds * timesARound; i++) took.push(await elapsed(look));
        measures.push(below(`p99 of a ${who}'s Home, ms`, { ours: quantile(took, 0.99) }, 300));
        measures.push(below(`worst of a ${who}'s Home, ms`, { ours: Math.max(...took) }, 1_000));
      }
      return measures;
    }),
};

/** So many open leads become theirs; every fifth is past its window. */
async function give(pool: pg.Pool, personId: string): Promise<void> {
  await pool.query(
    `update leads set owner_id = $1, breached_at = case when id % 5 = 0 then now() end,
      follow_up_due_at = now() + (id % 5 - 0.5) * interval '1 hour'
    where workspace_id = 'T0BENCH' and id in (
      select id from leads where workspace_id = 'T0BENCH' and closed_at is null
        and owner_id is not null and owner_id <> all ($2) limit $3)`,
    [personId, [seeded.rep(1), seeded.manager(1)], ownLeads],
  );
  await pool.query('analyze leads');
}
