import { type Bench, say } from '../support/bench.ts';
import { below, inTurn, quantile } from '../support/figures.ts';
import { unclaimedLeads } from '../support/history.ts';
import { startLoad } from '../support/importsAndScans.ts';
import type { Timing } from '../support/outside.ts';
import { startProduction } from '../support/production.ts';
import { onStage } from '../support/stage.ts';

const arms = [
  { what: 'calm', perSecond: 50, seconds: 8, busy: false, limit: 50 },
  { what: 'calm', perSecond: 500, seconds: 4, busy: false, limit: 50 },
  { what: 'during an import and full scans', perSecond: 50, seconds: 8, busy: true, limit: 100 },
] as const;
const longest = 1_000;

export const click: Bench = {
  about: 'from a click on Claim to its acknowledgement, calm and under load',
  run: ({ rows, rounds }) =>
    onStage(rows, async (stage) => {
      const { database, outside } = stage;
      const take = await unclaimedLeads(database.pool);
      const most = Math.floor(rows / 10 / (rounds * 2 * arms.length)) || 1;
      const app = await startProduction({ database: database.url, apiUrl: outside.apiUrl });
      const url = `${app.url}/slack/events`;
      // The first ones pay for compiling and connecting.
      await outside.click(url, take(most), { atOnce: 5 });
      const measures = [];
      for (const { what, perSecond, seconds, busy, limit } of arms) {
        say(`${perSecond} clicks a second, ${what}`);
        let worst = 0;
        const leads = () => take(Math.min(most, perSecond * seconds));
        const clicks = async () => {
          const timing = await outside.click(url, leads(), { perSecond });
          worst = Math.max(worst, ...timing.ms);
          // What is left of it must not weigh on the next.
          await outside.quiet();
          return p99(timing);
        };
        const updates = async () => p99(await outside.update(database.url, leads(), { perSecond }));
        const load = busy ? await startLoad(stage) : null;
        const pair = await inTurn(rounds, clicks, updates);
        await load?.stop();
        measures.push(below(`p99, ${perSecond} clicks/s, ${what}, ms`, pair, limit));
        measures.push(below(`worst, ${perSecond} clicks/s, ${what}, ms`, { ours: worst }, longest));
      }
      await app.stop();
      return measures;
    }),
};

function p99({ ms, failed }: Timing): number {
  if (failed > 0) say(`${failed} of ${ms.length} failed`);
  return quantile(ms, 0.99);
}
