import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { askRunningApp, listenForCommands } from '../../src/cli/commandSocket.ts';
import type { ExitCode, Output } from '../../src/cli/output.ts';

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

function folder(name = 'lead-nudge-commands-'): string {
  const path = mkdtempSync(join(tmpdir(), name));
  closing.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function terminal() {
  const written = { stdout: '', stderr: '' };
  const to = (name: 'stdout' | 'stderr') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        written[name] += chunk.toString();
        done();
      },
    });
  const out: Output = { stdout: to('stdout'), stderr: to('stderr'), isTerminal: false };
  return { out, written };
}

const errors: unknown[] = [];
async function running(
  dataDir: string,
  carry: (args: string[], cwd: string, out: Output) => Promise<ExitCode>,
) {
  closing.push(await listenForCommands(dataDir, carry, (error) => errors.push(error)));
}

test('a command is carried out by the app that runs on the folder, with the same output', async () => {
  const dataDir = folder();
  await running(dataDir, async (args, cwd, out) => {
    out.stdout.write(`${args.join(' ')} in ${cwd}\n`);
    out.stderr.write('a warning\n');
    return 1;
  });
  const { out, written } = terminal();
  expect(await askRunningApp(dataDir, ['sources', 'list'], out)).toBe(1);
  expect(written).toEqual({ stdout: `sources list in ${process.cwd()}\n`, stderr: 'a warning\n' });
});

test('only its user may open the socket', async () => {
  const dataDir = folder();
  await running(dataDir, async () => 0);
  expect(statSync(join(dataDir, 'command.sock')).mode & 0o777).toBe(0o600);
});

test('a folder whose path is too long for a socket works too', async () => {
  const dataDir = folder(`lead-nudge-${'long-'.repeat(30)}`);
  await running(dataDir, async () => 0);
  expect(await askRunningApp(dataDir, [], terminal().out)).toBe(0);
});

test('where no app runs, nobody carries it out, even if one was killed there', async () => {
  expect(await askRunningApp(folder(), [], terminal().out)).toBeNull();
});

test('a command that fails ends with a sentence, and the app goes on', async () => {
  const dataDir = folder();
  await running(dataDir, async () => {
    throw new Error('a bug');
  });
  const { out, written } = terminal();
  expect(await askRunningApp(dataDir, [], out)).toBe(1);
  expect(written.stderr).toContain('its log says what');
  expect(errors).toHaveLength(1);
});

test('rubbish on the socket does not end the app', async () => {
  const dataDir = folder();
  await running(dataDir, async () => 0);
  const socket = createConnection(join(dataDir, 'command.sock'));
  socket.end('rubbish\n');
  await new Promise((resolve) => socket.resume().once('close', resolve));
  expect(await askRunningApp(dataDir, [], terminal().out)).toBe(0);
});

test('whoever leaves before the end does not end the app', async () => {
  const dataDir = folder();
  await running(dataDir, async (_args, _cwd, out) => {
    for (let line = 0; line < 50; line++) {
      out.stdout.write('x'.repeat(10_000));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return 0;
  });
  const socket = createConnection(join(dataDir, 'command.sock'));
  socket.write(`${JSON.stringify({ args: [], cwd: '/', isTerminal: false })}\n`);
  await new Promise((resolve) => socket.once('data', resolve));
  socket.destroy();
  expect(await askRunningApp(dataDir, [], terminal().out)).toBe(0);
});
