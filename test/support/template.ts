import pg from 'pg';
import { pino } from 'pino';
import { migrate } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/openDatabase.ts';

/** What createTestDatabase clones: a migrated database of a server, or an embedded one's folder. */
export type Template = { server: string; name: string } | { folder: string };

declare module 'vitest' {
  interface ProvidedContext {
    template: Template;
  }
}

const log = pino({ level: 'warn' });

export async function migrateTemplate(where: { url: string } | { dataDir: string }): Promise<void> {
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
