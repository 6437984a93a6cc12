import { stringify } from 'csv-stringify/sync';
import { leadNumber } from '../leads/lead.ts';
import { excerptOf, readPayDocument } from './payDocument.ts';
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
  /** Its reader sees the lines of these leads alone, and an excerpt takes the document's place. Left out: of all. */
  readonly seen?: ReadonlySet<number>;
};

/** Whose: one's own, or of everybody in the channels of a manager or admin. */
export type PayExportOf = 'own' | 'team';
export type PayFormat = 'csv' | 'json';

export const payFileName = ({ period }: PayExport, format: PayFormat): string =>
  `pay-${period.from}-${period.until}.${format}`;

/** UTF-8 with a byte order mark for CSV; what a spreadsheet would run as a formula is guarded by an apostrophe. */
export const writePayExport = (all: PayExport, format: PayFormat): string =>
  format === 'csv' ? writeCsv(all) : writeJson(all);

const writeJson = ({ workspace, period, cutOffAt, people }: PayExport): string => {
  const all = { workspace, period, cutOffAt: cutOffAt.toISOString(), people: people.map(inJson) };
  return `${JSON.stringify(all, null, 2)}\n`;
};

/** A whole document stands as a string, so that its bytes stay as they are. */
const inJson = ({ person, name, document, sha256, seen }: ExportedPerson) =>
  seen
    ? { person, name, excerpt: excerptOf(readPayDocument(document), seen), sha256 }
    : { person, name, document, sha256 };

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

/** A person's row: all but the name follows from the document. Counts are of all leads, seen or not. */
export function payRow({ name, document, sha256, seen }: ExportedPerson): PayRow {
  const whole = readPayDocument(document);
  const { workspace, person, period, cutOffAt, counts } = whole;
  const { blocked } = seen ? excerptOf(whole, seen) : whole;
  const unseen = counts.blocked - blocked.length;
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
    blocking: [
      ...blocked.map(({ lead, reasons }) => `${leadNumber(lead)} ${reasons.join('+')}`),
      ...(unseen > 0 ? [`${unseen} in other channels`] : []),
    ].join(', '),
    sha256,
  };
}
