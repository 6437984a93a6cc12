import { describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../sandbox/sandbox.ts';
import { useWorld, type World } from '../support/world.ts';

const claimed = async (world: World, person: string, arrival: Record<string, unknown> = {}) => {
  const lead = await world.lead(arrival);
  await world.sandbox.click(person, lead.card, 'Claim');
  const { text: said } = await world.whisper(person);
  await world.settled();
  return { ...lead, said };
};

const standing = (world: World, { ts }: SeenMessage): SeenMessage => {
  const found = world.sandbox.messages('leads').find((message) => message.ts === ts);
  if (!found) throw new Error('the card is gone');
  return found;
};

const buttons = ({ blocks }: SeenMessage): string[] =>
  JSON.stringify(blocks).match(/"lead:[\w-]+"/g) ?? [];

const ownerOf = async ({ ctx }: World, id: number) =>
  (await ctx.db.selectFrom('leads').select('owner_id').where('id', '=', id).executeTakeFirst())
    ?.owner_id;

describe('a claim that nobody works', () => {
  const here = useWorld();

  test('says on the card, and in Home, until when it holds', async () => {
    const { world } = here;
    const { id } = await claimed(world, 'ana', { name: 'Slow Deal' });
    // Due at 11:00 in Berlin, and three working days to go from there.
    const ends = /Claim ends <!date[^>]*\|2026-11-26 10:0\d UTC> without a touch/;
    expect((await world.card(id)).text).toMatch(ends);
    await world.sandbox.openHome('ana');
    await world.settled();
    expect(JSON.stringify(world.sandbox.home('ana'))).toContain('Claim ends');
  });

  test('is shown as overdue on its card once its window has run out', async () => {
    const { world } = here;
    const { id } = await claimed(world, 'ana', { name: 'Late Deal' });
    expect((await world.card(id)).text).toContain('First touch due');
    world.forward({ hours: 1, minutes: 1 });
    await world.job('follow-up');
    expect((await world.card(id)).text).toContain('Overdue since');
  });

  test('ends: the card is posted again and names who had it, without a mention; the old one is one line', async () => {
    const { world } = here;
    const { id, card } = await claimed(world, 'ben', { name: 'Fast Deal', company: 'Acme' });
    await world.sandbox.click('ben', await world.card(id), 'Tried, no answer');
    await world.settled();
    world.forward({ days: 9 });
    const before = world.sandbox.callsTo('chat.postMessage').length;
    await world.job('follow-up');
    const again = await world.card(id);
    expect(again.ts).not.toBe(card.ts);
    expect(again.text).toContain('Fast Deal · Acme');
    expect(again.text).toContain('Back in the pool');
    const name = world.sandbox.user('ben').name;
    expect(again.text).toMatch(new RegExp(`Was ${name}’s for 9 days, 1 touch`));
    expect(JSON.stringify(again)).not.toContain(world.ids.people('ben'));
    expect(buttons(again)).toContain('"lead:claim"');

    const old = standing(world, card);
    expect(old.text).toContain('went back to the pool');
    expect(buttons(old)).toEqual([]);
    const posted = world.sandbox.callsTo('chat.postMessage').slice(before);
    const cards = posted.filter(({ args }) => args['channel'] === world.ids.leads);
    expect(cards.length).toBeGreaterThan(0);
    expect(cards.filter(({ args }) => String(args['text']).includes('Fast Deal'))).toHaveLength(1);
  });

  test('can be taken back by who had it, or taken by anyone', async () => {
    const { world } = here;
    const { id } = await claimed(world, 'ana', { name: 'Third Deal' });
    world.forward({ days: 7 });
    await world.job('follow-up');
    expect(await ownerOf(world, id)).toBeNull();
    await world.sandbox.click('ana', await world.card(id), 'Claim');
    await world.settled();
    expect(await ownerOf(world, id)).toBe(world.ids.people('ana'));
    expect((await world.card(id)).text).toMatch(/Was .*’s for 7 days, no touch/);
  });

  test('starts the channel’s clock anew once its card stands', async () => {
    const { world } = here;
    const { id } = await claimed(world, 'ana', { name: 'Fourth Deal' });
    world.forward({ days: 7 });
    await world.job('follow-up');
    const row = await world.ctx.db
      .selectFrom('leads')
      .select(['follow_up_due_at', 'due_rule'])
      .where('id', '=', id)
      .executeTakeFirst();
    expect(row?.due_rule).toBe('unclaimed');
    expect(row?.follow_up_due_at?.getTime()).toBeGreaterThan(world.clock.now().getTime());
  });

  test('is renewed by a touch, not by an update without one', async () => {
    const { world } = here;
    const { id } = await claimed(world, 'ana', { name: 'Fifth Deal' });
    const lease = async () =>
      (
        await world.ctx.db
          .selectFrom('leads')
          .select('lease_ends_at')
          .where('id', '=', id)
          .executeTakeFirstOrThrow()
      ).lease_ends_at?.getTime() ?? 0;
    const first = await lease();
    world.forward({ hours: 1 });
    await world.sandbox.command('ana', 'leads', `/lead note L-${id} not yet`);
    await world.settled();
    expect(await lease()).toBe(first);
    await world.sandbox.click('ana', await world.card(id), 'Tried, no answer');
    await world.settled();
    expect(await lease()).toBeGreaterThan(first);
  });

  test('of a live deal does not end by itself', async () => {
    const { world } = here;
    const { id } = await claimed(world, 'ana', { name: 'Live Deal' });
    await world.sandbox.click('ana', await world.card(id), 'Connected');
    await world.settled();
    world.forward({ days: 30 });
    await world.job('follow-up');
    expect(await ownerOf(world, id)).toBe(world.ids.people('ana'));
  });
});

describe('a rep who is deactivated', () => {
  const here = useWorld();

  test('is noticed without any error of Slack’s: what they had can be claimed, and nothing is sent to them', async () => {
    const { world } = here;
    const { id } = await claimed(world, 'ben', { name: 'Orphan Deal' });
    const live = await claimed(world, 'ben', { name: 'Live Orphan' });
    await world.sandbox.click('ben', await world.card(live.id), 'Connected');
    await world.settled();
    await world.sandbox.deactivate('ben');
    await world.settled();
    const sent = world.sandbox.dm('ben').length;
    world.forward({ minutes: 1 });
    await world.job('follow-up');
    const again = await world.card(id);
    expect(again.text).toMatch(/Was .*’s for less than a day, no touch/);
    expect(buttons(again)).toContain('"lead:claim"');
    expect(await ownerOf(world, live.id)).toBe(world.ids.people('ben'));
    expect(world.sandbox.dm('ben')).toHaveLength(sent);
  });
});

describe('where the settings cap claims', () => {
  const here = useWorld();

  test('a click on Claim is refused with the reason and the way out', async () => {
    const { world } = here;
    await world.changeSettings((settings) => ({
      ...settings,
      limits: { ...settings.limits, openLeads: 1 },
    }));
    await claimed(world, 'ana');
    const { id, said } = await claimed(world, 'ana');
    expect(await ownerOf(world, id)).toBeNull();
    expect(said).toContain('You have 1 open lead, and may have 1.');
    expect(said).toContain('/lead mine');
  });
});
