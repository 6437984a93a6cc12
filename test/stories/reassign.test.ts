import { describe, expect, test } from 'vitest';
import type { PersonActor } from '../../src/context.ts';
import { giveMoreTime } from '../../src/leads/giveMoreTime.ts';
import { reassignLead } from '../../src/leads/reassignLead.ts';
import { useWorld, type World } from '../support/world.ts';

const claimed = async (world: World, person: string, arrival: Record<string, unknown> = {}) => {
  const lead = await world.lead(arrival);
  await world.sandbox.click(person, lead.card, 'Claim');
  const { text: said } = await world.whisper(person);
  await world.settled();
  return { ...lead, said };
};

describe('a lead that a manager gives to another rep', () => {
  const here = useWorld();
  const mia = (): PersonActor => ({ kind: 'person', id: here.world.ids.people('mia') });

  test('is theirs on the card, on a new claim, and they alone are told, at work', async () => {
    const { world } = here;
    const { id, card } = await claimed(world, 'ana', {
      name: 'Moved Deal',
      phone: '030 23125 001',
    });
    const ben = world.ids.people('ben');
    world.forward({ minutes: 30 });
    expect(
      await reassignLead(world.ctx, { leadId: id, to: ben, by: mia(), reason: 'Ana is at a fair' }),
    ).toMatchObject({ outcome: 'reassigned' });
    await world.settled();
    const now = await world.card(id);
    expect(now.ts).toBe(card.ts);
    expect(now.text).toContain(`Claimed · <@${ben}>`);
    expect(now.text).toContain(`Given to <@${ben}> by <@${mia().id}>`);
    const [told, ...more] = world.sandbox.dm('ben');
    expect(more).toEqual([]);
    expect(told?.text).toContain('Moved Deal');
    expect(told?.text).toContain('tel:+493023125001');
    expect(world.sandbox.dm('ana')).toEqual([]);
  });

  test('is no longer the former owner’s to work on', async () => {
    const { world } = here;
    const { id } = await claimed(world, 'ana', { name: 'Other Deal' });
    const stale = await world.card(id);
    await reassignLead(world.ctx, { leadId: id, to: world.ids.people('ben'), by: mia() });
    await world.sandbox.click('ana', stale, 'Tried, no answer');
    expect((await world.whisper('ana')).text).toContain('belongs to');
    await world.settled();
    expect(await world.card(id)).toMatchObject({ text: expect.stringContaining('Claimed') });
  });

  test('given at night is told in the morning', async () => {
    const { world } = here;
    const { id } = await claimed(world, 'ana', { name: 'Night Deal' });
    world.forward({ hours: 12 });
    const before = world.sandbox.dm('ben').length;
    await reassignLead(world.ctx, { leadId: id, to: world.ids.people('ben'), by: mia() });
    await world.settled();
    expect(world.sandbox.dm('ben')).toHaveLength(before);
    world.forward({ hours: 12 });
    await world.settled();
    expect(world.sandbox.dm('ben')).toHaveLength(before + 1);
  });
});

describe('more time that a manager gives', () => {
  const here = useWorld();

  test('moves the lead out of what is overdue, and says so on the card', async () => {
    const { world } = here;
    const by: PersonActor = { kind: 'person', id: world.ids.people('mia') };
    const { id } = await claimed(world, 'ana', { name: 'Patient Deal' });
    world.forward({ hours: 2 });
    await world.job('follow-up');
    expect((await world.card(id)).text).toContain('Overdue');
    const until = new Date('2026-11-27T10:00:00Z');
    const given = await giveMoreTime(world.ctx, { leadId: id, by, until, reason: 'On holiday' });
    expect(given).toMatchObject({ outcome: 'given' });
    const card = await world.card(id);
    expect(card.text).not.toContain('Overdue');
    expect(card.text).toContain('More time until');
    world.forward({ days: 3 });
    await world.job('follow-up');
    expect((await world.card(id)).text).toContain(`Claimed · <@${world.ids.people('ana')}>`);
  });

  test('is printed in the digest, with its reason', async () => {
    const { world } = here;
    await world.job('send-digests');
    const digest = world.sandbox.dm('mia').at(-1)?.text;
    expect(digest).toContain('Exceptions that managers made');
    expect(digest).toMatch(/L-\d+ of <@\w+> until .*, by <@\w+>: On holiday/);
  });
});
