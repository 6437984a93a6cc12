import { sql } from 'kysely';
import type { Db } from './openDatabase.ts';

/** Rejects with what is wrong where the database cannot be asked. */
export async function askDatabase(db: Db): Promise<void> {
  await sql`select 1`.execute(db);
}
