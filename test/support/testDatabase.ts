import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../src/db/openDatabase.ts';
import { addressOf, askServer } from './template.ts';

export interface TestDatabase {
  /** Where it is, as openDatabase and the app's configuration take it: exactly one of the two. */
  url?: string;
  dataDir?: string;
  open(log?: Logger): Promise<Database>;
  /** Closes what `open` opened, and removes it. */
  drop(): Promise<void>;
}

const silent = pino({ level: 'silent' });

/** A migrated, empty database of the lane's kind, for one test file: `afterAll(database.drop)`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = inject('template');
  if ('folder' in template) return cloneFolder(template.folder);
  return cloneDatabase(template.server, template.name);
}

async function cloneDatabase(server: string, template: string): Promise<TestDatabase> {
  const name = `${template}_${randomBytes(4).toString('hex')}`;
  await askServer(server, `create database ${name} template ${template}`);
  return testDatabase({ url: addressOf(server, name) }, () =>
    askServer(server, `drop database ${name} with (force)`),
  );
}

async function cloneFolder(template: string): Promise<TestDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lead-nudge-embedded-'));
  cpSync(template, dataDir, { recursive: true });
  return testDatabase({ dataDir }, async () => rmSync(dataDir, { recursive: true, force: true }));
}

function testDatabase(
  where: { url: string } | { dataDir: string },
  remove: () => Promise<void>,
): TestDatabase {
  const opened: Database[] = [];
  return {
    ...where,
    async open(log = silent) {
      const database = await openDatabase({ ...where, log });
      opened.push(database);
      return database;
    },
    async drop() {
      await Promise.all(opened.map(({ close }) => close()));
      await remove();
    },
  };
}
