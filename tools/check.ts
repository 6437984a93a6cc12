/** `npm run check`: everything that can be known without running the tests, in a few seconds. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { architectureFaults } from './architecture.ts';
import { documentFaults } from './documents.ts';
import { readSourceFiles } from './sourceFile.ts';

const root = join(import.meta.dirname, '..');

/** What is wrong, as text for people; empty when all is well. */
type Check = () => Promise<string>;

const checks: Record<string, Check> = {
  types: program('typescript/bin/tsc', '-p', '.', '--pretty', 'false'),
  'page types': program('typescript/bin/tsc', '-p', 'sandbox/page', '--pretty', 'false'),
  lint: program('oxlint/bin/oxlint', '--deny-warnings', '--format=unix'),
  format: program('oxfmt/bin/oxfmt', '--check', '.'),
  'unused code': program('knip/bin/knip.js', '--no-progress'),
  architecture: async () => architectureFaults(readSourceFiles(root)).join('\n'),
  documents: async () => documentFaults(root).join('\n'),
};

const results = await Promise.all(
  Object.entries(checks).map(async ([name, check]) => {
    const started = performance.now();
    const faults = await check().catch(String);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${faults ? 'FAILED' : 'ok    '} ${name} (${seconds} s)`);
    return { name, faults };
  }),
);

const failed = results.filter(({ faults }) => faults);
for (const { name, faults } of failed) console.log(`\n${name}:\n${faults}`);
process.exitCode = failed.length > 0 ? 1 : 0;

function program(file: string, ...args: string[]): Check {
  return () =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [join(root, 'node_modules', file), ...args], {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (text: Buffer) => (output += text.toString()));
      }
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code) =>
        resolve(code === 0 ? '' : output.trim() || `exit code ${code}`),
      );
    });
}
