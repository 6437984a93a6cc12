import { expect, test } from 'vitest';
import { useWorld, type World } from '../support/world.ts';

const here = useWorld();

/** A lead of ana's, who has its form open. */
async function opened(world: World, status?: string) {
  const { id, card } = await world.lead();
  await world.sandbox.click('ana', card, 'Claim');
  if (status) await world.sandbox.command('ana', 'leads', `/lead L-${id} ${status}`);
  await world.settled();
  await world.sandbox.click('ana', await world.card(id), 'Update');
  return { id };
}

const lead = (world: World, id: number) =>
  world.ctx.db.selectFrom('leads').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const form = (world: World) => world.sandbox.modal('ana');
const text = (world: World) => JSON.stringify(form(world)?.blocks);

test('where a colleague added a note and moved the due instant, saving goes through at once', async () => {
  const { world } = here;
  const { id } = await opened(world, 'connected');
  await world.sandbox.command('mia', 'leads', `/lead postpone L-${id} wednesday`);
  await world.sandbox.command('ben', 'leads', `/lead note L-${id} "met them at the fair"`);
  await world.settled();
  await world.sandbox.submit('ana', { Touch: 'call:reached', Note: 'wants chairs' });
  expect(form(world)).toBeUndefined();
  expect(await lead(world, id)).toMatchObject({ status: 'connected', touch_count: 2 });
  const notes = await world.ctx.db
    .selectFrom('notes')
    .select('body')
    .where('lead_id', '=', id)
    .where('kind', '=', 'note')
    .orderBy('id')
    .execute();
  expect(notes.map(({ body }) => body)).toEqual(['met them at the fair', 'wants chairs']);
});

test('a touch for a lead that a manager set to qualified meanwhile leaves it qualified', async () => {
  const { world } = here;
  const { id } = await opened(world, 'connected');
  await world.sandbox.click('mia', await world.card(id), 'Qualified');
  await world.sandbox.submit('ana', { Touch: 'email:reached', Note: 'sent the catalogue' });
  expect(form(world)).toBeUndefined();
  expect(await lead(world, id)).toMatchObject({ status: 'qualified', touch_count: 2 });
});

test('a status that both set is shown beside the field, and saving again takes what stands there', async () => {
  const { world } = here;
  const { id } = await opened(world, 'connected');
  await world.sandbox.select('ana', 'modal', 'Status', 'qualified');
  await world.sandbox.command('mia', 'leads', `/lead L-${id} quoted 5000 EUR`);
  await world.settled();
  await world.sandbox.submit('ana', { Note: 'has a budget' });
  expect(await lead(world, id)).toMatchObject({ status: 'quoted' });
  const blocks = form(world)?.blocks ?? [];
  const status = blocks.findIndex(({ block_id }) => block_id?.startsWith('status:'));
  expect(JSON.stringify(blocks[status + 1])).toContain(
    `<@${world.ids.people('mia')}> set Quoted (`,
  );
  expect(JSON.stringify(form(world)?.state)).toContain('has a budget');

  await world.sandbox.submit('ana');
  expect(form(world)).toBeUndefined();
  // The value was mia's alone.
  expect(await lead(world, id)).toMatchObject({ status: 'qualified', value: 5_000 });
});

test('two values are asked about; the form holds the one that was typed', async () => {
  const { world } = here;
  const { id } = await opened(world, 'quoted 4000 EUR');
  world.sandbox.fill('ana', { Value: '6,000 EUR' });
  await world.sandbox.command('mia', 'leads', `/lead L-${id} quoted 5000 EUR`);
  await world.settled();
  await world.sandbox.submit('ana');
  expect(text(world)).toContain('set €5,000 (');
  expect(JSON.stringify(form(world)?.state)).toContain('6,000 EUR');
  await world.sandbox.submit('ana');
  expect(await lead(world, id)).toMatchObject({ value: 6_000 });
});

test('what only the other changed shows in the form when something else has to be asked', async () => {
  const { world } = here;
  const { id } = await opened(world, 'quoted 4000 EUR');
  const next = Math.floor(world.clock.now().getTime() / 1000) + 30 * 3_600;
  await world.sandbox.command('mia', 'leads', `/lead L-${id} quoted 5000 EUR tomorrow 10am`);
  await world.settled();
  await world.sandbox.submit('ana', { 'Next step': next, Note: 'typed' });
  const state = JSON.stringify(form(world)?.state);
  expect(state).toContain('5000 EUR');
  expect(state).toContain(String(next));
  expect(text(world)).toContain('set €5,000 (');
  await world.sandbox.submit('ana');
  expect(form(world)).toBeUndefined();
  const row = await lead(world, id);
  expect(row).toMatchObject({ value: 5_000, status: 'quoted' });
  expect(Math.floor(Number(row.follow_up_due_at) / 1000)).toBe(next);
});

test('a lead that somebody closed meanwhile is asked about, with what they said', async () => {
  const { world } = here;
  const { id } = await opened(world, 'connected');
  await world.sandbox.command('mia', 'leads', `/lead L-${id} lost money`);
  await world.settled();
  await world.sandbox.submit('ana', { Note: 'called them' });
  expect(await lead(world, id)).toMatchObject({ status: 'lost' });
  expect(text(world)).toContain('It changed while this was open');
  expect(text(world)).toContain('set Lost (');
  const state = JSON.stringify(form(world)?.state);
  expect(state).toContain('"lost"');
  expect(state).toContain('"money"');
  expect(state).toContain('called them');
  await world.sandbox.submit('ana', { Status: 'connected' });
  expect(await lead(world, id)).toMatchObject({ status: 'connected', obstacle: null });
});

test('looking at another status meanwhile does not forget how the lead stood', async () => {
  const { world } = here;
  const { id } = await opened(world, 'connected');
  await world.sandbox.click('mia', await world.card(id), 'Qualified');
  await world.settled();
  await world.sandbox.select('ana', 'modal', 'Status', 'quoted');
  await world.sandbox.submit('ana', { Value: '700 EUR' });
  expect(text(world)).toContain('set Qualified (');
  await world.sandbox.submit('ana');
  expect(await lead(world, id)).toMatchObject({ status: 'quoted', value: 700 });
});

test('an error is said beside a field that was drawn anew', async () => {
  const { world } = here;
  const { id } = await opened(world, 'quoted 4000 EUR');
  await world.sandbox.select('ana', 'modal', 'Status', 'won');
  await world.sandbox.command('mia', 'leads', `/lead L-${id} qualified 5000 EUR`);
  await world.settled();
  await world.sandbox.submit('ana');
  const refused = await world.sandbox.submit('ana', { Value: 'a lot' });
  expect(Object.keys(refused.errors ?? {}).join()).toMatch(/^value:\d+$/);
  await world.sandbox.submit('ana', { Value: '8000 EUR' });
  expect(await lead(world, id)).toMatchObject({ status: 'won', value: 8_000 });
});
