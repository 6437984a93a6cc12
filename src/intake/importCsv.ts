import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Context } from '../context.ts';
import { findEveryone } from '../people/peopleStore.ts';
import { type CsvFile, CsvRefused, type CsvRow, readRows } from './csvFile.ts';
import { mapColumns } from './csvMapping.ts';
import { foresee, storeBatch } from './importBatch.ts';
import { ownerFinder } from './importOwners.ts';
import { rowReader } from './importRow.ts';
import { finishImport, startImport } from './importStore.ts';
import { markSummaryStale } from './importSummaryStore.ts';
import { type ImportResult, ImportTally } from './importTally.ts';
import type { NewLead } from './newLead.ts';
import { findSource } from './source.ts';

export type ImportCsv = {
  readonly source: string;
  readonly file: CsvFile;
  readonly map?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly onRefused: (row: CsvRow, reason: string) => Promise<void>;
  /** Rows done so far. */
  readonly onProgress?: (rows: number) => void;
};

const batchSize = 500;

/**
 * Brings in the leads of a file that inspectCsv found sound. A row that cannot be a lead is refused
 * with its reason, and the others go on. The same lead as one that is known is added to it, as
 * receiveLead does; so importing a file again changes nothing. The routing rules say which channel
 * a lead goes to, but none is assigned. A channel gets as many cards as the settings allow, and one
 * message for the rest. Throws CsvRefused before anything is stored.
 */
export async function importCsv(ctx: Context, input: ImportCsv): Promise<ImportResult> {
  const now = ctx.clock.now();
  const { file } = input;
  const settings = await ctx.settings.current();
  const source = findSource(settings.document, input.source);
  if (!source) throw new CsvRefused(`There is no source ${input.source}.`);
  const columns = mapColumns(file.header, input.map);
  const findOwner = ownerFinder(await findEveryone(ctx.db, ctx.workspaceId));
  const id = input.dryRun
    ? 0
    : await startImport(ctx.db, ctx.workspaceId, {
        sourceKey: input.source,
        fileName: basename(file.path),
        rows: file.rows,
        now,
      });
  const read = rowReader({
    id,
    sourceKey: input.source,
    source,
    settings,
    columns,
    findOwner,
    now,
  });
  const tally = new ImportTally();
  const importing = { importId: id, most: settings.document.limits.importCards, now };
  const keep = input.dryRun ? foresee : storeBatch;

  // While the database stores one batch, the next is read.
  let storing: Promise<void> = Promise.resolve();
  let batch: NewLead[] = [];
  const flush = async () => {
    const leads = batch;
    batch = [];
    await storing;
    storing = keep(ctx, leads, tally, importing).then(() => input.onProgress?.(tally.rows));
    // Thrown where it is awaited.
    storing.catch(() => {});
  };
  for await (const row of readRows(file)) {
    const result = read(row);
    if ('refused' in result) {
      tally.refused += 1;
      await input.onRefused(row, result.refused);
      continue;
    }
    if (result.unknownOwner) tally.addUnknownOwner(result.unknownOwner);
    batch.push(result.lead);
    if (batch.length >= batchSize) await flush();
    // Lets the database's answers in, so that it always has something to do.
    else if (batch.length % 50 === 0) await setImmediate();
  }
  await flush();
  await storing;
  if (!input.dryRun) {
    await finishImport(ctx.db, ctx.workspaceId, id, ctx.clock.now());
    for (const channelId of tally.cardsIn.keys())
      await markSummaryStale(ctx.db, ctx.workspaceId, id, channelId);
    ctx.wakeDelivery();
  }
  return tally;
}
