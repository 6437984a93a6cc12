import { afterAll, expect, test } from 'vitest';
import { followUp } from '../../src/nudges/followUp.ts';
import { startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, db, addLead, at } = kernel;
afterAll(kernel.drop);

const told = async (leadId: number) =>
  (
    await db
      .selectFrom('escalations')
      .where('lead_id', '=', leadId)
      .where('over_at', 'is', null)
      .orderBy('person_id')
      .select('person_id')
      .execute()
  ).map(({ person_id }) => person_id);
const messages = () =>
  db
    .selectFrom('messages')
    .where('kind', '=', 'escalation')
    .orderBy('person_id')
    .select('person_id')
    .execute();
const manage = (...managers: string[]) =>
  ctx.settings.change(
    (document) => {
      const channel = document.channels['CLEADS'];
      if (!channel) throw new Error('no channel');
      return { ...document, channels: { CLEADS: { ...channel, managers } } };
    },
    { authorId: null, note: 'test', now: ctx.clock.now() },
  );
const overdue = () =>
  addLead({
    ownerId: 'UANA',
    status: 'claimed',
    followUpDueAt: new Date('2026-11-23T10:30:00Z'),
    leaseEndsAt: new Date('2026-11-26T10:30:00Z'),
  });

test('of any number of processes at once each manager is told once', async () => {
  await manage('UMIA', 'UEVE');
  const id = await overdue();
  at('2026-11-23T14:31:00Z');
  await Promise.all([followUp(ctx), followUp(ctx), followUp(ctx)]);
  expect(await told(id)).toEqual(['UEVE', 'UMIA']);
  expect((await messages()).map(({ person_id }) => person_id)).toEqual(['UEVE', 'UMIA']);
  const [breach] = await kernel.breaches(id);
  expect(breach).toMatchObject({
    escalated_to: 'UMIA',
    escalated_at: new Date('2026-11-23T14:31:00Z'),
  });
  expect(breach?.escalation_id).not.toBeNull();
});

test('what a manager was told who has left since is told to those who are there', async () => {
  await manage('UMIA');
  const id = await overdue();
  at('2026-11-23T15:20:00Z');
  await followUp(ctx);
  expect(await told(id)).toEqual(['UMIA']);
  await db.updateTable('people').set({ is_deactivated: true }).where('id', '=', 'UMIA').execute();
  await manage('UMIA', 'UEVE');
  await followUp(ctx);
  expect(await told(id)).toEqual(['UEVE']);
  await db.updateTable('people').set({ is_deactivated: false }).where('id', '=', 'UMIA').execute();
});

test('where there is nobody to tell, nothing is queued, and the breach says so', async () => {
  await manage();
  const id = await overdue();
  await followUp(ctx);
  expect(await told(id)).toEqual([]);
  const [breach] = await kernel.breaches(id);
  expect(breach).toMatchObject({ escalated_to: null });
  expect(breach?.escalated_at).not.toBeNull();
});
