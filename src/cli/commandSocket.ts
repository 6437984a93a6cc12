import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { z } from 'zod';
import type { ExitCode, Output } from './output.ts';

/**
 * The embedded database belongs to one process. While the app runs on a data folder, a command
 * given on that folder is carried out by the app, through a Unix socket that only its user may open.
 * One connection is one command: the request is a line of JSON, the answers are lines of JSON.
 */

const request = z.object({ args: z.array(z.string()), cwd: z.string(), isTerminal: z.boolean() });
const answer = z.union([
  z.object({ stdout: z.string() }),
  z.object({ stderr: z.string() }),
  z.object({ exit: z.union([z.literal(0), z.literal(1)]) }),
]);

type Carry = (args: string[], cwd: string, out: Output) => Promise<ExitCode>;

/** The longest path that every Unix takes for a socket is 103 bytes. */
const longestPath = 103;

function socketPath(dataDir: string): string {
  const path = join(resolve(dataDir), 'command.sock');
  if (process.platform === 'win32') return `\\\\.\\pipe\\lead-nudge-${digest(path)}`;
  if (Buffer.byteLength(path) <= longestPath) return path;
  return join(tmpdir(), `lead-nudge-${process.getuid?.()}-${digest(path)}`, 'command.sock');
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);

/**
 * Carries out the commands of others until the returned function is called. The caller holds the
 * folder's lock. What a command throws is given to `onError`; whoever gave it is told that it failed.
 */
export async function listenForCommands(
  dataDir: string,
  carry: Carry,
  onError: (error: unknown) => void,
): Promise<() => void> {
  const path = socketPath(dataDir);
  const server = createServer((socket) => void converse(socket, carry, onError));
  if (process.platform !== 'win32') {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    rmSync(path, { force: true });
  }
  await new Promise<void>((ready, reject) => {
    server.once('error', reject);
    const before = process.umask(0o177);
    server.listen(path, ready);
    process.umask(before);
  });
  if (process.platform !== 'win32') chmodSync(path, 0o600);
  return () => {
    server.close();
  };
}

async function converse(
  socket: Socket,
  carry: Carry,
  onError: (error: unknown) => void,
): Promise<void> {
  socket.on('error', () => socket.destroy());
  const send = (line: z.infer<typeof answer>) => socket.write(`${JSON.stringify(line)}\n`);
  const stream = (name: 'stdout' | 'stderr') =>
    new Writable({
      decodeStrings: false,
      write(chunk: string | Buffer, _encoding, done) {
        const text = chunk.toString();
        send(name === 'stdout' ? { stdout: text } : { stderr: text });
        done();
      },
    });
  try {
    const lines = createInterface({ input: socket });
    // It passes on the errors of its input.
    lines.on('error', () => socket.destroy());
    const [line] = await once(lines, 'line');
    const { args, cwd, isTerminal } = request.parse(JSON.parse(line));
    const out = { stdout: stream('stdout'), stderr: stream('stderr'), isTerminal };
    send({ exit: await carry(args, cwd, out) });
  } catch (error) {
    onError(error);
    send({
      stderr: 'This went wrong in the running app; its log says what. Nothing more is done.\n',
    });
    send({ exit: 1 });
  }
  socket.end();
}

/** Has the app that runs on `dataDir` carry out a command; null where none runs there. */
export async function askRunningApp(
  dataDir: string,
  args: string[],
  out: Output,
): Promise<ExitCode | null> {
  const path = socketPath(dataDir);
  if (process.platform !== 'win32' && !existsSync(path)) return null;
  const socket = createConnection(path);
  const connected = await new Promise<boolean>((settle) => {
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
  if (!connected) return null;
  socket.write(`${JSON.stringify({ args, cwd: process.cwd(), isTerminal: out.isTerminal })}\n`);
  let exit: ExitCode | null = null;
  for await (const line of createInterface({ input: socket })) {
    const told = answer.parse(JSON.parse(line));
    if ('stdout' in told) out.stdout.write(told.stdout);
    else if ('stderr' in told) out.stderr.write(told.stderr);
    else exit = told.exit;
  }
  if (exit !== null) return exit;
  out.stderr.write('The app stopped before it had finished. Start it and run the command again.\n');
  return 1;
}
