import { sql } from 'kysely';
import type { Db } from '../../src/db/openDatabase.ts';
import { managersEdition } from '../../src/digests/edition.ts';
import { gatherDigest } from '../../src/digests/gatherDigest.ts';
import { findPerson } from '../../src/people/peopleStore.ts';
import { localDate } from '../../src/people/zone.ts';
import { type Bench, say } from '../support/bench.ts';
import { elapsed, inTurn, timesLess } from '../support/figures.ts';
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
      await database.pool.query('vacuum (analyze) leads');
      const now = new Date();
      const all = async () => {
        for (let n = 0; n < seeded.channels; n++) {
          const manager = await findPerson(ctx.db, workspaceId, seeded.manager(n));
          if (!manager) throw new Error('a manager is missing');
          const edition = await managersEdition(ctx, manager, localDate(now, manager.timezone));
          if (edition) await gatherDigest(ctx, edition);
        }
      };
      say(`the digests of ${seeded.channels} managers`);
      const pair = await inTurn(
        rounds,
        () => elapsed(all),
        () => elapsed(() => everything(ctx.db)),
      );
      const measure = timesLess(`digests of ${seeded.channels} managers, ms`, pair, 1 / 2);
      return [{ ...measure, target: '≤ 2 × baseline' }];
    }),
};

/** Every lead and every decided due instant, by channel and owner. */
const everything = (db: Db) =>
  sql`
  select channel_id, owner_id, count(*), count(*) filter (where follow_up_due_at <= now()),
    min(follow_up_due_at), max(d.decided), max(d.on_time)
  from leads left join (
    select lead_id, count(*) as decided, count(*) filter (where at <= due_from) as on_time
    from lead_events where due_from is not null group by lead_id) d on d.lead_id = leads.id
  where workspace_id = ${workspaceId} group by channel_id, owner_id`.execute(db);
