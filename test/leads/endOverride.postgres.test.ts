import { afterAll, expect, test } from 'vitest';
import { claimLead } from '../../src/leads/claimLead.ts';
import { endOverride } from '../../src/leads/endOverride.ts';
import { pauseRep } from '../../src/leads/pauseRep.ts';
import { waiveLead } from '../../src/leads/waiveLead.ts';
import { click, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, db } = kernel;
afterAll(kernel.drop);

const reason = 'on a course';

/** Two managers end it in the same moment: both have decided to, and wait for the same row. */
async function endTwice(overrideId: number, locked: string): Promise<string[]> {
  const other = await kernel.pool.connect();
  try {
    await other.query('begin');
    await other.query(`${locked} for update`);
    const both = ['UMIA', 'UADA'].map((id) => endOverride(ctx, { overrideId, by: click(id) }));
    const waiting = `select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    while ((await kernel.pool.query(waiting)).rows.length < both.length);
    await other.query('commit');
    return (await Promise.all(both)).map(({ outcome }) => outcome).toSorted();
  } finally {
    other.release();
  }
}

const inForce = () =>
  db.selectFrom('overrides').select('id').where('ended_at', 'is', null).executeTakeFirstOrThrow();

test('an exception for a lead that two end at once begins its window anew once', async () => {
  await db
    .insertInto('people')
    .values({
      workspace_id: ctx.workspaceId,
      id: 'UADA',
      name: 'ada',
      timezone: 'UTC',
      is_admin: true,
      refreshed_at: ctx.clock.now(),
    })
    .execute();
  const id = await kernel.addLead();
  await claimLead(ctx, { leadId: id, by: click('UANA') });
  const until = new Date('2026-11-25T12:00:00Z');
  await waiveLead(ctx, { leadId: id, by: click('UMIA'), until, reason });
  const override = await inForce();
  expect(await endTwice(override.id, `select from leads where id = ${id}`)).toEqual([
    'ended',
    'not-in-force',
  ]);
  const kinds = (await kernel.events(id)).map(({ kind }) => kind);
  expect(kinds).toEqual(['claimed', 'waived', 'exception-ended']);
});

test('a pause that two end at once has one who ended it', async () => {
  await pauseRep(ctx, { repId: 'UANA', by: click('UMIA'), until: '2026-11-26', reason });
  const override = await inForce();
  expect(await endTwice(override.id, `select from people where id = 'UANA'`)).toEqual([
    'ended',
    'not-in-force',
  ]);
});
