import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import type pg from 'pg';
import type { Context } from '../../src/context.ts';
import type { Db } from '../../src/db/openDatabase.ts';
import { dateAfter } from '../../src/digests/digest.ts';
import { managersEdition } from '../../src/digests/edition.ts';
import { gatherDigest } from '../../src/digests/gatherDigest.ts';
import { addUpDays } from '../../src/leads/addUpDays.ts';
import { complianceByDay } from '../../src/leads/complianceStore.ts';
import { findPerson } from '../../src/people/peopleStore.ts';
import { localDate } from '../../src/people/zone.ts';
import { type Bench, say } from '../support/bench.ts';
import { below, elapsed, inTurn, timesLess } from '../support/figures.ts';
import { seeded } from '../support/history.ts';
import { onStage } from '../support/stage.ts';

const { workspaceId } = seeded;

export const digest: Bench = {
  about: 'the digests of all managers against one aggregate of everything',
  run: ({ rows, rounds }) =>
    onStage(rows, async ({ database, open }) => {
      const { ctx } = await open();
      // A tenth of what is open is overdue.
      await database.pool.query(`update leads set follow_up_due_at = now() - interval '2 hours'
        where follow_up_due_at is not null and id % 100 in (0, 1, 2)`);
      await addUpAll(ctx);
      await database.pool.query('vacuum (analyze)');
      const before = await scansOf(database.pool);
      await allDigests(ctx);
      const scans = (await scansOf(database.pool)) - before;
      say(`the digests of ${seeded.channels} managers`);
      const pair = await inTurn(
        rounds,
        () => elapsed(() => allDigests(ctx)),
        () => elapsed(() => everything(ctx.db)),
      );
      const measure = timesLess(`digests of ${seeded.channels} managers, ms`, pair, 1 / 2);
      return [
        { ...measure, target: '≤ 2 × baseline' },
        below('scans of all leads or all their events in them', { ours: scans }, 1),
        below(
          'memory of the process at most, MB',
          { ours: process.resourceUsage().maxRSS / 1024 },
          300,
        ),
      ];
    }),
};

/** What the job does in its first runs after an upgrade, and then never again. */
async function addUpAll(ctx: Context): Promise<void> {
  let days = 0;
  const took = await elapsed(async () => {
    for (let more = 1; more > 0; days += more) more = (await addUpDays(ctx)).days;
  });
  say(`${days.toLocaleString('en')} days of channels added up in ${Math.round(took)} ms`);
}

/** Each with the thirty days of its picture. */
async function allDigests(ctx: Context): Promise<void> {
  const now = new Date();
  for (let n = 0; n < seeded.channels; n++) {
    const manager = await findPerson(ctx.db, workspaceId, seeded.manager(n));
    if (!manager) throw new Error('a manager is missing');
    const date = localDate(now, manager.timezone);
    const edition = await managersEdition(ctx, manager, { date });
    if (!edition) throw new Error('a manager manages nothing');
    await gatherDigest(ctx, edition);
    const { channels } = edition.team;
    await complianceByDay(ctx, {
      channels,
      from: dateAfter(date, -30),
      until: dateAfter(date, -1),
    });
  }
}

/** How often the database has read a large table from end to end. It counts with ten seconds' delay. */
async function scansOf(pool: pg.Pool): Promise<number> {
  await setTimeout(11_000);
  const { rows } = await pool.query<{ scans: number }>(`
    select sum(seq_scan)::int as scans from pg_stat_user_tables
    where relname in ('leads', 'lead_events')`);
  return rows[0]?.scans ?? 0;
}

/** Every lead and every decided due instant, by channel and owner. */
const everything = (db: Db) =>
  sql`
  select channel_id, owner_id, count(*), count(*) filter (where follow_up_due_at <= now()),
    min(follow_up_due_at), max(d.decided), max(d.on_time)
  from leads left join (
    select lead_id, count(*) as decided, count(*) filter (where at <= due_from) as on_time
    from lead_events where due_from is not null group by lead_id) d on d.lead_id = leads.id
  where workspace_id = ${workspaceId} group by channel_id, owner_id`.execute(db);
