/**
 * `npm run bench -- NAME`: measures one thing against a baseline, in turn, and prints medians.
 *
 *   --rows N     size of the database (1,000,000)
 *   --rounds N   how many times each is measured (9)
 *   --json       print {bench, measures} instead of a table
 */
import { parseArgs } from 'node:util';
import { benches } from './benches/benches.ts';
import { drawTable } from './support/table.ts';

const usage = `Usage: npm run bench -- NAME [--rows 1000000] [--rounds 9] [--json]

${Object.entries(benches)
  .map(([name, { about }]) => `  ${name.padEnd(8)} ${about}`)
  .join('\n')}
`;

process.exitCode = await main().catch((error: unknown) => {
  if (!(error instanceof TypeError && 'code' in error)) throw error;
  process.stderr.write(`${error.message}\n\n${usage}`); // an option that there is not
  return 1;
});

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rows: { type: 'string', default: '1000000' },
      rounds: { type: 'string', default: '9' },
      json: { type: 'boolean', default: false },
    },
  });
  const [name = ''] = positionals;
  const bench = benches[name];
  const size = { rows: Number(values.rows), rounds: Number(values.rounds) };
  if (!bench || !Object.values(size).every((number) => Number.isInteger(number) && number > 0)) {
    process.stdout.write(usage);
    return name === '' ? 0 : 1;
  }
  const measures = await bench.run(size);
  process.stdout.write(
    values.json ? `${JSON.stringify({ bench: name, measures })}\n` : drawTable(measures),
  );
  return 0;
}
