import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

let files = 0;

/** A CSV file of so many leads, none of which any other such file has. */
export async function writeLeadsFile(
  rows: number,
): Promise<{ path: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'lead-nudge-bench-'));
  const path = join(folder, 'leads.csv');
  files += 1;
  await pipeline(Readable.from(lines(rows, `${files}`)), createWriteStream(path));
  return { path, remove: () => rm(folder, { recursive: true }) };
}

function* lines(rows: number, file: string) {
  yield 'Name,Company,Email,Phone,Message,Value,Country,Product\n';
  for (let n = 0; n < rows; n++) {
    yield `Mary Major ${n},"Example Works ${n % 1000}, Ltd",mary${n}@file${file}.example.net,+4930${1_000_000 + n},"Please send me an offer for ${n % 100} machines",${1000 + (n % 5000)},DE,Machine ${n % 7}\n`;
  }
}
