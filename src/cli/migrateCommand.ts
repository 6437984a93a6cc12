import type { Logger } from 'pino';
import { migrate } from '../db/migrate.ts';
import type { Db } from '../db/openDatabase.ts';
import type { Output } from './output.ts';

/** `migrate`: brings the schema up to date, and says what that took. */
export async function migrateCommand(db: Db, log: Logger, out: Output): Promise<void> {
  const applied = await migrate(db, log);
  out.stdout.write(applied.length > 0 ? `Applied ${applied.join(', ')}.\n` : 'Nothing to apply.\n');
}
