/**
 * `npm run faults -- NAME`: makes something go wrong on purpose, often, and checks what must hold.
 * Exits with 1 where it does not.
 *
 *   --repeats N  how often (each has a number of its own)
 *   --json       print {run, repeats, violations} instead of sentences
 */
import { parseArgs } from 'node:util';
import type { FaultRun } from './faults/faultRun.ts';
import { runs } from './faults/runs.ts';
import { startDatabases } from './support/databases.ts';

const usage = `Usage: npm run faults -- NAME|all [--repeats N] [--json]

${Object.entries(runs)
  .map(([name, { about, repeats }]) => `  ${name.padEnd(11)} ${about} (${repeats} times)`)
  .join('\n')}
`;

const mostShown = 20;

process.exitCode = await main().catch((error: unknown) => {
  if (!(error instanceof TypeError && 'code' in error)) throw error;
  process.stderr.write(`${error.message}\n\n${usage}`); // an option that there is not
  return 2;
});

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { repeats: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const [name = ''] = positionals;
  const chosen = name === 'all' ? Object.keys(runs) : [name];
  const repeats = values.repeats === undefined ? undefined : Number(values.repeats);
  const countable = repeats === undefined || (Number.isInteger(repeats) && repeats > 0);
  if (!countable || chosen.some((one) => !Object.hasOwn(runs, one))) {
    process.stdout.write(usage);
    return name === '' ? 0 : 2;
  }
  let held = true;
  for (const one of chosen) {
    const run = runs[one];
    if (run) held = (await play(one, run, repeats ?? run.repeats, values.json)) && held;
  }
  return held ? 0 : 1;
}

async function play(name: string, run: FaultRun, repeats: number, json: boolean): Promise<boolean> {
  const began = performance.now();
  const say = (what: string) => process.stderr.write(`${name}: ${what}\n`);
  say(`${run.about}; ${repeats} times`);
  const databases = await startDatabases();
  const violations = await run
    .play({ repeats, short: false, createDatabase: databases.create, say })
    .catch((error: unknown) => [`the run broke off: ${String(error)}`]);
  await databases.stop();
  if (json) process.stdout.write(`${JSON.stringify({ run: name, repeats, violations })}\n`);
  else process.stdout.write(summary(name, repeats, violations, performance.now() - began));
  return violations.length === 0;
}

function summary(name: string, repeats: number, violations: string[], ms: number): string {
  const took = `${repeats} times in ${Math.round(ms / 1000)} s`;
  if (violations.length === 0) return `${name}: held, ${took}\n`;
  const more = violations.length - mostShown;
  return [
    `${name}: ${violations.length} violations, ${took}`,
    ...violations.slice(0, mostShown).map((violation) => `  ${violation}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
    '',
  ].join('\n');
}
