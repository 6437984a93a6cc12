import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Context } from '../../src/context.ts';
import type pg from 'pg';
import { importCommand } from '../../src/intake/importCommand.ts';
import { type Bench, say } from '../support/bench.ts';
import { atLeastShare, elapsed, inTurn, timesLess } from '../support/figures.ts';
import { seeded } from '../support/history.ts';
import { writeLeadsFile } from '../support/leadsFile.ts';
import { appEnvironment, memoryOf, root } from '../support/production.ts';
import { onStage, type Stage } from '../support/stage.ts';

const perRound = 20_000;
/** As many as the import stores at once. */
const batch = 500;
const mostSeeded = 100_000;

export const importing: Bench = {
  about: 'rows of a CSV file imported against bare batch INSERTs; memory',
  run: ({ rows, rounds }) =>
    onStage(Math.min(rows, mostSeeded), async (stage) => {
      const { ctx } = await stage.open();
      const each = Math.min(perRound, rows);
      say(`files of ${each.toLocaleString('en')} rows`);
      const pair = await inTurn(
        rounds,
        () => rowsPerSecond(ctx, each),
        () => insertsPerSecond(stage.database.pool, each),
      );
      say(`memory at ${rows.toLocaleString('en')} rows`);
      const small = await peakMemory(stage, Math.ceil(rows / 10));
      const large = await peakMemory(stage, rows);
      const name = (count: number) => count.toLocaleString('en');
      return [
        atLeastShare('rows imported a second', pair, 0.45),
        {
          ...timesLess(
            `peak memory, ${name(rows)} rows against ${name(Math.ceil(rows / 10))}, MB`,
            { ours: large, baseline: small },
            1 / 1.3,
          ),
          target: '< 1.3 × baseline',
        },
      ];
    }),
};

async function rowsPerSecond(ctx: Context, rows: number): Promise<number> {
  const file = await writeLeadsFile(rows);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const out = { stdout: nowhere, stderr: nowhere, isTerminal: false };
  const ms = await elapsed(() =>
    importCommand(ctx, { file: file.path, source: seeded.source }, out),
  );
  await file.remove();
  return (rows * 1000) / ms;
}

/** The leads' rows alone, as many in a statement, on one connection: as if no other table had to know. */
async function insertsPerSecond(pool: pg.Pool, rows: number): Promise<number> {
  const client = await pool.connect();
  const at = new Date();
  const ms = await elapsed(async () => {
    for (let done = 0; done < rows; done += batch) {
      const values = Array.from({ length: Math.min(batch, rows - done) }, (_, n) => 1000 + n);
      await client.query(
        `insert into leads (workspace_id, source_key, channel_id, status, status_at, received_at, value, currency)
        select $1, $2, $3, 'new', $4, $4, value, 'EUR' from unnest($5::numeric[]) as t (value)`,
        [seeded.workspaceId, seeded.source, seeded.channel(0), at, values],
      );
    }
  });
  client.release();
  return (rows * 1000) / ms;
}

/** The most memory, in MB, that the command's own process takes for a file of so many rows. */
async function peakMemory({ database, outside }: Stage, rows: number): Promise<number> {
  const file = await writeLeadsFile(rows);
  const command = ['import', file.path, '--source', seeded.source];
  const child = spawn(process.execPath, [join(root, 'src/cli/main.ts'), ...command], {
    cwd: root,
    env: appEnvironment({ database: database.url, apiUrl: outside.apiUrl }),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let peak = 0;
  const look = setInterval(() => (peak = Math.max(peak, memoryOf(child.pid ?? 0))), 250);
  const [code] = await once(child, 'exit');
  clearInterval(look);
  await file.remove();
  if (code !== 0) throw new Error(`the import ended with ${code}`);
  return peak;
}
