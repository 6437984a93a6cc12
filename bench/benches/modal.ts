import { type Bench, say } from '../support/bench.ts';
import { below, quantile } from '../support/figures.ts';
import { ownedLeads } from '../support/history.ts';
import { startLoad } from '../support/importsAndScans.ts';
import type { CardButton } from '../support/outside.ts';
import { startProduction } from '../support/production.ts';
import { onStage } from '../support/stage.ts';

const perSecond = 20;
const seconds = 4;
const buttons: Readonly<Record<string, CardButton>> = {
  Details: 'lead:details',
  Update: 'lead:update',
};
/** Trigger ids live so long. */
const longest = 3_000;

export const modal: Bench = {
  about:
    'from a click on Details and Update until the form is open, during an import and full scans',
  run: ({ rows, rounds }) =>
    onStage(rows, async (stage) => {
      const { database, outside } = stage;
      const take = await ownedLeads(database.pool);
      const each = Math.min(perSecond * seconds, Math.floor(rows / 5 / (rounds * 2 + 1)) || 1);
      const app = await startProduction({ database: database.url, apiUrl: outside.apiUrl });
      const url = `${app.url}/slack/events`;
      // The first ones pay for compiling and connecting.
      await outside.click(url, take(each), { atOnce: 5 }, 'lead:details');
      const load = await startLoad(stage);
      const measures = [];
      for (const [label, button] of Object.entries(buttons)) {
        say(`${perSecond} clicks a second on ${label}`);
        const took: number[] = [];
        let late = 0;
        for (let round = 0; round < rounds; round++) {
          // A form is opened before its click is acknowledged.
          const { ms, failed } = await outside.click(url, take(each), { perSecond }, button);
          took.push(...ms);
          late += failed;
        }
        measures.push(below(`p99, ${label}, ms`, { ours: quantile(took, 0.99) }, 500));
        measures.push(below(`worst, ${label}, ms`, { ours: Math.max(...took) }, longest));
        measures.push(below(`not in time, ${label}`, { ours: late }, 1));
      }
      await load.stop();
      await app.stop();
      return measures;
    }),
};
