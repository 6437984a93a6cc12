import { expect, test } from 'vitest';
import { useWorld } from '../support/world.ts';

const here = useWorld();

test('a second click by the winner changes nothing', async () => {
  const { world } = here;
  const { id, card } = await world.lead();
  await Promise.all([
    world.sandbox.click('ana', card, 'Claim'),
    world.sandbox.click('ana', card, 'Claim'),
  ]);
  expect((await world.card(id)).text).toContain(`<@${world.ids.people('ana')}>`);
  const claims = await world.ctx.db
    .selectFrom('lead_events')
    .where('lead_id', '=', id)
    .where('kind', '=', 'claimed')
    .selectAll()
    .execute();
  expect(claims).toHaveLength(1);
});

test('the first owner is told what is due when', async () => {
  const { world } = here;
  const { id, card } = await world.lead({ name: 'Due Lead' });
  await world.sandbox.click('ben', card, 'Claim');
  const { text } = await world.whisper('ben');
  expect(text).toContain(`Due Lead · L-${id}`);
  expect(text).toMatch(/First touch due <!date\^\d+\^/);
});

test('who is not on the roster is told so, and what to do', async () => {
  const { world } = here;
  const { leads, people } = world.ids;
  const roster = (ids: string[]) =>
    world.changeSettings((settings) => {
      const channel = settings.channels[leads];
      if (channel) channel.roster = ids;
      return settings;
    });
  const { id, card } = await world.lead();
  await roster([people('ana')]);
  await world.sandbox.click('max', card, 'Claim');
  expect((await world.whisper('max')).text).toContain('roster');
  expect((await world.card(id)).text).not.toContain('Claimed');
  // Where only they see it, they are not offered what they may not do.
  await world.sandbox.click('max', card, 'Details');
  expect(JSON.stringify(world.sandbox.modal('max'))).not.toContain('lead:claim');
  await world.sandbox.closeModal('max');
  await world.sandbox.command('max', 'leads', `/lead L-${id}`);
  expect(JSON.stringify((await world.whisper('max')).blocks)).not.toContain('lead:claim');
  await roster([]);
});

test('a guest may not claim; somebody new to the workspace may', async () => {
  const { world } = here;
  world.sandbox.addUser({ name: 'guest', isGuest: true });
  world.sandbox.addUser({ name: 'newcomer' });
  const { id, card } = await world.lead();
  await world.sandbox.click('guest', card, 'Claim');
  expect((await world.whisper('guest')).text).toContain('Guests cannot work on leads');
  await world.sandbox.click('newcomer', card, 'Claim');
  expect((await world.card(id)).text).toContain(`<@${world.ids.people('newcomer')}>`);
});

test('an old card’s button says what became of the lead', async () => {
  const { world } = here;
  const { id, card } = await world.lead();
  await world.sandbox.command('ana', 'leads', `/lead claim ${id}`);
  await world.sandbox.command('ana', 'leads', `/lead ${id} lost money`);
  const shown = await world.card(id);
  expect(JSON.stringify(shown.blocks)).not.toContain('"button"');
  expect(shown.text).toContain('Lost · No money');
  // Somebody whose client still shows the card as it was.
  Object.assign(world.sandbox.channel('leads').find(card.ts) ?? {}, { blocks: card.blocks });
  await world.sandbox.click('max', card, 'Claim');
  expect((await world.whisper('max')).text).toContain('is closed: Lost');
});

test('buttons in a whisper work, and the whisper shows what came of them', async () => {
  const { world } = here;
  const { id } = await world.lead({ name: 'Whispered', email: 'whispered@example.org' });
  await world.sandbox.command('max', 'leads', `/lead L-${id}`);
  const shown = () => world.whispers('max').at(-1);
  expect(shown()?.text).not.toContain('whispered@example.org');
  await world.sandbox.click('max', shown()!, 'Claim'); // it has just been looked at
  await world.sandbox.waitFor(() => shown()?.text.includes('mailto:whispered@example.org'));
  expect((await world.card(id)).text).toContain('Claimed');
});
