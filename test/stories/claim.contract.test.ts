import { expect, test } from 'vitest';
import { useWorld } from '../support/world.ts';

const here = useWorld();

test('a rep claims a lead with one click, and is told how to reach the customer', async () => {
  const { world } = here;
  const { id, card } = await world.lead({
    name: 'Jane Doe',
    email: 'jane@example.org',
    phone: '030 123456',
  });
  expect(card.text).toContain('Jane Doe');
  expect(JSON.stringify(card)).not.toContain('jane@example.org');

  expect(await world.sandbox.click('ana', card, 'Claim')).toMatchObject({ acked: true });
  const claimed = await world.card(id);
  expect(claimed.text).toContain('Claimed');
  expect(claimed.text).toContain(`<@${world.ids.people('ana')}>`);
  expect((await world.whisper('ana')).text).toContain('mailto:jane@example.org');
  expect(world.whispers('ben')).toEqual([]);
});

test('whoever comes second is told who has it', async () => {
  const { world } = here;
  const { card } = await world.lead();
  await world.sandbox.click('ana', card, 'Claim');
  await world.sandbox.click('ben', card, 'Claim');
  expect((await world.whisper('ben')).text).toContain(`<@${world.ids.people('ana')}>`);
});
