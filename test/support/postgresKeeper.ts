/**
 * The process between a Postgres server and whoever started it. Reads one command a line (`start`,
 * `stop SIGNAL`), answers each with a line (`ok`, or what went wrong), and when its input closes, for
 * whatever reason, ends the server and removes its folder. So a killed test run leaves nothing behind.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

interface Kept {
  folder: string;
  executable: string;
  args: string[];
  uid: number | undefined;
}

// Written by startPostgres, and by nobody else.
const kept = JSON.parse(process.argv[2] ?? '') as Kept;
const logFile = join(kept.folder, 'log');
let server: ChildProcess | undefined;

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

async function start(): Promise<string> {
  const log = openSync(logFile, 'a');
  const { uid } = kept;
  server = spawn(kept.executable, kept.args, {
    stdio: ['ignore', log, log],
    cwd: kept.folder,
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  closeSync(log);
  const failed = new Promise<string>((resolve) => {
    server?.once('error', (error) => resolve(error.message));
    server?.once('exit', () =>
      resolve(`Postgres did not start: ${readOrNothing(logFile).slice(-2000)}`),
    );
  });
  return Promise.race([failed, ready(server.pid)]);
}

/** Postgres writes its state into the eighth line of this file. */
async function ready(pid: number | undefined): Promise<string> {
  const stateFile = join(kept.folder, 'data', 'postmaster.pid');
  for (;;) {
    const lines = readOrNothing(stateFile).split('\n');
    if (lines[0] === String(pid) && lines[7]?.trim() === 'ready') return 'ok';
    await sleep(15);
  }
}

async function stop(signal: NodeJS.Signals): Promise<string> {
  const ending = server;
  server = undefined;
  if (ending && ending.exitCode === null && ending.signalCode === null) {
    const ended = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    await ended;
  }
  return 'ok';
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
// The reader of the answers may be gone; that is no reason to leave the server running.
process.stdout.on('error', () => {});
for await (const line of createInterface({ input: process.stdin })) {
  const [command, signal] = line.split(' ');
  // Signals are written by startPostgres.
  const answer = command === 'start' ? await start() : await stop(signal as NodeJS.Signals);
  process.stdout.write(`${answer.trim().replaceAll('\n', ' | ')}\n`);
}
await stop('SIGQUIT');
rmSync(kept.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
process.exit();
