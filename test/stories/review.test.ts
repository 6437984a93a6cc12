import { describe, expect, test } from 'vitest';
import { useWorld, type World } from '../support/world.ts';

const modal = (world: World, person = 'mia'): string =>
  JSON.stringify(world.sandbox.modal(person)?.blocks ?? []);
const noted = (world: World, person: string) =>
  world.sandbox.dm(person).filter(({ text }) => text.includes('noted what you two agreed'));
const reviews = (world: World) =>
  world.ctx.db.selectFrom('reviews').selectAll().orderBy('id').execute();

describe('a review', () => {
  // Monday, 10:00 in Berlin.
  const here = useWorld();
  const agreed = 'First touches before ten.\nAsk <!channel> and <@U1> for the price list & *bold*';

  test('is one page with figures, leads to speak about, and a field', async () => {
    const { world } = here;
    const { card } = await world.lead({ name: 'Kept Waiting' });
    await world.sandbox.click('ana', card, 'Claim');
    await world.settled();
    world.forward({ hours: 3 });
    await world.sandbox.command('mia', 'leads', '/lead review @ana');
    expect(modal(world)).toContain('0 % (0 of 1)');
    expect(modal(world)).toContain('Kept Waiting');
    expect(modal(world)).toContain('Overdue since');
    expect(modal(world)).toContain('You have recorded no review with them yet.');
  });

  test('keeps nothing that is empty or far too long, and loses nothing that was typed', async () => {
    const { world } = here;
    const refused = await world.sandbox.submit('mia', { agreed: '   ' });
    expect(refused.errors).toEqual({ agreed: 'Write down what you agreed.' });
    expect(await reviews(world)).toEqual([]);
  });

  test('is recorded with its date, and sent to the rep as it was written', async () => {
    const { world } = here;
    await world.sandbox.submit('mia', { agreed });
    expect(modal(world)).toContain('Recorded. ');
    await world.settled();
    expect(await reviews(world)).toMatchObject([
      {
        rep_id: world.ids.people('ana'),
        manager_id: world.ids.people('mia'),
        held_on: '2026-11-23',
        agreed,
      },
    ]);
    const [message] = noted(world, 'ana');
    expect(message?.text).toContain('Mon 23 Nov 2026');
    // It mentions nobody and formats nothing.
    expect(message?.text).toContain('&lt;!channel&gt; and &lt;@U1&gt;');
    expect(JSON.stringify(message?.blocks)).not.toContain('"broadcast"');
    await world.sandbox.closeModal('mia');
  });

  test('stands in the week and in Home of both', async () => {
    const { world } = here;
    const { body } = await world.sandbox.command('ana', 'leads', '/lead scorecard');
    expect(JSON.stringify(body)).toContain('on Mon 23 Nov 2026: First touches before ten.');
    for (const person of ['ana', 'mia']) {
      await world.sandbox.openHome(person);
      const home = JSON.stringify(world.sandbox.home(person)?.blocks);
      expect(home).toContain('on Mon 23 Nov 2026: First touches before ten.');
    }
  });

  test('shows next time what was agreed last, by the choice from Home, too', async () => {
    const { world } = here;
    await world.sandbox.click('mia', 'home', 'Review');
    await world.sandbox.submit('mia', { rep: world.ids.people('ana') });
    expect(modal(world)).toContain('Agreed on Mon 23 Nov 2026');
    await world.sandbox.closeModal('mia');
  });

  test('is not for a rep, not of oneself, not of whoever has no leads', async () => {
    const { world } = here;
    const review = async (by: string, of: string) => {
      await world.sandbox.command(by, 'leads', `/lead review @${of}`);
      const shown = modal(world, by);
      await world.sandbox.closeModal(by);
      return shown;
    };
    expect(await review('ben', 'ana')).toContain('Only a manager of a channel where they work');
    expect(await review('mia', 'mia')).toContain('A review is a talk with somebody else.');
    expect(await review('mia', 'max')).toContain('has had no leads in the last five weeks');
    await world.sandbox.command('ben', 'leads', '/lead review');
    expect(modal(world, 'ben')).toContain('Managers review the reps of their channels');
    await world.sandbox.closeModal('ben');
    const { body } = await world.sandbox.command('mia', 'leads', '/lead review nobody');
    expect(JSON.stringify(body)).toContain('/lead review');
    expect(await reviews(world)).toHaveLength(1);
  });
});

describe('where the rep’s messages of the day are used up', () => {
  const here = useWorld();

  test('they are told on the next day, once', async () => {
    const { world } = here;
    const { card } = await world.lead({ name: 'Kept Waiting' });
    await world.sandbox.click('ana', card, 'Claim');
    await world.settled();
    for (let n = 1; n <= 4; n++) {
      await world.sandbox.command('mia', 'leads', '/lead review @ana');
      await world.sandbox.submit('mia', { agreed: `Agreed thing ${n}` });
      await world.sandbox.closeModal('mia');
      world.forward({ hours: 1 });
    }
    await world.settled();
    expect(noted(world, 'ana')).toHaveLength(3);
    expect(await world.job('tell-reviews')).toEqual({ told: 0 });
    world.forward({ hours: 20 });
    expect(await world.job('tell-reviews')).toEqual({ told: 1 });
    expect(await world.job('tell-reviews')).toEqual({ told: 0 });
    expect(noted(world, 'ana').at(-1)?.text).toContain('Agreed thing 4');
  });
});
