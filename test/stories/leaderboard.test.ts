import { describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../sandbox/sandbox.ts';
import { complianceByRep } from '../../src/leads/complianceStore.ts';
import { useWorld, type World } from '../support/world.ts';

const boards = (world: World): SeenMessage[] =>
  world.sandbox.messages('leads').filter(({ text }) => text.startsWith('On time in the week'));

async function touched(world: World, person: string, leads: number): Promise<void> {
  for (let n = 0; n < leads; n++) {
    const { id, card } = await world.lead({ name: `Lead ${n} of ${person}` });
    await world.sandbox.click(person, card, 'Claim');
    await world.settled();
    await world.sandbox.click(person, await world.card(id), 'Connected');
    await world.settled();
  }
}

const optIn = (world: World, leaderboard: boolean) =>
  world.changeSettings((settings) => {
    const { leads } = world.ids;
    const channel = settings.channels[leads];
    if (!channel) throw new Error('no channel');
    return { ...settings, channels: { [leads]: { ...channel, leaderboard } } };
  });

describe('a leaderboard', () => {
  // Thursday, 10:00 in Berlin.
  const here = useWorld({ at: new Date('2026-11-26T09:00:00Z') });

  test('is not posted where nobody asked for it, nor where nobody qualifies', async () => {
    const { world } = here;
    await touched(world, 'ben', 2);
    // Friday, 16:00 in Berlin: an hour after the scorecards.
    world.forward({ days: 1, hours: 6 });
    expect(await world.job('send-leaderboards')).toEqual({ sent: 0 });
    await optIn(world, true);
    await world.job('send-leaderboards');
    expect(boards(world)).toEqual([]);
  });

  test('comes an hour after the scorecards, names the best with their n, and nobody last', async () => {
    const { world } = here;
    // Thursday, 09:30 in Berlin.
    world.forward({ days: 5, hours: 17, minutes: 30 });
    await touched(world, 'ana', 11);
    await touched(world, 'ben', 10);
    const { card } = await world.lead({ name: 'Kept Waiting' });
    await world.sandbox.click('ben', card, 'Claim');
    await world.settled();
    world.forward({ days: 1, hours: 6 });
    await world.job('follow-up');
    expect(await world.job('send-leaderboards')).toEqual({ sent: 0 });
    world.forward({ minutes: 30 });
    expect(await world.job('send-leaderboards')).toEqual({ sent: 1 });
    const { leads, people } = world.ids;
    const span = { channels: [leads], from: '2026-11-30', until: '2026-12-04' };
    const ana = (await complianceByRep(world.ctx, span)).find(
      ({ personId }) => personId === people('ana'),
    )?.compliance;
    const [board] = boards(world);
    expect(board?.text).toContain(`1. <@${people('ana')}>`);
    expect(board?.text).toContain(`(${ana?.onTime} of ${ana?.due})`);
    expect(board?.text).not.toContain(people('ben'));
    expect(board?.text).toContain('at least 10 updates due');
  });

  test('comes once, whatever restarts', async () => {
    const { world } = here;
    await world.stopApp();
    await world.startApp();
    world.forward({ hours: 2 });
    expect(await world.job('send-leaderboards')).toEqual({ sent: 0 });
    expect(boards(world)).toHaveLength(1);
  });
});
