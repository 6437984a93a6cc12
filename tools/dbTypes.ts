/** Writes src/db/schema.ts from what the migrations make: `npm run db:types`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { migrate } from '../src/db/migrate.ts';
import { openDatabase } from '../src/db/openDatabase.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { typesOf } from './typesOf.ts';

const log = pino({ level: 'warn' });
const file = join(import.meta.dirname, '../src/db/schema.ts');

const postgres = await startPostgres();
try {
  const database = await openDatabase({ url: postgres.url, log });
  await migrate(database.db, log);
  writeFileSync(file, await typesOf(database.db));
  await database.close();
} finally {
  await postgres.stop();
}
