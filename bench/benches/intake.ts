import { theApp } from '../../src/context.ts';
import { receiveLead } from '../../src/intake/receiveLead.ts';
import { type Bench, say } from '../support/bench.ts';
import { atLeastShare, inTurn, rate } from '../support/figures.ts';
import { seeded } from '../support/history.ts';
import { onStage } from '../support/stage.ts';

const perRound = 2_000;
const atOnce = 10;

export const intake: Bench = {
  about: 'leads received against bare INSERTs of their rows',
  run: ({ rows, rounds }) =>
    onStage(rows, async ({ database, open }) => {
      const { ctx } = await open();
      const { pool } = database;
      let count = 0;
      const numbers = () => Array.from({ length: Math.min(perRound, rows) }, () => (count += 1));
      const receive = async (n: number) => {
        const webhookId = `bench-${n}`;
        const arrival = arrivalOf(n);
        const by = theApp;
        const { outcome } = await receiveLead(ctx, {
          source: seeded.source,
          arrival,
          by,
          webhookId,
        });
        if (outcome !== 'created') throw new Error(`a lead was answered with ${outcome}`);
      };
      const insert = (n: number) => pool.query(bareInsert(n));
      say(`leads received, ${atOnce} at once`);
      const pair = await inTurn(
        rounds,
        () => rate(numbers(), atOnce, receive),
        () => rate(numbers(), atOnce, insert),
      );
      return [atLeastShare(`leads received a second, ${atOnce} at once`, pair, 0.6)];
    }),
};

const arrivalOf = (n: number) => ({
  name: `Mary Major ${n}`,
  company: `Example Works ${n % 1000}`,
  email: `mary${n}@example.net`,
  phone: `+4930${1_000_000 + n}`,
  message: 'Please send me an offer for a service contract.',
  value: 1200,
  external_id: `form-${n}`,
});

/** The lead's row alone, as if no other table had to know. */
const bareInsert = (n: number) => ({
  text: `insert into leads (workspace_id, source_key, channel_id, status, status_at, received_at, value, currency)
    values ($1, $2, $3, 'new', $4, $4, $5, 'EUR')`,
  values: [seeded.workspaceId, seeded.source, seeded.channel(0), new Date(), 1000 + n],
});
