import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type pg from 'pg';
import { seeded } from './history.ts';
import { writeLeadsFile } from './leadsFile.ts';
import { appEnvironment, root } from './production.ts';
import type { Stage } from './stage.ts';

/** Imports a file and reads all leads, both again and again, until stopped. */
export async function startLoad({
  database,
  outside,
}: Stage): Promise<{ stop: () => Promise<void> }> {
  const file = await writeLeadsFile(200_000);
  let stopping = false;
  let stopImport = () => {};
  const importing = async () => {
    while (!stopping) {
      const command = ['import', file.path, '--source', seeded.source];
      const child = spawn(process.execPath, [join(root, 'src/cli/main.ts'), ...command], {
        cwd: root,
        env: appEnvironment({ database: database.url, apiUrl: outside.apiUrl }),
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      stopImport = () => child.kill();
      await once(child, 'exit');
    }
  };
  const scanning = async () => {
    while (!stopping) await scan(database.pool);
  };
  const running = [importing(), scanning()];
  return {
    async stop() {
      stopping = true;
      stopImport();
      await Promise.all(running);
      await file.remove();
    },
  };
}

const scan = (pool: pg.Pool) =>
  pool.query(`select status, count(*), sum(value) from leads group by status`);
