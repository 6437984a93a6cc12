import { afterAll, expect, test } from 'vitest';
import { postLead } from '../../src/leads/postLead.ts';
import { findLead } from '../../src/leads/leadStore.ts';
import { createSettingsStore } from '../../src/settings/settingsStore.ts';
import { monday, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, db, addLead, events } = kernel;
afterAll(kernel.drop);

/** A database that nobody may ask outside their transaction. */
const refused = new Proxy(db, {
  get() {
    throw new Error('asked outside the transaction');
  },
});
const post = (leadId: number, at = monday) =>
  db.transaction().execute((trx) => postLead(ctx, trx, { leadId, at }));

test('the unclaimed window opens when the card is before reps', async () => {
  const id = await addLead({ postedAt: null });
  await post(id);
  expect(await findLead(db, 'T1', id)).toMatchObject({
    version: 1,
    postedAt: monday,
    followUpDueAt: new Date('2026-11-23T10:15:00Z'),
    dueRule: 'unclaimed',
  });
  expect(await events(id)).toMatchObject([
    {
      kind: 'posted',
      at: monday,
      actor_id: null,
      due_from: null,
      due_to: new Date('2026-11-23T10:15:00Z'),
      due_rule: 'unclaimed',
    },
  ]);
});

test('an owned lead’s window has begun already', async () => {
  const due = new Date('2026-11-23T11:00:00Z');
  const id = await addLead({
    status: 'claimed',
    ownerId: 'UANA',
    postedAt: null,
    followUpDueAt: due,
    dueRule: 'status:claimed',
  });
  await post(id);
  expect(await findLead(db, 'T1', id)).toMatchObject({ postedAt: monday, followUpDueAt: due });
  expect(await events(id)).toMatchObject([{ kind: 'posted', due_to: null, due_outcome: null }]);
});

test('a card that is posted again changes nothing', async () => {
  const id = await addLead({ postedAt: null });
  await post(id);
  const before = await findLead(db, 'T1', id);
  await post(id, new Date('2026-11-23T10:10:00Z'));
  expect(await findLead(db, 'T1', id)).toEqual(before);
  expect(await events(id)).toHaveLength(1);
});

test('settings are read in the same transaction, so one connection is enough', async () => {
  const id = await addLead({ postedAt: null });
  const oneAtATime = { ...ctx, settings: createSettingsStore(refused, 'T1') };
  await db.transaction().execute((trx) => postLead(oneAtATime, trx, { leadId: id, at: monday }));
  expect(await findLead(db, 'T1', id)).toMatchObject({ postedAt: monday });
});
