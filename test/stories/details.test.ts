import { expect, test } from 'vitest';
import { useWorld, type World } from '../support/world.ts';

const here = useWorld();

const modal = (world: World, person: string) => JSON.stringify(world.sandbox.modal(person)?.blocks);

test('details show everything, and how to reach the customer to the owner and managers only', async () => {
  const { world } = here;
  const { id, card } = await world.lead({
    name: 'Jane Doe',
    email: 'jane.doe@example.org',
    message: 'Call me, or write to jane.doe@example.org',
    budget_code: 'B-17',
  });
  await world.sandbox.click('ben', card, 'Details');
  expect(modal(world, 'ben')).toContain('B-17');
  expect(modal(world, 'ben')).not.toContain('jane.doe@example.org');
  await world.sandbox.closeModal('ben');

  await world.sandbox.click('ana', card, 'Claim');
  await world.sandbox.click('ana', await world.card(id), 'Details');
  expect(modal(world, 'ana')).toContain('mailto:jane.doe@example.org');
  expect(modal(world, 'ana')).toContain('Claimed');
  await world.sandbox.closeModal('ana');
  await world.sandbox.click('mia', await world.card(id), 'Details');
  expect(modal(world, 'mia')).toContain('mailto:jane.doe@example.org');
  await world.sandbox.closeModal('mia');
});

test('a note is written from the details, and they show it at once', async () => {
  const { world } = here;
  const { card } = await world.lead();
  await world.sandbox.click('ana', card, 'Details');
  await world.sandbox.click('ana', 'modal', 'Add a note');
  await world.sandbox.submit('ana', { Note: 'prefers *mornings* <!channel>' });
  await world.sandbox.waitFor(() => modal(world, 'ana')?.includes('prefers *mornings*'));
  expect(modal(world, 'ana')).toContain('Note added');
  await world.sandbox.closeModal('ana');
});

test('the owner postpones once from the details; what is too far is refused with the reason', async () => {
  const { world } = here;
  const { id, card } = await world.lead();
  await world.sandbox.click('ana', card, 'Claim');
  await world.sandbox.click('ana', await world.card(id), 'Details');
  await world.sandbox.click('ana', 'modal', 'Postpone');
  const now = world.clock.now().getTime() / 1000;
  await world.sandbox.submit('ana', { Until: Math.floor(now + 40 * 86_400) });
  expect(modal(world, 'ana')).toContain('A touch renews it.');
  await world.sandbox.submit('ana', { Until: Math.floor(now + 5 * 3_600) });
  await world.sandbox.waitFor(() => modal(world, 'ana')?.includes('Postponed to'));
  expect((await world.card(id)).text).toContain('Postponed to');
  await world.sandbox.closeModal('ana');

  // What is overdue cannot be postponed, so it is not offered.
  world.forward({ hours: 6 });
  await world.sandbox.click('ana', await world.card(id), 'Details');
  expect(modal(world, 'ana')).not.toContain('lead:postpone');
  await world.sandbox.closeModal('ana');
});

test('the owner gives a lead back with a reason, and it can be claimed again', async () => {
  const { world } = here;
  const { id, card } = await world.lead();
  await world.sandbox.click('ana', card, 'Claim');
  await world.sandbox.click('ana', await world.card(id), 'Details');
  await world.sandbox.click('ana', 'modal', 'Release');
  await world.sandbox.submit('ana', { reason: 'not my region' });
  await world.sandbox.waitFor(() => modal(world, 'ana')?.includes('Given back to the pool'));
  await world.sandbox.closeModal('ana', { all: true });

  const back = await world.card(id);
  expect(back.text).toContain('Back in the pool');
  expect(back.text).toContain(`Given back to the pool by <@${world.ids.people('ana')}>`);
  await world.sandbox.click('ben', back, 'Claim');
  expect((await world.card(id)).text).toContain(`<@${world.ids.people('ben')}>`);
});

test('quick buttons in the details redraw them', async () => {
  const { world } = here;
  const { id, card } = await world.lead();
  await world.sandbox.click('ana', card, 'Details');
  await world.sandbox.click('ana', 'modal', 'Claim');
  await world.sandbox.waitFor(() => modal(world, 'ana')?.includes('Tried, no answer'));
  await world.sandbox.click('ana', 'modal', 'Connected');
  await world.sandbox.waitFor(() => modal(world, 'ana')?.includes('Set to Connected'));
  expect((await world.card(id)).text).toContain('Connected');
  await world.sandbox.closeModal('ana');
});
