import { expect, test } from 'vitest';
import { useWorld, type World } from '../support/world.ts';

const here = useWorld();

async function why(world: World, person: string, id: number): Promise<string> {
  const { body } = await world.sandbox.command(person, 'leads', `/lead why L-${id}`);
  return (body as { text?: string } | undefined)?.text ?? '';
}

test('everyone who sees a lead is told why it is due, what comes next and why they were nudged', async () => {
  const { world } = here;
  const { people } = world.ids;
  const { id, card } = await world.lead();
  expect(await why(world, 'ben', id)).toContain(
    'The window of an unclaimed lead is 15 minutes of working time (windows.unclaimed)',
  );
  await world.sandbox.click('ana', card, 'Claim');
  await world.settled();
  const before = await why(world, 'ben', id);
  expect(before).toContain('The first touch is due');
  expect(before).toContain(
    `clock of <@${people('ana')}>: Europe/Berlin, Monday to Friday 09:00–17:30`,
  );
  expect(before).toContain(`When it has passed, <@${people('ana')}> gets a nudge`);
  expect(before).toContain(`it goes to <@${people('mia')}>`);
  expect(before).toContain('Without a touch the claim ends');
  expect(before).toContain('Last message: its card');

  world.forward({ minutes: 61 });
  await world.job('follow-up');
  const after = await why(world, 'mia', id);
  expect(after).toContain('The first touch was due');
  expect(after).toContain(`<@${people('ana')}> has been nudged`);
  expect(after).toMatch(/Last message: the nudge to .* because the window of Claimed ran out/);
  expect(after.split('\n').length).toBeLessThanOrEqual(9);
});

test('the details have it behind a button', async () => {
  const { world } = here;
  const { card } = await world.lead();
  await world.sandbox.click('ben', card, 'Details');
  await world.sandbox.click('ben', 'modal', 'Why?');
  expect(JSON.stringify(world.sandbox.modal('ben')?.blocks)).toContain('is to be claimed by');
  await world.sandbox.closeModal('ben', { all: true });
});

test('of a lead that there is not, they are told so', async () => {
  expect(await why(here.world, 'ana', 999_999)).toContain('There is no such lead');
});
