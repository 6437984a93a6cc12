import { createReadStream, type ReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';

/** A file that is not the CSV it should be. The message is a sentence for people, with the line. */
export class CsvRefused extends Error {
  override name = 'CsvRefused';
}

/** A CSV file that has been read once from end to end, and found sound. */
export type CsvFile = {
  readonly path: string;
  readonly encoding: Encoding;
  readonly delimiter: string;
  /** The first row, trimmed. */
  readonly header: readonly string[];
  /** Rows below the header that are not blank. */
  readonly rows: number;
};

/** `line`: where the row begins; the first line of the file is 1. */
export type CsvRow = { readonly line: number; readonly cells: readonly string[] };

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

const mostRows = 2_000_000;
const largestRow = 1_048_576;
const sample = 65_536;

/**
 * Reads the whole file, so that one which is broken somewhere is refused before anything of it is
 * stored. `progress` is given the bytes read and their number. Throws CsvRefused.
 */
export async function inspectCsv(
  path: string,
  progress: (read: number, total: number) => void = () => {},
): Promise<CsvFile> {
  const { start, size } = await readStart(path);
  const encoding = encodingOf(start);
  const text = new TextDecoder(encoding).decode(start);
  refuseOther(text);
  const delimiter = delimiterOf(text);
  let header: readonly string[] | null = null;
  let rows = 0;
  const stream = createReadStream(path);
  for await (const { cells } of rowsOf(stream, encoding, delimiter)) {
    if (header) rows += 1;
    else header = cells.map((cell) => cell.trim());
    if (rows % 5_000 === 0) progress(stream.bytesRead, size);
    if (rows > mostRows)
      throw new CsvRefused(
        `The file has more than ${mostRows.toLocaleString('en')} rows. Split it.`,
      );
  }
  if (!header) throw new CsvRefused('The file is empty.');
  if (rows === 0) throw new CsvRefused('The file has a header and no rows.');
  refuseDuplicates(header);
  return { path, encoding, delimiter, header, rows };
}

/** The rows below the header, in order. */
export async function* readRows(file: CsvFile): AsyncGenerator<CsvRow> {
  let isHeader = true;
  for await (const row of rowsOf(createReadStream(file.path), file.encoding, file.delimiter)) {
    if (isHeader) isHeader = false;
    else yield row;
  }
}

async function readStart(path: string): Promise<{ start: Buffer; size: number }> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new CsvRefused(
      error.code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read.`,
    );
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new CsvRefused(`${path} is not a file.`);
    if (stat.size === 0) throw new CsvRefused('The file is empty.');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(sample), 0, sample, 0);
    return { start: buffer.subarray(0, bytesRead), size: stat.size };
  } finally {
    await file.close();
  }
}

const howToSave = 'In Excel, save it as "CSV UTF-8"; in a CRM, choose CSV with UTF-8.';

function encodingOf(start: Buffer): Encoding {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  if (start.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004')
    throw new CsvRefused(
      `The file is an Excel workbook or another archive, not a CSV file. ${howToSave}`,
    );
  if (start.includes(0)) throw new CsvRefused(`The file is not text. ${howToSave}`);
  return 'utf-8';
}

function refuseOther(text: string): void {
  const begin = text.trimStart().slice(0, 200).toLowerCase();
  if (/^<(!doctype|html|head|body|\?xml|table)/.test(begin))
    throw new CsvRefused(
      'The file is a web page, not a CSV file. Download the file itself instead of the page that shows it.',
    );
}

/** The separator that makes the most columns of the header. */
function delimiterOf(text: string): string {
  const columns = (delimiter: string): number => {
    try {
      const options = { delimiter, to: 1, relax_quotes: true, bom: true, skip_empty_lines: true };
      const [header] = parseSync(text, options);
      return header?.length ?? 0;
    } catch {
      return 0;
    }
  };
  return [',', ';', '\t', '|'].reduce((best, next) =>
    columns(next) > columns(best) ? next : best,
  );
}

function refuseDuplicates(header: readonly string[]): void {
  const places = Map.groupBy(
    header.map((name, index) => ({ name, index })).filter(({ name }) => name !== ''),
    ({ name }) => name.toLowerCase(),
  );
  for (const same of places.values()) {
    if (same.length < 2) continue;
    const names = same.map(({ name, index }) => `"${name}" (column ${index + 1})`).join(' and ');
    throw new CsvRefused(
      `Two columns have the same name: ${names}. Rename one of them in the first line.`,
    );
  }
}

async function* rowsOf(
  file: ReadStream,
  encoding: Encoding,
  delimiter: string,
): AsyncGenerator<CsvRow> {
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: largestRow,
  });
  // What fails on the way destroys the parser with its error, which is thrown below.
  pipeline(file, decoded(encoding), parser, () => {});
  let line = 1;
  // csv-parse counts a line break of two characters within quotes as two lines.
  let overcounted = 0;
  try {
    // With `info`, records come in this shape.
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      let breaks = 0;
      for (const cell of record) {
        if (!cell.includes('\n') && !cell.includes('\r')) continue;
        overcounted += cell.match(/\r\n/g)?.length ?? 0;
        breaks += cell.match(/\r\n|\r|\n/g)?.length ?? 0;
      }
      line = info.lines - overcounted;
      yield { line: line - breaks, cells: record };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new CsvRefused(
      error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE'
        ? `After line ${line}, a quote opens that is never closed. Close or remove it.`
        : `After line ${line}, the file is not valid CSV.`,
    );
  }
}

/** Text of bytes; those that are no text of this encoding refuse the file. */
function decoded(encoding: Encoding) {
  return async function* (bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
    const decoder = new TextDecoder(encoding, { fatal: true });
    let line = 1;
    const decode = (chunk: Buffer, stream: boolean): string => {
      try {
        return decoder.decode(chunk, { stream });
      } catch {
        const [readable = ''] = new TextDecoder(encoding).decode(chunk).split('\ufffd', 1);
        const where = `Line ${line + breaksIn(readable)} of the file`;
        throw new CsvRefused(`${where} is not in ${encoding.toUpperCase()}. ${howToSave}`);
      }
    };
    for await (const chunk of bytes) {
      const text = decode(chunk, true);
      line += breaksIn(text);
      yield text;
    }
    yield decode(Buffer.alloc(0), false);
  };
}

const breaksIn = (text: string): number => text.split('\n').length - 1;
