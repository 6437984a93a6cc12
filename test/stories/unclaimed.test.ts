import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../sandbox/sandbox.ts';
import { useWorld, type World } from '../support/world.ts';

const replies = (world: World, { ts }: SeenMessage): SeenMessage[] =>
  world.sandbox.messages('leads').filter((one) => one.threadTs === ts && one.ts !== ts);

const reply = (world: World, card: SeenMessage): SeenMessage => {
  const [first, ...more] = replies(world, card);
  expect(more).toEqual([]);
  if (!first) throw new Error('nobody was asked');
  return first;
};

const fallbackOf = (world: World, person: string): SeenMessage[] =>
  world.sandbox.dm(person).filter(({ text }) => /needs? you/.test(text));

const mentioned = ({ text }: SeenMessage): string[] =>
  [...text.matchAll(/<@(\w+)>/g)].map(([, id = '']) => id);

/** Full members who work in Berlin, and the roster of #leads, which may name others too. */
async function roster(world: World, names: readonly string[], fallback?: string) {
  for (const name of names) {
    if (!world.sandbox.users.some((user) => user.name === name)) {
      world.sandbox.addUser({ name, tz: 'Europe/Berlin' });
    }
  }
  await world.job('refresh-people');
  const { leads, people } = world.ids;
  await world.changeSettings((document) => ({
    ...document,
    channels: {
      [leads]: {
        name: 'leads',
        holidays: [],
        mode: 'claim',
        managers: [people('mia')],
        roster: names.map(people),
        ...(fallback && { fallback: people(fallback) }),
      },
    },
  }));
}

describe('a lead that nobody claims', () => {
  const here = useWorld();
  beforeEach(() => roster(here.world, ['ana', 'ben', 'eva', 'tom'], 'max'));
  afterEach(async () => expect(await here.world.violations()).toEqual([]));

  test('is asked about once, under its card: three of those on shift, those with the fewest open leads', async () => {
    const { world } = here;
    const { people } = world.ids;
    for (const person of ['ana', 'ana', 'ben']) {
      const { card } = await world.lead();
      await world.sandbox.click(person, card, 'Claim');
    }
    const { id, card } = await world.lead({ name: 'Forgotten Deal', value: 900 });
    world.forward({ minutes: 14 });
    await world.job('follow-up');
    expect(replies(world, card)).toEqual([]);
    world.forward({ minutes: 2 });
    expect(await world.job('follow-up')).toMatchObject({ asked: 1, told: 0 });
    const asked = reply(world, card);
    expect(mentioned(asked)).toEqual(['eva', 'tom', 'ben'].map(people).toSorted());
    expect(asked.text).toContain(`L-${id} Forgotten Deal`);
    await world.job('follow-up');
    reply(world, card);
    expect(fallbackOf(world, 'max')).toEqual([]);
  });

  test('goes to the fallback after the ladder’s time, who may claim it', async () => {
    const { world } = here;
    world.forward({ minutes: 15 });
    expect(await world.job('follow-up')).toMatchObject({ asked: 0, told: 1 });
    const [message, ...more] = fallbackOf(world, 'max');
    expect(more).toEqual([]);
    expect(message?.text).toContain('Forgotten Deal');
    expect(message?.text).toContain('has claimed it');
    // Max manages nothing here, and is on no roster.
    expect(JSON.stringify(message?.blocks)).not.toMatch(/lead:(claim|reassign)/);
    expect(fallbackOf(world, 'mia')).toEqual([]);
  });

  test('once claimed it asks nobody any more, and the fallback’s line is struck', async () => {
    const { world } = here;
    const asked = world.sandbox
      .messages('leads')
      .find(({ threadTs, ts }) => threadTs && threadTs !== ts);
    if (!asked) throw new Error('nobody was asked');
    // Two at once: one of them has it, the other is told.
    await Promise.all(['eva', 'tom'].map((person) => world.sandbox.click(person, asked, 'Claim')));
    await world.settled();
    const after = world.sandbox.messages('leads').find(({ ts }) => ts === asked.ts);
    const [owner = '', ...more] = mentioned(after ?? asked);
    expect(more).toEqual([]);
    const loser = owner === world.ids.people('eva') ? 'tom' : 'eva';
    expect((await world.whisper(loser)).text).toContain(`<@${owner}> has L-`);
    expect(after?.text).toMatch(/has L-\d+\.$/);
    expect(JSON.stringify(after?.blocks)).not.toContain('lead:claim');
    expect(fallbackOf(world, 'max')[0]?.text).toMatch(/Dealt with: .*Forgotten Deal/);
  });

  test('claimed before anybody is asked, it is not mentioned', async () => {
    const { world } = here;
    const { card } = await world.lead();
    world.forward({ minutes: 14 });
    await world.sandbox.click('ana', card, 'Claim');
    world.forward({ minutes: 5 });
    await world.job('follow-up');
    expect(replies(world, card)).toEqual([]);
  });

  test('whoever has had three messages today is not asked; nobody left, the fallback is told at once', async () => {
    const { world } = here;
    await roster(world, ['kim'], 'mia');
    for (let n = 0; n < 3; n++) {
      const { card } = await world.lead();
      world.forward({ minutes: 16 });
      expect(await world.job('follow-up')).toMatchObject({ asked: 1 });
      reply(world, card);
    }
    const { card } = await world.lead({ name: 'One Too Many' });
    world.forward({ minutes: 16 });
    expect(await world.job('follow-up')).toMatchObject({ asked: 0 });
    expect(replies(world, card)).toEqual([]);
    expect(fallbackOf(world, 'mia')[0]?.text).toContain('One Too Many');
  });
});

describe('with nobody on shift', () => {
  const here = useWorld();

  test('the fallback is told at once, and can take it or give it to somebody', async () => {
    const { world } = here;
    await roster(world, ['ana'], 'ben');
    world.forward({ hours: 7, minutes: 5 });
    // At 17:05 in Berlin; the window ends at 17:20, and Ana goes home at 17:30.
    const { id, card } = await world.lead({ name: 'Late Deal' });
    world.forward({ minutes: 40 });
    expect(await world.job('follow-up')).toMatchObject({ asked: 0, escalated: 1, told: 1 });
    expect(replies(world, card)).toEqual([]);
    const [message] = fallbackOf(world, 'ben');
    expect(message?.text).toContain(`L-${id}`);
    expect(await world.violations()).toEqual([]);
  });
});

describe('where there is no roster', () => {
  const here = useWorld();

  test('those are asked who have open leads of the channel', async () => {
    const { world } = here;
    const first = await world.lead();
    await world.sandbox.click('ben', first.card, 'Claim');
    const { card } = await world.lead();
    world.forward({ minutes: 16 });
    await world.job('follow-up');
    expect(mentioned(reply(world, card))).toEqual([world.ids.people('ben')]);
    expect(await world.violations()).toEqual([]);
  });
});

describe('a card that somebody deleted', () => {
  const here = useWorld();

  test('is posted again, and the question stands under the new one', async () => {
    const { world } = here;
    await roster(world, ['ana']);
    const { id, card } = await world.lead();
    world.sandbox.deleteMessage(card);
    world.forward({ minutes: 16 });
    await world.job('follow-up');
    world.forward({ minutes: 1 });
    await world.settled();
    const again = await world.card(id);
    expect(again.ts).not.toBe(card.ts);
    expect(mentioned(reply(world, again))).toEqual([world.ids.people('ana')]);
    expect(await world.violations()).toEqual([]);
  });
});

describe('after a downtime', () => {
  const here = useWorld();

  test('those on shift are asked first, and have the ladder’s time; then the fallback is told', async () => {
    const { world } = here;
    await roster(world, ['ana'], 'ben');
    const { card } = await world.lead();
    world.forward({ hours: 2 });
    expect(await world.job('follow-up')).toMatchObject({ asked: 1, told: 0 });
    reply(world, card);
    world.forward({ minutes: 10 });
    expect(await world.job('follow-up')).toMatchObject({ escalated: 0 });
    world.forward({ minutes: 10 });
    expect(await world.job('follow-up')).toMatchObject({ escalated: 1, told: 1 });
    expect(fallbackOf(world, 'ben')).toHaveLength(1);
    expect(await world.violations()).toEqual([]);
  });
});

describe('a hot lead', () => {
  const here = useWorld();

  test('goes to the fallback sooner', async () => {
    const { world } = here;
    await world.changeSettings((document) => ({ ...document, hot: [{ minValue: 10_000 }] }));
    await roster(world, ['ana'], 'ben');
    await world.lead({ name: 'Hot Deal', value: 20_000 });
    await world.lead({ name: 'Other Deal', value: 200 });
    world.forward({ minutes: 16 });
    await world.job('follow-up');
    world.forward({ minutes: 5 });
    expect(await world.job('follow-up')).toMatchObject({ escalated: 1, told: 1 });
    const [message] = fallbackOf(world, 'ben');
    expect(message?.text).toContain('Hot Deal');
    expect(message?.text).not.toContain('Other Deal');
    expect(await world.violations()).toEqual([]);
  });
});
