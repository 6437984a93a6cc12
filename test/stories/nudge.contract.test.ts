import { describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../sandbox/sandbox.ts';
import { askForUpdate } from '../../src/nudges/askForUpdate.ts';
import { useWorld, type World } from '../support/world.ts';

const nudges = (world: World, person: string): SeenMessage[] =>
  world.sandbox.dm(person).filter(({ text }) => text.includes('follow-up window'));

const claimed = async (world: World, person: string, arrival: Record<string, unknown> = {}) => {
  const lead = await world.lead(arrival);
  await world.sandbox.click(person, lead.card, 'Claim');
  await world.settled();
  return lead;
};

describe('a lead past its follow-up window', () => {
  const here = useWorld();

  test('is told to its owner in one message that lists everything due, the most urgent first', async () => {
    const { world } = here;
    await claimed(world, 'ana', { name: 'Small Order', value: 100, phone: '030 23125 001' });
    await claimed(world, 'ana', { name: 'Big Order', value: 90_000 });
    await claimed(world, 'ben', { name: "Ben's Lead" });
    await world.job('follow-up');
    expect(nudges(world, 'ana')).toEqual([]);

    world.forward({ minutes: 61 });
    expect(await world.job('follow-up')).toMatchObject({ breaches: 3, nudged: 2 });
    const [nudge, ...more] = nudges(world, 'ana');
    expect(more).toEqual([]);
    expect(nudge?.text).toContain('2 leads are past their follow-up window');
    expect(nudge?.text.indexOf('Big Order')).toBeLessThan(nudge?.text.indexOf('Small Order') ?? 0);
    expect(nudge?.text).toContain('tel:+493023125001');
    expect(nudge?.text).not.toContain("Ben's Lead");
  });

  test('is told once, however often the job runs', async () => {
    const { world } = here;
    world.forward({ minutes: 1 });
    await world.job('follow-up');
    await world.job('follow-up');
    expect(nudges(world, 'ana')).toHaveLength(1);
  });

  test('is answered in the nudge itself, which then strikes it out', async () => {
    const { world } = here;
    const [nudge] = nudges(world, 'ana');
    if (!nudge) throw new Error('no nudge');
    await world.sandbox.click('ana', nudge, 'Tried, no answer');
    await world.settled();
    const [after, ...more] = nudges(world, 'ana');
    expect(more).toEqual([]);
    expect(after?.ts).toBe(nudge.ts);
    expect(after?.text).toContain('1 lead is past its follow-up window');
    expect(after?.text).toMatch(/Dealt with: .*Big Order/);
  });

  test('that is dealt with elsewhere disappears from the nudge too', async () => {
    const { world } = here;
    const [nudge] = nudges(world, 'ana');
    const small = await world.ctx.db
      .selectFrom('lead_details')
      .where('name', '=', 'Small Order')
      .select('lead_id')
      .executeTakeFirstOrThrow();
    await world.sandbox.command('ana', 'leads', `/lead L-${small.lead_id} connected`);
    await world.settled();
    const after = world.sandbox.dm('ana').find(({ ts }) => ts === nudge?.ts);
    expect(after?.text).toContain('Nothing is due');
  });

  test('that breaches within 45 minutes of a nudge joins it silently; later the nudge is posted anew', async () => {
    const { world } = here;
    const before = world.sandbox.callsTo('chat.postMessage').length;
    await claimed(world, 'ben', { name: 'Second Lead' });
    world.forward({ minutes: 61 });
    await world.job('follow-up');
    const posted = nudges(world, 'ben');
    expect(posted).toHaveLength(1);
    expect(posted[0]?.text).toContain('2 leads are past');
    expect(posted[0]?.text).toContain('Second Lead');
    // The new lead's card, and the nudge posted again; the old one is gone.
    expect(world.sandbox.callsTo('chat.postMessage').length - before).toBe(2);
    expect(world.sandbox.callsTo('chat.delete')).toHaveLength(1);
  });
});

describe('a nudge that a manager asked for', () => {
  const here = useWorld();

  test('offers what usually comes next, and strikes out what the nudge before it told', async () => {
    const { world } = here;
    const { id } = await claimed(world, 'ana', { name: 'Slow Deal' });
    await world.sandbox.command('ana', 'leads', `/lead L-${id} connected tomorrow`);
    await claimed(world, 'ana', { name: 'Fast Deal' });
    world.forward({ days: 1, hours: 2 });
    await world.job('follow-up');
    world.forward({ minutes: 45 });
    const [mia, ana] = [world.ids.people('mia'), world.ids.people('ana')];
    const by = { kind: 'person', id: mia, interaction: 'ask' } as const;
    expect(await askForUpdate(world.ctx, { repId: ana, by })).toMatchObject({ outcome: 'asked' });
    await world.settled();
    const [nudge, ...more] = nudges(world, 'ana');
    expect(more).toEqual([]);
    expect(nudge?.text).toContain(`<@${mia}> asks how these stand`);
    if (!nudge) throw new Error('no nudge');
    await world.sandbox.click('ana', nudge, 'Qualified');
    await world.settled();
    await world.sandbox.click('ana', nudge, 'Tried, no answer');
    await world.settled();
    const [after] = world.sandbox.dm('ana');
    expect(after?.text).toContain('Nothing is due');
    expect(after?.text).toMatch(/Dealt with: .*Fast Deal/);
    // It has been seen struck.
    expect(after?.text).not.toContain('Slow Deal');
    expect(after?.text).not.toContain('asks how');
  });
});

describe('outside working time', () => {
  const here = useWorld({ at: new Date('2026-11-27T15:50:00Z') });

  test('nobody is nudged: Friday evening waits for Monday morning', async () => {
    const { world } = here;
    // Ben claims at 15:50 in London; his first touch is due at 16:50, within his hours.
    await claimed(world, 'ben');
    world.forward({ hours: 2 });
    expect(await world.job('follow-up')).toMatchObject({ breaches: 1, nudged: 0 });
    world.forward({ days: 1 });
    await world.job('follow-up');
    expect(nudges(world, 'ben')).toEqual([]);
    world.forward({ days: 1, hours: 15, minutes: 20 });
    await world.job('follow-up');
    expect(nudges(world, 'ben')).toHaveLength(1);
  });
});
