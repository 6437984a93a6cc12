import { claimLead } from '../../src/leads/claimLead.ts';
import { startProduction } from '../support/production.ts';
import { type Bench, say } from '../support/bench.ts';
import { atLeastShare, inTurn, rate } from '../support/figures.ts';
import type { Timing } from '../support/outside.ts';
import { type Lead, seeded, unclaimedLeads } from '../support/history.ts';
import { onStage } from '../support/stage.ts';

const perRound = 2_000;
/** As many as the app's pool has connections. */
const atOnce = 10;

export const claim: Bench = {
  about: 'one claim against a bare UPDATE, alone and from click to answer',
  run: ({ rows, rounds }) =>
    onStage(rows, async ({ database, outside, open }) => {
      const take = await unclaimedLeads(database.pool);
      // Four times each round.
      const each = Math.min(perRound, Math.floor(rows / 10 / (rounds * 4)) || 1);
      const { ctx } = await open();

      say(`claims by the verb, ${atOnce} at once`);
      let clicks = 0;
      const claimOne = async ({ id }: Lead) => {
        clicks += 1;
        const by = {
          kind: 'person',
          id: seeded.rep(id % seeded.reps),
          interaction: `verb-${clicks}`,
        } as const;
        const { outcome } = await claimLead(ctx, { leadId: id, by });
        if (outcome !== 'claimed') throw new Error(`a claim was answered with ${outcome}`);
      };
      const updates = async () =>
        checked(await outside.update(database.url, take(each), { atOnce })).perSecond;
      const verb = await inTurn(rounds, () => rate(take(each), atOnce, claimOne), updates);

      say(`claims by signed clicks, ${atOnce} at once`);
      const app = await startProduction({ database: database.url, apiUrl: outside.apiUrl });
      const clicked = async () => {
        const timing = await outside.click(`${app.url}/slack/events`, take(each), { atOnce });
        await outside.quiet();
        return checked(timing).perSecond;
      };
      const endToEnd = await inTurn(rounds, clicked, updates);
      await app.stop();

      return [
        atLeastShare(`claims a second, the verb, ${atOnce} at once`, verb, 0.65),
        atLeastShare(`claims a second, click to ack, ${atOnce} at once`, endToEnd, 0.4),
      ];
    }),
};

function checked(timing: Timing): Timing {
  if (timing.failed > 0) throw new Error(`${timing.failed} claims failed`);
  return timing;
}
