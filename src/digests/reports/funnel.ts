import { sql } from 'kysely';
import type { Db } from '../../db/openDatabase.ts';
import type { Breakdown, StatusCount } from '../report.ts';
import { arrivedThen, keyOf, type Reported } from './reported.ts';

/** The leads that came in, counted by part and status: the funnel, and from it each part's conversion. */
export async function funnel(
  db: Db,
  reported: Reported,
  by: Breakdown | null,
): Promise<StatusCount[]> {
  const { rows } = await sql<StatusCount>`
    select ${keyOf(by)} as key, l.status, count(*) as leads,
      count(*) filter (where l.touch_count > 0) as touched
    from leads l where ${arrivedThen(reported)} group by 1, 2`.execute(db);
  return rows;
}
