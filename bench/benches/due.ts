import { sql } from 'kysely';
import type { Db } from '../../src/db/openDatabase.ts';
import type { Context } from '../../src/context.ts';
import { followUp } from '../../src/nudges/followUp.ts';
import { noticeBreaches } from '../../src/nudges/noticeBreaches.ts';
import { type Bench, say } from '../support/bench.ts';
import { below, elapsed, inTurn, median, timesLess } from '../support/figures.ts';
import { seeded } from '../support/history.ts';
import { onStage } from '../support/stage.ts';

const { workspaceId } = seeded;
const dueAtOnce = 100;
const times = 20;

export const due: Bench = {
  about: 'the search for what is due, against a scan of all leads, at two sizes',
  run: ({ rows, rounds }) =>
    onStage(Math.ceil(rows / 10), (small) =>
      onStage(rows, async (large) => {
        say('nothing is due');
        const { ctx } = await large.open();
        const { db } = ctx;
        const { ctx: smallCtx } = await small.open();
        const idle = await inTurn(
          rounds,
          () => nothingDue(ctx),
          () => fullScan(db),
        );
        const sizes = await inTurn(
          rounds,
          () => nothingDue(ctx),
          () => nothingDue(smallCtx),
        );
        say('all that runs every minute');
        // The first run notes the settings, and makes good what was missed.
        await followUp(ctx);
        const minute = await inTurn(
          rounds,
          () => elapsed(() => followUp(ctx)),
          () => fullScan(db),
        );
        say(`${dueAtOnce} are due`);
        const busy = await inTurn(
          rounds,
          () => someDue(ctx),
          () => someDue(smallCtx),
        );
        const name = (count: number) => count.toLocaleString('en');
        const both = `${name(rows)} leads against ${name(Math.ceil(rows / 10))}`;
        return [
          below(`0 due of ${name(rows)}, ms`, { ours: idle.ours }, 1),
          timesLess('0 due against a full scan, ms', idle, 75),
          timesLess('all that runs every minute, 0 due, against a full scan, ms', minute, 5),
          notMuchMore(`0 due, ${both}, ms`, sizes),
          notMuchMore(`${dueAtOnce} due, ${both}, ms`, busy),
        ];
      }),
    ),
};

const notMuchMore = (what: string, pair: { ours: number; baseline: number }) => ({
  ...timesLess(what, pair, 1 / 1.3),
  target: '< 1.3 × baseline',
});

const search = (ctx: Context) => noticeBreaches(ctx, new Date());

async function nothingDue(ctx: Context): Promise<number> {
  const took: number[] = [];
  for (let time = 0; time < times; time++) took.push(await elapsed(() => search(ctx)));
  return median(took);
}

/** What it would cost without the index. */
async function fullScan(db: Db): Promise<number> {
  return elapsed(() =>
    sql`select count(id) from leads
      where workspace_id = ${workspaceId} and follow_up_due_at + interval '0' <= ${new Date()}
        and breached_at is null`.execute(db),
  );
}

/** Makes some due, and measures how long it takes to find and record them, and to plan what follows. */
async function someDue(ctx: Context): Promise<number> {
  const { db } = ctx;
  await sql`update leads set follow_up_due_at = now() - interval '1 second'
    where workspace_id = ${workspaceId} and id in (
      select id from leads where workspace_id = ${workspaceId} and owner_id is not null
        and closed_at is null and breached_at is null order by md5(id::text || random()) limit ${dueAtOnce})`.execute(
    db,
  );
  return elapsed(() => search(ctx));
}
