import { afterAll, expect, test } from 'vitest';
import { rateSources } from '../../src/leads/rateSources.ts';
import { findRates } from '../../src/leads/sourceRateStore.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { undoLead } from '../../src/leads/undoLead.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { click, monday, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, db, addLead, at } = kernel;
afterAll(kernel.drop);
await ctx.settings.change(
  (document) =>
    settingsSchema.parse({
      ...document,
      sources: {
        form: { channel: 'CLEADS' },
        fair: { channel: 'CLEADS' },
        quiet: { channel: 'CLEADS' },
      },
    }),
  { authorId: null, note: 'test', now: monday },
);

const daysAgo = (days: number) => new Date(monday.getTime() - days * 86_400_000);

/** Worked leads of a source that were decided so many days ago, `good` of them by qualifying. */
async function decided(sourceKey: string, days: number, good: number, all: number) {
  for (let n = 0; n < all; n++) {
    const qualifies = n < good;
    await addLead({
      ...{ sourceKey, touchCount: 1, ownerId: 'UANA', claimedAt: daysAgo(days + 1) },
      ...(qualifies
        ? { status: 'qualified', qualifiedAt: daysAgo(days) }
        : { status: 'lost', closedAt: daysAgo(days) }),
    });
  }
}

test('a source slips where its last week is worse than its own eight weeks, and not by chance', async () => {
  await decided('form', 30, 20, 40);
  await decided('form', 2, 1, 12);
  await decided('fair', 30, 20, 40);
  await decided('fair', 2, 5, 12);
  // None of these says anything: too long ago, never worked, merged.
  await decided('fair', 95, 0, 10);
  await addLead({ sourceKey: 'fair', status: 'lost', closedAt: daysAgo(1), touchCount: 0 });
  await addLead({ sourceKey: 'fair', status: 'merged', closedAt: daysAgo(1), touchCount: 2 });

  expect(await rateSources(ctx)).toEqual({ rated: 2 });
  expect(await findRates(db, ctx.workspaceId, ['form', 'fair', 'quiet'])).toEqual([
    {
      sourceKey: 'fair',
      quarter: { part: 25, whole: 52 },
      week: { part: 5, whole: 12 },
      before: { part: 20, whole: 40 },
      slips: false,
    },
    {
      sourceKey: 'form',
      quarter: { part: 21, whole: 52 },
      week: { part: 1, whole: 12 },
      before: { part: 20, whole: 40 },
      slips: true,
    },
  ]);
});

test('a lead qualifies once, whatever becomes of it later; undone, it has not', async () => {
  const id = await addLead({ status: 'connected', ownerId: 'UANA', claimedAt: monday });
  const qualifiedAt = async () => {
    const row = db.selectFrom('leads').select('qualified_at').where('id', '=', id);
    return (await row.executeTakeFirstOrThrow()).qualified_at;
  };
  const update = (status: 'qualified' | 'quoted' | 'lost') =>
    updateLead(ctx, { leadId: id, by: click('UANA'), status, obstacle: 'money' });
  await update('quoted');
  expect(await qualifiedAt()).toEqual(monday);
  await undoLead(ctx, { leadId: id, by: click('UANA') });
  expect(await qualifiedAt()).toBeNull();
  at('2026-11-23T12:00:00Z');
  await update('qualified');
  at('2026-11-23T14:00:00Z');
  await update('lost');
  expect(await qualifiedAt()).toEqual(new Date('2026-11-23T12:00:00Z'));
});
