import { sql } from 'kysely';
import type pg from 'pg';
import type { Context } from '../../src/context.ts';
import type { Db } from '../../src/db/openDatabase.ts';
import { exportLeads } from '../../src/digests/exportLeads.ts';
import { exportMessage } from '../../src/digests/exportMessage.ts';
import type { Breakdown } from '../../src/digests/report.ts';
import { reportOn } from '../../src/digests/reportOn.ts';
import { addUpDays } from '../../src/leads/addUpDays.ts';
import { isoDate } from '../../src/people/zone.ts';
import { isFile } from '../../src/slack/message.ts';
import { type Bench, say } from '../support/bench.ts';
import { below, elapsed, inTurn, type Measure } from '../support/figures.ts';
import { seeded } from '../support/history.ts';
import { onStage } from '../support/stage.ts';

const { workspaceId } = seeded;
const admin = 'U0ADMIN0001';
const mostMs = 2_000;

/** Who asks, for what: an admin for everything, a manager, a marketer and a rep for theirs. */
const asked: readonly (readonly [who: string, personId: string, by: Breakdown | null])[] = [
  ['an admin', admin, 'rep'],
  ['an admin', admin, 'source'],
  ['an admin', admin, 'channel'],
  ['a manager', seeded.manager(1), 'rep'],
  ['a marketer', 'U0MARKETER1', 'segment'],
  ['a rep', seeded.rep(1), null],
];

export const report: Bench = {
  about: 'a report of a year, against one aggregate of everything, and an export',
  run: ({ rows, rounds }) =>
    onStage(rows, async ({ database, open }) => {
      const { ctx } = await open();
      await spreadOverAYear(database.pool);
      await named(ctx);
      say('adding up the days');
      for (let did = 1; did > 0;) ({ days: did = 0 } = await addUpDays(ctx));
      await database.pool.query('vacuum (analyze)');
      const measures: Measure[] = [];
      const today = Math.floor(Date.now() / 86_400_000);
      const year = { from: isoDate(today - 365), until: isoDate(today) };
      for (const [who, id, by] of asked) {
        const of = `${who}’s report${by ? ` by ${by}` : ''}, ms`;
        say(of);
        const ours = async () => {
          const words = { period: year, by };
          const answer = await reportOn(ctx, { by: { kind: 'person', id }, words });
          if (answer.outcome !== 'reported') throw new Error(answer.outcome);
        };
        await ours();
        const pair = await inTurn(
          rounds,
          () => elapsed(ours),
          () => elapsed(() => everything(ctx.db)),
        );
        measures.push(below(of, pair, mostMs));
      }
      return [...measures, ...(await exported(ctx, year))];
    }),
};

/** Each file as it is made; nothing is sent. */
async function exported(ctx: Context, period: { from: string; until: string }): Promise<Measure[]> {
  say('an export of everything');
  let leads = 0;
  const asking = await elapsed(async () => {
    const answer = await exportLeads(ctx, { by: { kind: 'person', id: admin }, period });
    leads = answer.outcome === 'on-its-way' ? answer.leads : 0;
  });
  const messages = await ctx.db
    .selectFrom('messages')
    .selectAll()
    .where('kind', '=', 'export')
    .execute();
  const took: number[] = [];
  const before = rss();
  let most = before;
  for (const row of messages) {
    const message = {
      ...{ id: row.id, kind: row.kind, key: row.key, leadId: null, personId: admin },
      ...{ subject: row.subject as Record<string, unknown>, destination: admin },
      ...{ createdAt: row.created_at, posted: null, shown: null },
    };
    took.push(
      await elapsed(async () => {
        const drawn = await exportMessage.draw(ctx, message, ctx.clock.now());
        if (drawn && drawn !== 'delete' && isFile(drawn)) await drawn.file.bytes();
      }),
    );
    most = Math.max(most, rss());
  }
  return [
    below(
      `asking for an export of ${leads.toLocaleString('en')} leads, ms`,
      { ours: asking },
      mostMs,
    ),
    below('the slowest of its files, ms', { ours: Math.max(...took) }, 15_000),
    below('memory that its files add, MB', { ours: most - before }, 150),
  ];
}

const rss = (): number => process.memoryUsage().rss / 2 ** 20;

/** The history lies in 90 days, of one source, without working times: here it lies in a year, of ten. */
async function spreadOverAYear(pool: pg.Pool): Promise<void> {
  say('spreading the history over a year');
  const client = await pool.connect();
  try {
    await client.query(`set statement_timeout = 0; set synchronous_commit = off;
      alter table lead_events disable trigger user`);
    await client.query(`update leads set received_at = now() - (now() - received_at) * 4,
      posted_at = now() - (now() - received_at) * 4 + (id % 50) * interval '1 second',
      source_key = case when id % 10 = 0 then 'website' else 'source-' || id % 10 end,
      segment = (array['small', 'middle', 'large'])[1 + id % 4],
      claim_seconds = case when owner_id is not null then id::bigint * 7919 % 9000 end,
      touch_seconds = case when owner_id is not null then id::bigint * 104729 % 40000 end`);
    await client.query(`update lead_events set at = now() - (now() - at) * 4,
      due_from = now() - (now() - at) * 4 + (due_from - at),
      status_from = case when status_from is not null then 'attempted' end,
      rep_seconds = case when due_outcome = 'met' then lead_id * 15485863::bigint % 60000 end`);
    await client.query('alter table lead_events enable trigger user');
  } finally {
    client.release(true);
  }
}

async function named(ctx: Context): Promise<void> {
  const now = ctx.clock.now();
  const people = [admin, 'U0MARKETER1'].map((id) => ({
    ...{ workspace_id: workspaceId, id, name: id, timezone: 'Europe/Berlin', refreshed_at: now },
  }));
  await ctx.db.insertInto('people').values(people).execute();
  const channel = seeded.channel(0);
  const sources = Array.from({ length: 9 }, (_, n) => [
    `source-${n + 1}`,
    { channel, ...(n === 0 && { owner: 'U0MARKETER1' }) },
  ]);
  await ctx.settings.change(
    (document) => ({
      ...document,
      admins: [admin],
      sources: { ...document.sources, ...Object.fromEntries(sources) },
    }),
    { authorId: null, note: 'bench', now },
  );
}

/** Every lead and every decided due instant, by channel and owner. */
const everything = (db: Db) =>
  sql`
  select channel_id, owner_id, count(*), count(*) filter (where status = 'won'),
    avg(claim_seconds), avg(touch_seconds), max(d.decided), max(d.on_time)
  from leads left join (
    select lead_id, count(*) as decided, count(*) filter (where at <= due_from) as on_time
    from lead_events where due_from is not null group by lead_id) d on d.lead_id = leads.id
  where workspace_id = ${workspaceId} group by channel_id, owner_id`.execute(db);
