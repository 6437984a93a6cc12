import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { startPostgres } from './postgres.ts';

async function ask(url: string, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

test('what was committed survives a crash and a restart', async () => {
  const postgres = await startPostgres({ fsync: true, settings: { work_mem: '5MB' } });
  try {
    await ask(postgres.url, 'create table kept as select 1 as n');
    await postgres.restart('immediate');
    expect(await ask(postgres.url, 'select n from kept')).toEqual([{ n: 1 }]);
    expect(await ask(postgres.url, 'show work_mem')).toEqual([{ work_mem: '5MB' }]);
    await postgres.halt();
    await expect(ask(postgres.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
    await postgres.start();
    expect(await ask(postgres.url, 'select n from kept')).toEqual([{ n: 1 }]);
  } finally {
    await postgres.stop();
  }
  await expect(ask(postgres.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
});

test('a server ends, and its folder goes, when the process that started it is killed', async () => {
  const program = `import { startPostgres } from ${JSON.stringify(join(import.meta.dirname, 'postgres.ts'))};
    const { url, folder } = await startPostgres(); console.log(JSON.stringify({ url, folder }));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed] = await once(child.stdout, 'data');
  const { url, folder } = JSON.parse(String(printed)) as { url: string; folder: string }; // written just above
  expect(await ask(url, 'select 1 as n')).toEqual([{ n: 1 }]);
  child.kill('SIGKILL');
  await expect.poll(() => existsSync(folder), { timeout: 10_000 }).toBe(false);
  await expect(ask(url, 'select 1')).rejects.toThrow('ECONNREFUSED');
});
