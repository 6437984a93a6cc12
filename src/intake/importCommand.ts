import { CommandRefused, type Output, progressBar } from '../cli/output.ts';
import type { Context } from '../context.ts';
import { databaseAway } from '../db/databaseAway.ts';
import { CsvRefused, inspectCsv } from './csvFile.ts';
import { importCsv } from './importCsv.ts';
import type { ImportResult } from './importTally.ts';
import { keepRefusedRows, type RefusedRows } from './refusedRows.ts';

type Options = {
  readonly file: string;
  readonly source: string;
  readonly map?: string;
  readonly dryRun?: boolean;
};

/** `import FILE.csv --source KEY`: brings in the file's leads and says what became of each row. */
export async function importCommand(ctx: Context, options: Options, out: Output): Promise<void> {
  try {
    await run(ctx, options, out);
  } catch (error) {
    if (error instanceof CsvRefused)
      throw new CommandRefused(`Nothing was imported. ${error.message}`);
    if (!databaseAway(error)) throw error;
    throw new CommandRefused(
      'The database went away. Run the same command again: what is in already stays as it is.',
    );
  }
}

async function run(ctx: Context, options: Options, out: Output): Promise<void> {
  const { source, map, dryRun } = options;
  const bar = progressBar(out);
  try {
    bar?.start(100, 0, { doing: 'Checking' });
    const file = await inspectCsv(options.file, (read, size) => bar?.update((100 * read) / size));
    const refused = dryRun ? listRefusedRows(out) : keepRefusedRows(options.file, file.header);
    bar?.stop();
    bar?.start(file.rows, 0, { doing: 'Importing' });
    const result = await importCsv(ctx, {
      ...{ source, map, dryRun, file },
      onRefused: refused.add,
      onProgress: (rows) => bar?.update(rows),
    }).finally(() => bar?.stop());
    const path = await refused.close();
    out.stdout.write(summaryOf(result, options, path));
  } finally {
    bar?.stop();
  }
}

const shownRefusals = 20;

/** For a dry run, which writes no file. */
function listRefusedRows(out: Output): RefusedRows {
  let count = 0;
  return {
    async add({ line }, reason) {
      count += 1;
      if (count <= shownRefusals) out.stdout.write(`Line ${line}: ${reason}\n`);
    },
    async close() {
      if (count > shownRefusals) out.stdout.write(`… and ${count - shownRefusals} more.\n`);
      return null;
    },
  };
}

function summaryOf(
  result: ImportResult,
  { dryRun, source }: Options,
  refusedPath: string | null,
): string {
  const { created, merged, unchanged, suppressed, refused, toClaim, cards, held, owned, closed } =
    result;
  const rows = created + merged + unchanged + suppressed + refused;
  const owners = [...result.unknownOwners];
  const lost = owners.reduce((sum, [, count]) => sum + count, 0);
  const names = owners
    .slice(0, 10)
    .map(([name]) => name)
    .join(', ');
  const lines = [
    `${number(rows, 'row')} for the source ${source}${dryRun ? ', if this were no dry run' : ''}:`,
    `  ${number(created, 'new lead')}: ${toClaim} to claim,${held > 0 ? ` ${held} held back as incomplete,` : ''} ${owned} with their owners, ${closed} closed`,
    ...(dryRun
      ? [`  ${number(merged, 'lead')} known already`]
      : [
          `  ${number(merged, 'known lead')} got something new`,
          `  ${number(unchanged, 'known lead')} unchanged`,
          ...(suppressed > 0
            ? [`  ${number(suppressed, 'row')} of people who asked not to be contacted`]
            : []),
        ]),
    `  ${number(refused, 'row')} refused${refusedPath ? `: line and reason are in ${refusedPath}` : ''}`,
    ...(toClaim > cards
      ? [`${cards} of those to claim get a card, the other ${toClaim - cards} one message for all.`]
      : []),
    ...(lost > 0
      ? [
          `${number(lost, 'row')} ${lost === 1 ? 'names' : 'name'} an owner who is nobody here, so anyone may claim what is open: ${names}${owners.length > 10 ? ', …' : ''}`,
        ]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

const number = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
