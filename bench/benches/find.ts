import { findLeadsLike } from '../../src/leads/findLeadsLike.ts';
import type { Bench } from '../support/bench.ts';
import { below, elapsed, quantile } from '../support/figures.ts';
import { seeded } from '../support/history.ts';
import { onStage } from '../support/stage.ts';

/** From what one lead has to what all have. */
const searches = ['doe 47110', 'ead4711@', 'sons 4711', '030 1234-471', 'example', 'nobody at all'];

export const find: Bench = {
  about: 'a search for parts of names, companies, addresses and numbers',
  run: ({ rows, rounds }) =>
    onStage(rows, async ({ open }) => {
      const { ctx } = await open();
      const look = (text: string) => () =>
        findLeadsLike(ctx, { text, personId: seeded.rep(1), limit: 8 });
      await look('example')();
      const measures = [];
      for (const text of searches) {
        const took: number[] = [];
        for (let round = 0; round < rounds * 5; round++) took.push(await elapsed(look(text)));
        measures.push(below(`p99 of “${text}”, ms`, { ours: quantile(took, 0.99) }, 50));
      }
      return measures;
    }),
};
