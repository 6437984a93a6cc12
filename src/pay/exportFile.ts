import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { payDocument, type PayDocument } from './payDocument.ts';
import { payColumns, type PayRow } from './payExport.ts';
import type { PeriodDates } from './period.ts';

/** An export as somebody hands it over, who may have changed anything in it. */
export type ExportFile = {
  readonly workspace: string;
  readonly period: PeriodDates;
  readonly people: readonly (
    | { readonly person: string; readonly sha256: string; readonly document: string }
    /** What a manager gets of somebody who has leads in other channels, too. */
    | { readonly person: string; readonly sha256: string; readonly excerpt: PayDocument }
    | { readonly person: string; readonly sha256: string; readonly row: PayRow }
  )[];
};

/** It is no export of ours. The message is for people. */
export class NotAnExport extends Error {
  override name = 'NotAnExport';
}

const date = z.iso.date();
const jsonExport = z.object({
  workspace: z.string(),
  period: z.object({ from: date, until: date }),
  people: z.array(
    z.union([
      z.object({ person: z.string(), document: z.string(), sha256: z.string() }),
      z.object({ person: z.string(), excerpt: payDocument, sha256: z.string() }),
    ]),
  ),
});
const csvRow = z.object(
  Object.fromEntries(payColumns.map((column) => [column, z.string()])) as Record<
    (typeof payColumns)[number],
    z.ZodString // each column is a text; fromEntries forgets the keys
  >,
);

/** Reads either format. Throws NotAnExport. */
export function readExportFile(text: string): ExportFile {
  return text.trimStart().startsWith('{') ? readJson(text) : readCsv(text);
}

function readJson(text: string): ExportFile {
  try {
    return jsonExport.parse(JSON.parse(text));
  } catch {
    throw new NotAnExport('This is not a whole export: its JSON cannot be read as one.');
  }
}

function readCsv(text: string): ExportFile {
  const rows = csvRows(text);
  const [first] = rows;
  if (!first) throw new NotAnExport('There is nobody in this file.');
  const other = rows.find(
    (row) =>
      row.workspace !== first.workspace ||
      row.period_from !== first.period_from ||
      row.period_until !== first.period_until,
  );
  if (other) throw new NotAnExport('Its rows are of different periods or workspaces.');
  return {
    workspace: first.workspace,
    period: { from: first.period_from, until: first.period_until },
    people: rows.map((row) => ({ person: row.person, sha256: row.sha256, row })),
  };
}

function csvRows(text: string): PayRow[] {
  try {
    const rows: unknown = parse(text, { bom: true, columns: true, skip_empty_lines: true });
    return z.array(csvRow).parse(rows);
  } catch {
    throw new NotAnExport('This is not a whole export: it lacks columns that an export has.');
  }
}
