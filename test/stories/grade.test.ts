import { expect, test } from 'vitest';
import { useWorld, type World } from '../support/world.ts';

const here = useWorld();

async function claimed(world: World) {
  const { id, card } = await world.lead();
  await world.sandbox.click('ana', card, 'Claim');
  return { id, card: await world.card(id) };
}
const graded = (world: World, id: number) =>
  world.ctx.db
    .selectFrom('grades')
    .select(['grade', 'reasons', 'rep_id', 'owner_id', 'answer'])
    .where('lead_id', '=', id)
    .execute();

function last(world: World, person = 'ana') {
  const whisper = world.whispers(person).at(-1);
  if (!whisper) throw new Error('nothing was whispered');
  return whisper;
}

test('whoever ends a lead grades it in the same form; poor asks why', async () => {
  const { world } = here;
  const { id, card } = await claimed(world);
  await world.sandbox.click('ana', card, 'Update');
  await world.sandbox.select('ana', 'modal', 'Status', 'lost');
  await world.sandbox.select('ana', 'modal', 'How good was this lead?', 'poor');
  const refused = await world.sandbox.submit('ana', { 'What stood in the way': 'money' });
  expect(refused.errors).toHaveProperty('reasons');
  await world.sandbox.submit('ana', { 'Why it was poor': ['person', 'early'] });
  expect(world.sandbox.modal('ana')).toBeUndefined();
  const [ana, max] = ['ana', 'max'].map(world.ids.people);
  expect(await graded(world, id)).toEqual([
    { grade: 'poor', reasons: ['person', 'early'], rep_id: ana, owner_id: max, answer: null },
  ]);
});

test('after a command one click grades it, and the details show it', async () => {
  const { world } = here;
  const { id } = await claimed(world);
  await world.sandbox.command('ana', 'leads', `/lead L-${id} won`);
  await world.sandbox.click('ana', last(world), 'Good');
  await world.settled();
  expect(await graded(world, id)).toMatchObject([{ grade: 'good', reasons: [] }]);
  await world.sandbox.command('mia', 'leads', `/lead L-${id}`);
  await world.sandbox.click('mia', last(world, 'mia'), 'Details');
  expect(world.sandbox.read(world.sandbox.modal('mia'))).toContain('Good, says');
});

test('a grade and its answer stay in the details of a lead that is open again', async () => {
  const { world } = here;
  const { id } = await claimed(world);
  await world.sandbox.command('ana', 'leads', `/lead L-${id} won`);
  await world.sandbox.click('ana', last(world), 'Fair');
  await world.sandbox.command('ana', 'leads', `/lead L-${id} connected`);
  await world.settled();
  await world.sandbox.command('mia', 'leads', `/lead L-${id}`);
  await world.sandbox.click('mia', last(world, 'mia'), 'Details');
  const details = world.sandbox.read(world.sandbox.modal('mia'));
  expect(details).toContain('Connected');
  expect(details).toContain('Fair, says');
});

test('a lead that its rep brought is not graded', async () => {
  const { world } = here;
  await world.sandbox.command('ana', 'leads', '/lead new Jane');
  await world.sandbox.submit('ana', { Email: 'jane@example.org' });
  await world.sandbox.closeModal('ana', { all: true });
  const { id } = await world.ctx.db
    .selectFrom('leads')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  await world.sandbox.command('ana', 'leads', `/lead L-${id} won`);
  expect(last(world).text).toContain('Saved: Won');
  expect(last(world).text).not.toContain('How good was this lead');
});
