import { expect, test } from 'vitest';
import { useWorld, type World } from '../support/world.ts';

const here = useWorld();

/** A connected lead of ana's that marketing says is comparing options; its form is open. */
async function opened(world: World) {
  const { id, card } = await world.lead({ stage: 'options' });
  await world.sandbox.click('ana', card, 'Claim');
  await world.sandbox.command('ana', 'leads', `/lead L-${id} connected call`);
  await world.settled();
  await world.sandbox.click('ana', await world.card(id), 'Update');
  return { id };
}

const stage = (world: World, id: number) =>
  world.ctx.db
    .selectFrom('leads')
    .select(['stage', 'stage_confirmed_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
const seconds = (world: World) => Math.floor(world.clock.now().getTime() / 1000);

test('what marketing said is unconfirmed until a rep says how the customer confirmed it', async () => {
  const { world } = here;
  const { id } = await opened(world);
  expect(JSON.stringify(await world.card(id))).toContain('Comparing options (unconfirmed)');
  await world.sandbox.submit('ana', { 'How they said so': 'call' });
  expect(world.sandbox.modal('ana')).toBeUndefined();
  const { stage: where, stage_confirmed_at: at } = await stage(world, id);
  expect(where).toBe('options');
  expect(Math.abs(Number(at) - world.clock.now().getTime())).toBeLessThan(5_000);
  const card = JSON.stringify(await world.card(id));
  expect(card).toContain('Comparing options');
  expect(card).not.toContain('(unconfirmed)');
});

test('a rep corrects it, with how and when; the record keeps both', async () => {
  const { world } = here;
  const { id } = await opened(world);
  const then = seconds(world) - 7_200;
  await world.sandbox.submit('ana', {
    'Where the customer is': 'decision',
    'How they said so': 'meeting',
    'When they said so': then,
  });
  const { stage: where, stage_confirmed_at: at } = await stage(world, id);
  expect([where, Number(at) / 1000]).toEqual(['decision', then]);
  const { data } = await world.ctx.db
    .selectFrom('lead_events')
    .select('data')
    .where('lead_id', '=', id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  expect(data).toEqual({ stage: { from: 'options', to: 'decision', how: 'meeting' } });
  await world.sandbox.click('ana', await world.card(id), 'Details');
  expect(world.sandbox.read(world.sandbox.modal('ana'))).toContain(
    'Stage confirmed in a meeting: Deciding (was Comparing options)',
  );
  await world.sandbox.closeModal('ana');
});

test('another stage without how, a time without how and how without a stage are refused beside their fields', async () => {
  const { world } = here;
  const { id } = await opened(world);
  const refused = async (values: Parameters<World['sandbox']['submit']>[1]) =>
    (await world.sandbox.submit('ana', values)).errors;
  expect(await refused({ 'Where the customer is': 'purchase', Note: 'kept' })).toEqual({
    stageHow: 'Choose how the customer said so.',
  });
  const how = { 'How they said so': 'email' };
  expect(await refused({ ...how, 'When they said so': seconds(world) - 90_000 })).toEqual({
    stageAt: 'Choose a time within the last 24 hours.',
  });
  expect(await refused({ 'When they said so': seconds(world) + 3_600 })).toEqual({
    stageAt: 'A confirmation cannot be in the future.',
  });
  expect(await stage(world, id)).toEqual({ stage: 'options', stage_confirmed_at: null });
  expect(JSON.stringify(world.sandbox.modal('ana')?.state)).toContain('kept');
  await world.sandbox.submit('ana', { 'When they said so': seconds(world) - 60 });
  expect(await stage(world, id)).toMatchObject({ stage: 'purchase' });
});

test('an update that says nothing of it leaves it unconfirmed', async () => {
  const { world } = here;
  const { id } = await opened(world);
  await world.sandbox.submit('ana', { Touch: 'call:no-answer' });
  expect(await stage(world, id)).toEqual({ stage: 'options', stage_confirmed_at: null });
});

test('a status that does not ask for it sets none', async () => {
  const { world } = here;
  const { id } = await opened(world);
  world.sandbox.fill('ana', { 'Where the customer is': 'purchase', 'How they said so': 'call' });
  await world.sandbox.select('ana', 'modal', 'Status', 'lost');
  await world.sandbox.submit('ana', { obstacle: 'money' });
  expect(await stage(world, id)).toEqual({ stage: 'options', stage_confirmed_at: null });
});

test('undo takes the confirmation back', async () => {
  const { world } = here;
  const { id } = await opened(world);
  await world.sandbox.submit('ana', {
    'Where the customer is': 'purchase',
    'How they said so': 'call',
  });
  expect(await stage(world, id)).toMatchObject({ stage: 'purchase' });
  await world.sandbox.command('ana', 'leads', `/lead undo L-${id}`);
  await world.settled();
  expect(await stage(world, id)).toEqual({ stage: 'options', stage_confirmed_at: null });
});

test('a stage that was cleared in the form stays as it was', async () => {
  const { world } = here;
  const { id } = await opened(world);
  await world.sandbox.submit('ana', { 'Where the customer is': null });
  expect(world.sandbox.modal('ana')).toBeUndefined();
  expect(await stage(world, id)).toEqual({ stage: 'options', stage_confirmed_at: null });
});
