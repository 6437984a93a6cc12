import { sql } from 'kysely';
import type { Db } from '../../db/openDatabase.ts';
import { touchSteps } from '../report.ts';
import { arrivedThen, type Reported } from './reported.ts';

/** How many first touches fell into each of `touchSteps`, and after the last. */
export async function touchesByStep(db: Db, reported: Reported): Promise<number[]> {
  const { rows } = await sql<{ step: number; n: number }>`
    select width_bucket(l.touch_seconds - 1, ${touchSteps}::integer[]) as step, count(*) as n
    from leads l where ${arrivedThen(reported)} and l.touch_seconds is not null
    group by 1`.execute(db);
  const counts = new Map(rows.map(({ step, n }) => [step, n]));
  return Array.from({ length: touchSteps.length + 1 }, (_, step) => counts.get(step) ?? 0);
}
