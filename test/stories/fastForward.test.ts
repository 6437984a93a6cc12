import { expect, test } from 'vitest';
import { TimeTravel } from '../../sandbox/demo/timeTravel.ts';
import { useWorld } from '../support/world.ts';

const here = useWorld();

const travel = () => new TimeTravel(here.world.ctx, here.world.clock, () => {});

test('past the window is the window of leads that wait to be claimed, while nobody has one', async () => {
  await here.world.lead();
  expect(await travel().pastTheWindow()).toMatch(
    /^It is Monday 10:1[67] in Berlin and 09:1[67] in London\.$/,
  );
});

test('past the window is the window of a claimed lead, whatever else waits', async () => {
  const { world } = here;
  const { card } = await world.lead();
  await world.lead();
  await world.sandbox.click('ana', card, 'Claim');
  await world.settled();
  expect(await travel().pastTheWindow()).toMatch(/^It is Monday 11:1[78] in Berlin/);
  expect(world.sandbox.dm('ana').map(({ text }) => text)).toEqual([
    expect.stringContaining('1 lead is past its follow-up window'),
  ]);
});

test('without anything due, it says what to do', async () => {
  const { world } = here;
  world.forward({ days: 30 });
  expect(await travel().pastTheWindow()).toBe('Nothing is due. Claim a lead first.');
});
