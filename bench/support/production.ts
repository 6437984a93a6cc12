import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { signingSecret } from './outside.ts';

/** What `npm start` and the commands read: a production configuration, over HTTP. */
export const appEnvironment = (where: { database: string; apiUrl: string }) => ({
  PATH: process.env['PATH'],
  // As npm start has it.
  NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
  SLACK_BOT_TOKEN: 'xoxb-bench',
  SLACK_SIGNING_SECRET: signingSecret,
  SLACK_API_URL: where.apiUrl,
  DATABASE_URL: where.database,
  LEAD_NUDGE_KEY: '07'.repeat(32),
  HOST: '127.0.0.1',
  PORT: '0',
  LOG_LEVEL: 'info',
});

export type Production = {
  readonly url: string;
  readonly pid: number;
  /** From the start of the process until /readyz said yes. */
  readonly readyMs: number;
  stop(): Promise<void>;
};

export const root = join(import.meta.dirname, '..', '..');

/** The app as it is run in production, src/main.ts in a process of its own. */
export async function startProduction(where: {
  database: string;
  apiUrl: string;
}): Promise<Production> {
  const since = performance.now();
  const app = spawn(process.execPath, [join(root, 'src/main.ts')], {
    cwd: root,
    env: appEnvironment(where),
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  const ended = once(app, 'exit');
  const stop = async () => {
    app.kill('SIGTERM');
    await ended;
  };
  try {
    const url = await addressOf(createInterface({ input: app.stderr }), ended);
    while (!(await fetch(`${url}/readyz`)).ok)
      await new Promise((resolve) => setTimeout(resolve, 5));
    return { url, pid: app.pid ?? 0, readyMs: performance.now() - since, stop };
  } catch (error) {
    app.kill('SIGKILL');
    throw error;
  }
}

/** The app says it in its log. What else it says is worth reading only from warnings on. */
function addressOf(log: NodeJS.EventEmitter, ended: Promise<unknown>): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    log.on('line', (line: string) => {
      const entry = readEntry(line);
      if (entry.level === undefined || entry.level >= 40) {
        said.push(line);
        process.stderr.write(`app: ${line}\n`);
      }
      if (entry.url) resolve(entry.url);
    });
    void ended.then(() => reject(new Error(`the app ended at once: ${said.join('\n')}`)));
  });
}

function readEntry(line: string): { level?: number; url?: string } {
  try {
    return JSON.parse(line) as { level?: number; url?: string }; // the app's own log
  } catch {
    return {};
  }
}

/** How much memory a process has, in MB. */
export function memoryOf(pid: number): number {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(stdout) / 1024;
}
