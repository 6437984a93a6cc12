import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { startPostgres } from '../support/postgres.ts';
import { World } from '../support/world.ts';

// What was committed has to be there after a crash.
const postgres = await startPostgres({ fsync: true });
const world = await World.start({
  database: {
    url: postgres.url,
    open: () => Promise.reject(new Error('the story looks at it through the app')),
    drop: () => postgres.stop(),
  },
  expectErrors: ['a listener failed', 'ECONNREFUSED', '57P', 'terminated', 'database'],
});
afterAll(() => world.end());
const { sandbox } = world;

const away =
  'Lead Nudge cannot reach its database just now. Nothing was changed; please try again in a minute.';

const lead = async (id: number) => {
  const { db } = world.ctx;
  const { status, owner_id, version } = await db
    .selectFrom('leads')
    .where('id', '=', id)
    .selectAll()
    .executeTakeFirstOrThrow();
  const events = await db
    .selectFrom('lead_events')
    .where('lead_id', '=', id)
    .where('kind', 'in', ['claimed', 'updated'])
    .select('kind')
    .execute();
  return { status, owner_id, version, events: events.map(({ kind }) => kind) };
};

/** Asks until the app has found its database again. */
const asSoonAsItIsBack = <T>(ask: () => Promise<T>) =>
  sandbox.waitFor(() => ask().catch(() => undefined), { what: 'the database' });

test('a click, a command and a form while Postgres is away are answered, and work afterwards', async () => {
  const first = await world.lead();
  const second = await world.lead();
  await sandbox.click('ana', second.card, 'Claim');
  await sandbox.click('ana', await world.card(second.id), 'Update');
  const before = world.whispers('ben').length;
  await postgres.halt();

  expect(await sandbox.click('ben', first.card, 'Claim')).toMatchObject({ acked: true });
  expect((await sandbox.waitFor(() => world.whispers('ben')[before])).text).toBe(away);
  const typed = await sandbox.command('ben', 'leads', `/lead claim L-${first.id}`);
  expect(typed).toMatchObject({ acked: true, body: { text: away } });
  const { errors } = await sandbox.submit('ana', { Note: 'typed while it was away' });
  expect(Object.values(errors ?? {})).toEqual([away]);

  await postgres.start();
  expect(await asSoonAsItIsBack(() => lead(first.id))).toMatchObject({ status: 'new', events: [] });
  expect(await lead(second.id)).toMatchObject({ status: 'claimed', events: ['claimed'] });
  await sandbox.click('ben', first.card, 'Claim');
  expect((await world.card(first.id)).text).toContain('Claimed');
  await sandbox.submit('ana');
  expect(await lead(second.id)).toMatchObject({ events: ['claimed', 'updated'] });
  expect(sandbox.modal('ana')).toBeUndefined();
});

test('a claim in the middle of which Postgres dies is not half done, and can be made again', async () => {
  const { id, card } = await world.lead();
  const before = world.whispers('ana').length;
  const holder = new pg.Client(postgres.url);
  holder.on('error', () => {});
  await holder.connect();
  await holder.query('begin');
  await holder.query('select 1 from leads where id = $1 for update', [id]);

  const clicked = sandbox.click('ana', card, 'Claim');
  await sandbox.waitFor(async () => {
    const waiting = "select 1 from pg_stat_activity where wait_event_type = 'Lock'";
    return (await holder.query(waiting)).rowCount;
  });
  await postgres.restart('immediate');
  expect(await clicked).toMatchObject({ acked: true });
  expect((await sandbox.waitFor(() => world.whispers('ana')[before])).text).toBe(away);
  expect(await asSoonAsItIsBack(() => lead(id))).toMatchObject({ status: 'new', events: [] });

  await sandbox.click('ana', card, 'Claim');
  expect((await world.card(id)).text).toContain('Claimed');
  expect(await lead(id)).toMatchObject({ events: ['claimed'] });
});
