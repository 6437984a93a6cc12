import { expect, test } from 'vitest';
import { useWorld } from '../support/world.ts';

const here = useWorld();

test('a quick update of a card whispers what it did, and Undo takes it back', async () => {
  const { world } = here;
  const { sandbox } = world;
  const { id, card } = await world.lead({ name: 'Jane Doe' });
  await sandbox.click('ana', card, 'Claim');
  await world.whisper('ana');
  await sandbox.click('ana', await world.card(id), 'Connected');
  const done = await world.whisper('ana');
  expect(done.text).toContain('Saved: Connected');
  await sandbox.click('ana', done, 'Undo');
  expect((await world.card(id)).text).toContain('Claimed');
  await sandbox.waitFor(() => world.whispers('ana').some(({ text }) => text.includes('Undone.')));
});

test('from Home, the way back stands above the list', async () => {
  const { world } = here;
  const { sandbox } = world;
  const { id, card } = await world.lead({ name: 'Home Lead' });
  await sandbox.click('ben', card, 'Claim');
  await sandbox.openHome('ben');
  await sandbox.click('ben', 'home', 'lead:quick-connected');
  const home = () => JSON.stringify(sandbox.home('ben')?.blocks);
  await sandbox.waitFor(() => home().includes('Saved: Connected'));
  await sandbox.click('ben', 'home', 'lead:undo');
  await sandbox.waitFor(() => home().includes('Undone.'));
  expect((await world.card(id)).text).toContain('Claimed');
});

test('too late, it says so; by typing it works too', async () => {
  const { world } = here;
  const { sandbox } = world;
  const { id, card } = await world.lead({ name: 'Late Undo' });
  await sandbox.click('ana', card, 'Claim');
  const typed = async (text: string) => {
    const { body } = await sandbox.command('ana', 'leads', text);
    return (body as { text: string }).text; // the app always answers with text
  };
  await typed(`/lead ${id} connected call`);
  expect(await typed('/lead undo')).toContain('Undone.');
  await typed(`/lead ${id} connected call`);
  world.forward({ minutes: 11 });
  expect(await typed(`/lead undo ${id}`)).toContain('can be undone for 10 minutes');
});
