/**
 * `npm run simulate`: plays days of a sales team with the real code, and reports how often people were
 * disturbed, and how leads were followed up. Exits with 1 where a limit is broken.
 *
 *   --reps N   (50)
 *   --days N   (30)
 *   --seed N   (1) the same seed gives the same report
 *   --json     print the report as one JSON object
 */
import { parseArgs } from 'node:util';
import { drawReport } from './simulation/report.ts';
import { simulate } from './simulation/simulate.ts';
import { startDatabases } from './support/databases.ts';

const usage = 'Usage: npm run simulate -- [--reps 50] [--days 30] [--seed 1] [--json]\n';

process.exitCode = await main().catch((error: unknown) => {
  if (!(error instanceof TypeError && 'code' in error)) throw error;
  process.stderr.write(`${error.message}\n\n${usage}`); // an option that there is not
  return 2;
});

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      reps: { type: 'string', default: '50' },
      days: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const size = { reps: Number(values.reps), days: Number(values.days), seed: Number(values.seed) };
  if (!Object.values(size).every((number) => Number.isInteger(number) && number > 0)) {
    process.stderr.write(usage);
    return 2;
  }
  const databases = await startDatabases({ settings: { autovacuum: 'off' } });
  try {
    const report = await simulate({
      ...size,
      createDatabase: databases.create,
      say: (what) => process.stderr.write(`${what}\n`),
    });
    process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : drawReport(report));
    return report.violations.length === 0 ? 0 : 1;
  } finally {
    await databases.stop();
  }
}
