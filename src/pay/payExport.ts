import { stringify } from 'csv-stringify/sync';
import { leadNumber } from '../leads/lead.ts';
import { readPayDocument } from './payDocument.ts';
import type { PeriodDates } from './period.ts';

/** What was frozen of a period, with names beside the ids for people to read. */
export type PayExport = {
  readonly workspace: string;
  readonly period: PeriodDates;
  readonly cutOffAt: Date;
  readonly people: readonly ExportedPerson[];
};

export type ExportedPerson = {
  readonly person: string;
  readonly name: string;
  /** Canonical, to the byte: what `sha256` is of. */
  readonly document: string;
  readonly sha256: string;
};

export type PayFormat = 'csv' | 'json';

export const payFileName = ({ period }: PayExport, format: PayFormat): string =>
  `pay-${period.from}-${period.until}.${format}`;

/** UTF-8 with a byte order mark for CSV; what a spreadsheet would run as a formula is guarded by an apostrophe. */
export const writePayExport = (all: PayExport, format: PayFormat): string =>
  format === 'csv' ? writeCsv(all) : writeJson(all);

/** The documents stand as strings, so that their bytes stay as they are. */
const writeJson = ({ workspace, period, cutOffAt, people }: PayExport): string =>
  `${JSON.stringify({ workspace, period, cutOffAt: cutOffAt.toISOString(), people }, null, 2)}\n`;

const writeCsv = (all: PayExport): string =>
  stringify(
    all.people.map((one) => payRow(one)),
    { header: true, columns: [...payColumns], escape_formulas: true, bom: true },
  );

export const payColumns = [
  'workspace',
  'period_from',
  'period_until',
  'cut_off_at',
  'person',
  'name',
  'leads',
  'fully_updated',
  'blocked',
  'excused',
  'corrected',
  'blocking',
  'sha256',
] as const;
export type PayRow = Readonly<Record<(typeof payColumns)[number], string>>;

/** A person's row: all but the name follows from the document. */
export function payRow({ name, document, sha256 }: ExportedPerson): PayRow {
  const { workspace, person, period, cutOffAt, counts, blocked } = readPayDocument(document);
  return {
    workspace,
    period_from: period.from,
    period_until: period.until,
    cut_off_at: cutOffAt,
    person,
    name,
    leads: String(counts.leads),
    fully_updated: String(counts.updated),
    blocked: String(counts.blocked),
    excused: String(counts.excused),
    corrected: String(counts.corrected),
    blocking: blocked
      .map(({ lead, reasons }) => `${leadNumber(lead)} ${reasons.join('+')}`)
      .join(', '),
    sha256,
  };
}
