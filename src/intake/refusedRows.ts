import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { CsvRow } from './csvFile.ts';

export type RefusedRows = {
  add(row: CsvRow, reason: string): Promise<void>;
  /** Closes the file; its path, or null where no row was refused, and so none was written. */
  close(): Promise<string | null>;
};

/**
 * Keeps the rows that an import refuses, each with its line and the reason, in `FILE.refused.csv`
 * beside it. Cells that a spreadsheet would run as formulas are guarded by an apostrophe.
 */
export function keepRefusedRows(file: string, header: readonly string[]): RefusedRows {
  const path = file.replace(/(\.(csv|txt|tsv))?$/i, '.refused.csv');
  let rows: ReturnType<typeof stringify> | undefined;
  let written: Promise<void> = Promise.resolve();
  const begin = () => {
    const stream = stringify({ escape_formulas: true, bom: true });
    written = finished(stream.pipe(createWriteStream(path)));
    // An error is thrown where the file is closed.
    written.catch(() => {});
    stream.write(['line', 'reason', ...header]);
    return stream;
  };
  return {
    async add({ line, cells }, reason) {
      rows ??= begin();
      if (!rows.write([String(line), reason, ...cells])) {
        const stream = rows;
        await new Promise((resolve) => stream.once('drain', resolve));
      }
    },
    async close() {
      if (!rows) return null;
      rows.end();
      await written;
      return path;
    },
  };
}
