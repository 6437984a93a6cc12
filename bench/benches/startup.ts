import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Bench, say } from '../support/bench.ts';
import { below, elapsed, inTurn, median } from '../support/figures.ts';
import { memoryOf, startProduction } from '../support/production.ts';
import { onStage } from '../support/stage.ts';

const afterMs = 2_000;

export const startup: Bench = {
  about: 'from the start of the process until ready; its memory',
  run: ({ rows, rounds }) =>
    onStage(rows, async ({ database, outside }) => {
      const where = { database: database.url, apiUrl: outside.apiUrl };
      const megabytes: number[] = [];
      say('starting and stopping');
      const pair = await inTurn(
        rounds,
        async () => {
          const app = await startProduction(where);
          await new Promise((resolve) => setTimeout(resolve, afterMs));
          megabytes.push(memoryOf(app.pid));
          await app.stop();
          return app.readyMs;
        },
        // What Node takes to run nothing at all.
        () => elapsed(() => once(spawn(process.execPath, ['-e', '0']), 'exit')),
      );
      return [
        below('start to ready, ms', pair, 1_000),
        below('memory once it is ready, MB', { ours: median(megabytes) }, 150),
      ];
    }),
};
