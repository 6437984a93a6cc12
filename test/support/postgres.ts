import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { findPostgres, unprivilegedUid } from './postgresBinaries.ts';

export interface Postgres {
  /** A superuser's address of the database `postgres`. */
  url: string;
  /** The address of another database on this server. */
  urlOf(database: string): string;
  port: number;
  /** Where its data and its log are. */
  folder: string;
  /** `immediate` is as if the machine had lost power; `fast` breaks connections, then shuts down. */
  restart(mode?: 'fast' | 'immediate'): Promise<void>;
  /** Ends the server, keeping its data, until `start`. */
  halt(mode?: 'fast' | 'immediate'): Promise<void>;
  start(): Promise<void>;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

interface Options {
  /** True: commits are durable, as in production. False, the default: faster. */
  fsync?: boolean;
  /** More settings for the server, such as `shared_buffers`. */
  settings?: Record<string, string>;
}

const signals = { fast: 'SIGINT', immediate: 'SIGQUIT' };

/**
 * Starts a Postgres of our own on a free loopback port, with an empty data folder. It ends, and its
 * folder goes, with `stop` or with this process, however that ends.
 */
export async function startPostgres({
  fsync = false,
  settings = {},
}: Options = {}): Promise<Postgres> {
  const folder = mkdtempSync(join(temporaryFolder(), 'lead-nudge-postgres-'));
  const password = randomUUID();
  try {
    const bin = findPostgres(folder);
    createCluster(bin, folder, password);
    const port = await freePort();
    const all = {
      listen_addresses: '127.0.0.1',
      port: String(port),
      unix_socket_directories: '',
      max_connections: '200',
      ...(fsync ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
      ...settings,
    };
    const args = [
      '-D',
      join(folder, 'data'),
      ...Object.entries(all).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
    ];
    const keeper = startKeeper({
      folder,
      executable: join(bin, 'postgres'),
      args,
      uid: unprivilegedUid,
    });
    await keeper.ask('start').catch(async (error: unknown) => {
      await keeper.end();
      throw error;
    });
    const urlOf = (database: string) =>
      `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
    return {
      url: urlOf('postgres'),
      urlOf,
      port,
      folder,
      restart: async (mode = 'fast') => {
        await keeper.ask(`stop ${signals[mode]}`);
        await keeper.ask('start');
      },
      halt: (mode = 'fast') => keeper.ask(`stop ${signals[mode]}`),
      start: () => keeper.ask('start'),
      stop: keeper.end,
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function createCluster(bin: string, folder: string, password: string): void {
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  mkdirSync(data, { mode: 0o700 });
  if (unprivilegedUid !== undefined) {
    chmodSync(folder, 0o755);
    for (const path of [data, passwordFile]) chownSync(path, unprivilegedUid, unprivilegedUid);
  }
  const args = ['-D', data, '-U', 'postgres', '-A', 'password', `--pwfile=${passwordFile}`];
  args.push('-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions');
  execFileSync(join(bin, 'initdb'), args, {
    cwd: folder,
    stdio: 'pipe',
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    ...(unprivilegedUid === undefined ? {} : { uid: unprivilegedUid, gid: unprivilegedUid }),
  });
}

/** Where the user that Postgres runs as can reach what we put there. */
function temporaryFolder(): string {
  const open = (path: string): boolean =>
    (statSync(path).mode & 0o001) !== 0 && (path === dirname(path) || open(dirname(path)));
  return unprivilegedUid === undefined || open(tmpdir()) ? tmpdir() : '/tmp';
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function startKeeper(kept: object): { ask(command: string): Promise<void>; end(): Promise<void> } {
  const keeper = spawn(
    process.execPath,
    [join(import.meta.dirname, 'postgresKeeper.ts'), JSON.stringify(kept)],
    // Detached: a Ctrl-C or a kill meant for the whole group of the tests must not reach it.
    { stdio: ['pipe', 'pipe', 'inherit'], detached: true },
  );
  const ended = new Promise<void>((resolve) => keeper.once('exit', () => resolve()));
  const answers = createInterface({ input: keeper.stdout })[Symbol.asyncIterator]();
  return {
    async ask(command) {
      keeper.stdin.write(`${command}\n`);
      const { value } = await answers.next();
      if (value !== 'ok') throw new Error(value ?? 'The keeper of Postgres ended.');
    },
    async end() {
      keeper.stdin.end();
      await ended;
    },
  };
}
