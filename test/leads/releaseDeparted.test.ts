import { afterAll, expect, test } from 'vitest';
import { claimLead } from '../../src/leads/claimLead.ts';
import { findEvents } from '../../src/leads/leadHistoryStore.ts';
import { releaseDeparted } from '../../src/leads/releaseDeparted.ts';
import type { Status } from '../../src/leads/statuses.ts';
import { click, monday, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, addLead, at, cards } = kernel;
afterAll(kernel.drop);

const statusOf = async (id: number) =>
  kernel.db
    .selectFrom('leads')
    .select(['status', 'owner_id'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();

test('what somebody had who left goes back to the pool, and live deals wait for a manager', async () => {
  const anas = await addLead();
  await claimLead(ctx, { leadId: anas, by: click('UANA') });
  const ids = new Map<Status, number>();
  for (const status of [
    'claimed',
    'attempted',
    'nurture',
    'connected',
    'qualified',
    'quoted',
  ] as const) {
    ids.set(status, await addLead({ status, ownerId: 'UBEN', claimedAt: monday }));
  }
  const won = await addLead({ status: 'won', ownerId: 'UBEN', closedAt: monday });
  expect(await releaseDeparted(ctx)).toBe(0);

  await kernel.pool.query(`update people set is_deactivated = true where id = 'UBEN'`);
  at('2026-11-25T10:00:00Z');
  expect(await releaseDeparted(ctx)).toBe(3);
  for (const [status, id] of ids) {
    const goes = ['claimed', 'attempted', 'nurture'].includes(status);
    expect(await statusOf(id)).toEqual(
      goes ? { status: 'new', owner_id: null } : { status, owner_id: 'UBEN' },
    );
    const kinds = (await cards(id)).map(({ kind }) => kind);
    expect(kinds).toEqual(goes ? ['past-card', 'card'] : ['card']);
  }
  expect(await statusOf(anas)).toMatchObject({ owner_id: 'UANA' });
  expect(await statusOf(won)).toMatchObject({ owner_id: 'UBEN' });

  const [last] = await findEvents(ctx.db, 'T1', ids.get('claimed') ?? 0, 1);
  expect(last).toMatchObject({
    kind: 'released',
    actorId: null,
    ownerId: 'UBEN',
    held: { days: 2, touches: 0 },
  });
  const { rows } = await kernel.pool.query(`select leases_ended from people where id = 'UBEN'`);
  expect(rows).toEqual([{ leases_ended: 0 }]);
  expect(await releaseDeparted(ctx)).toBe(0);
});
