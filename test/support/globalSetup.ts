import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/openDatabase.ts';
import { lane } from './lane.ts';
import { startPostgres } from './postgres.ts';

/** What createTestDatabase clones: a migrated database of a server, or an embedded one's folder. */
export type Template = { server: string; name: string } | { folder: string };

declare module 'vitest' {
  interface ProvidedContext {
    template: Template;
  }
}

const log = pino({ level: 'warn' });

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { template, remove } =
    lane.database === 'embedded' ? await embeddedTemplate() : await postgresTemplate();
  project.provide('template', template);
  return remove;
}

interface Made {
  template: Template;
  remove(): Promise<void>;
}

async function postgresTemplate(): Promise<Made> {
  const given = process.env['TEST_DATABASE_URL'];
  const own = given ? undefined : await startPostgres();
  const server = given ?? own?.url ?? '';
  const name = `lead_nudge_${randomBytes(4).toString('hex')}`;
  const remove = own ? own.stop : () => askServer(server, `drop database if exists ${name}`);
  try {
    await askServer(server, `create database ${name}`);
    await migrated({ url: addressOf(server, name) });
  } catch (error) {
    await remove();
    throw error;
  }
  return { template: { server, name }, remove };
}

async function embeddedTemplate(): Promise<Made> {
  const folder = mkdtempSync(join(tmpdir(), 'lead-nudge-embedded-'));
  const remove = async () => rmSync(folder, { recursive: true, force: true });
  await migrated({ dataDir: folder }).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  return { template: { folder }, remove };
}

async function migrated(where: { url: string } | { dataDir: string }): Promise<void> {
  const database = await openDatabase({ ...where, log });
  try {
    await migrate(database.db, log);
  } finally {
    await database.close();
  }
}

/** Runs one statement on a server, outside of any pool. */
export async function askServer(server: string, text: string): Promise<void> {
  const client = new pg.Client(server);
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

/** The address of another database on the same server. */
export function addressOf(server: string, database: string): string {
  const address = new URL(server);
  address.pathname = `/${database}`;
  return address.href;
}
