import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { FolderInUse, FolderUnusable, lockFolder } from '../../src/db/folderLock.ts';
import { lane } from '../support/lane.ts';
import { createTestDatabase } from '../support/testDatabase.ts';

const testDatabase = await createTestDatabase();
const { db, kind } = await testDatabase.open();
afterAll(testDatabase.drop);

test('the lane decides the kind of database', () => {
  expect(kind).toBe(lane.database);
});

test('columns become the values that the types promise', async () => {
  const { rows } = await sql`
    select 9007199254740991::int8 as integer, 1234567890123.45::numeric(15, 2) as amount,
      '2026-03-29'::date as day, '2026-11-22 08:30+02'::timestamptz as instant,
      array[1, null, 3]::int8[] as integers, array['2026-11-22']::date[] as days,
      '{"a": [1]}'::jsonb as document, '\\x00ff'::bytea as bytes, null::int8 as nothing`.execute(
    db,
  );
  expect(rows).toEqual([
    {
      integer: 9007199254740991,
      amount: 1234567890123.45,
      day: '2026-03-29',
      instant: new Date('2026-11-22T06:30:00Z'),
      integers: [1, null, 3],
      days: ['2026-11-22'],
      document: { a: [1] },
      bytes: Buffer.from([0, 255]),
      nothing: null,
    },
  ]);
});

test('an integer that a number cannot hold is an error, not another integer', async () => {
  await expect(sql`select 9007199254740993::int8`.execute(db)).rejects.toThrow(RangeError);
  expect((await sql`select 1::int8 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
});

test('days are cut in UTC, whatever the machine says', async () => {
  const { rows } = await sql`select '2026-11-22 23:30+00'::timestamptz::date as day`.execute(db);
  expect(rows).toEqual([{ day: '2026-11-22' }]);
});

test('Node frees no code of the embedded database, which it does not survive each time', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'lead nudge wasm '));
  const module = JSON.stringify(join(import.meta.dirname, '../../src/db/openDatabase.ts'));
  const program = `import { pino } from 'pino'; import { openDatabase } from ${module};
    const { close } = await openDatabase({ dataDir: ${JSON.stringify(dataDir)}, log: pino({ level: 'silent' }) });
    await close(); console.log('closed');`;
  const flags = ['--trace-wasm-code-gc', '--input-type=module', '-e', program];
  const { stdout } = spawnSync(process.execPath, flags, { encoding: 'utf8' });
  rmSync(dataDir, { recursive: true });
  expect(stdout).toBe('closed\n');
});

describe('the lock on a data folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lead nudge lock '));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is exclusive within a process, and given back', () => {
    const unlock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(FolderInUse);
    unlock();
    lockFolder(folder)();
  });

  test('needs a folder', () => {
    const file = join(folder, 'a file');
    writeFileSync(file, '');
    expect(() => lockFolder(file)).toThrow(FolderUnusable);
    expect(() => lockFolder(join(file, 'deeper'))).toThrow(FolderUnusable);
  });

  test('is exclusive between processes, and ends with a process that is killed', async () => {
    const program = `import { lockFolder } from ${JSON.stringify(join(import.meta.dirname, '../../src/db/folderLock.ts'))};
      lockFolder(${JSON.stringify(folder)}); console.log('locked'); setInterval(() => {}, 1000);`;
    const other = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(other.stdout, 'data');
    expect(() => lockFolder(folder)).toThrow(
      `Another Lead Nudge is using the data folder ${folder}.`,
    );
    other.kill('SIGKILL');
    await once(other, 'exit');
    lockFolder(folder)();
  });
});
