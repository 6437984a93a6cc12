import { expect, test } from 'vitest';
import { useWorld, type World } from '../support/world.ts';

// Thursday, 10:00 in Berlin.
const here = useWorld({ at: new Date('2026-11-26T09:00:00Z') });

const digests = (world: World, person: string): string[] =>
  world.sandbox
    .dm(person)
    .map(({ text }) => text)
    .filter((text) => /unanswered|overdue|unclaimed/i.test(text.split('\n')[0] ?? ''));

/** 08:30 in Berlin, so many days later. */
async function morningAfter(world: World, days: number): Promise<void> {
  const date = new Date(+world.clock.now() + days * 86_400_000).toISOString().slice(0, 10);
  const next = new Date(`${date}T07:30:00Z`);
  world.forward({ minutes: Math.ceil((+next - +world.clock.now()) / 60_000) });
  await world.job('send-digests');
}

test('whoever manages a source’s owner and no channel hears of no grade that still has time', async () => {
  const { world } = here;
  await world.changeSettings((settings) => {
    const { website } = settings.sources;
    return website
      ? { ...settings, sources: { website: { ...website, manager: world.ids.people('ada') } } }
      : settings;
  });
  const { id, card } = await world.lead({ name: 'Wrong Person' });
  await world.sandbox.click('ana', card, 'Claim');
  await world.sandbox.click('ana', await world.card(id), 'Update');
  await world.sandbox.select('ana', 'modal', 'Status', 'disqualified');
  await world.sandbox.select('ana', 'modal', 'How good was this lead?', 'poor');
  await world.sandbox.submit('ana', {
    'What stood in the way': 'invalid',
    Evidence: 'A school has that address.',
    'Why it was poor': ['person'],
  });
  await morningAfter(world, 1);
  expect(digests(world, 'mia')).toHaveLength(1);
  expect(digests(world, 'ada')).toEqual([]);
});

test('and of one that its owner has left unanswered: that alone, nothing of a team', async () => {
  const { world } = here;
  const { id: late } = await world.lead({ name: 'Kept Waiting' });
  await morningAfter(world, 6);
  const [digest = '', ...more] = digests(world, 'ada');
  expect(more).toEqual([]);
  expect(digest.split('\n')[0]).toBe('1 grade unanswered past its window.');
  expect(digest).toMatch(/Website form: 1 grade for <@\w+> to answer, the oldest since/);
  expect(digest).not.toContain(`L-${late}`);
  expect(digest).not.toContain('Changes to the settings');
  // She manages the channel, and not the source.
  expect(digests(world, 'mia').at(-1)).not.toContain('to answer');
});

test('once it is answered there is nothing to tell, and nothing is', async () => {
  const { world } = here;
  await world.ctx.db
    .updateTable('grades')
    .set({ answer: 'accepted', answered_at: world.clock.now() })
    .execute();
  await morningAfter(world, 1);
  expect(digests(world, 'ada')).toHaveLength(1);
  expect(digests(world, 'mia')).toHaveLength(3);
});
