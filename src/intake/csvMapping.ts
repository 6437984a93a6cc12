import { parse } from 'csv-parse/sync';
import { CsvRefused } from './csvFile.ts';
import {
  type Field,
  type ImportField,
  importFieldNamed,
  importFieldNames,
  writtenName,
} from './fields.ts';
import type { Given, GivenField } from './given.ts';

type Column = { readonly name: string; readonly field: ImportField | null; readonly rank: number };

/** Which column is which field. */
export type CsvMapping = readonly Column[];

/** A row, sorted: what arrives, and who works on it how far, as it was written. */
export type MappedRow = { readonly given: Given; readonly owner: string; readonly status: string };

/**
 * Reads a header: by `map` (`Column=field,Column=field`; the field `custom` keeps a column as it is),
 * else by our names and those of common exports. Throws CsvRefused, with what to do, where no column
 * can be a name or a way to reach somebody.
 */
export function mapColumns(header: readonly string[], map = ''): CsvMapping {
  const said = readMap(header, map);
  const columns = header.map((name, index): Column => {
    const field = said.get(index);
    if (field !== undefined) return { name, field, rank: -1 };
    const named = importFieldNamed(name);
    return { name, field: named?.field ?? null, rank: named?.rank ?? 0 };
  });
  refuseWithoutHeader(header, columns);
  return columns;
}

/** Where several columns are one field, the best that is filled gives it; the others are kept. */
export function mapRow(columns: CsvMapping, cells: readonly string[]): MappedRow {
  const best = new Map<ImportField, { name: string; value: string; rank: number }>();
  const custom = new Map<string, unknown>();
  columns.forEach(({ name, field, rank }, index) => {
    const value = withoutGuard(cells[index] ?? '');
    if (value.trim() === '') return;
    const before = field && best.get(field);
    if (!field || (before && before.rank <= rank)) {
      custom.set(name || `Column ${index + 1}`, value);
      return;
    }
    if (before) custom.set(before.name, before.value);
    best.set(field, { name, value, rank });
  });
  const owner = best.get('owner')?.value.trim() ?? '';
  const status = best.get('status')?.value.trim() ?? '';
  best.delete('owner');
  best.delete('status');
  // What is left are the fields of an arrival.
  return {
    given: { fields: best as Map<Field, GivenField>, custom },
    owner,
    status,
  };
}

/** Our own file of refused rows guards such cells against being run as formulas. */
const withoutGuard = (cell: string): string => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);

function readMap(header: readonly string[], map: string): Map<number, ImportField | null> {
  const said = new Map<number, ImportField | null>();
  if (map.trim() === '') return said;
  const [pairs = []] = parse(map, { trim: true, relax_quotes: true });
  for (const pair of pairs) {
    const [, column, name = ''] = /^(.*)=([^=]*)$/s.exec(pair) ?? [];
    if (column === undefined) {
      throw new CsvRefused(`--map: "${pair}" names no field. Write it as "${pair}=name".`);
    }
    const index = header.findIndex((known) => known.toLowerCase() === column.trim().toLowerCase());
    if (index < 0) {
      throw new CsvRefused(
        `--map: there is no column "${column.trim()}". The columns are: ${header.join(', ')}.`,
      );
    }
    const field = importFieldNamed(name)?.field;
    if (!field && name.trim() !== 'custom') {
      throw new CsvRefused(
        `--map: there is no field "${name.trim()}". The fields are: ${importFieldNames.join(', ')}, custom.`,
      );
    }
    said.set(index, field ?? null);
  }
  return said;
}

const naming: readonly (ImportField | null)[] = ['name', 'firstName', 'lastName', 'email', 'phone'];

function refuseWithoutHeader(header: readonly string[], columns: CsvMapping): void {
  const known = columns.some(({ field }) => naming.includes(field));
  const isData = header.some((cell) => /^\S+@\S+\.\S+$|^\+?[\d\s()./-]{7,}$/.test(cell));
  if (isData && !columns.some(({ rank }) => rank < 0)) {
    throw new CsvRefused(
      'The first line looks like a lead. Put a line above it that names the columns, such as name,email,phone.',
    );
  }
  if (!known) {
    throw new CsvRefused(
      `None of the columns is known as a name, an email or a phone number: ${header.join(', ')}. ` +
        `If these are column names, say which is which: --map "${header[0]}=${writtenName('name')}".`,
    );
  }
}
