import { describe, expect, test } from 'vitest';
import { findLead } from '../../src/leads/leadStore.ts';
import { useWorld, type World } from '../support/world.ts';

const dueOf = async ({ ctx }: World, id: number) =>
  // The story's clock runs on while it is told.
  (await findLead(ctx.db, ctx.workspaceId, id))?.followUpDueAt?.toISOString().slice(0, 16);

async function claimed(world: World, person: string) {
  const lead = await world.lead();
  await world.sandbox.click(person, lead.card, 'Claim');
  await world.settled();
  return lead;
}
const nudges = (world: World, person: string) =>
  world.sandbox.dm(person).filter(({ text }) => text.includes('past'));

describe('a rep who travels', () => {
  // Monday, 15:30 in Berlin.
  const here = useWorld({ at: new Date('2026-11-23T14:30:00Z') });

  test('takes along what is still to come, on the card too; what has passed stays', async () => {
    const { world } = here;
    const passed = await claimed(world, 'ana');
    world.forward({ minutes: 61 });
    const ahead = await claimed(world, 'ana');
    // 16:31 in Berlin: to the end of the working day, and two minutes of the next.
    expect(await dueOf(world, ahead.id)).toMatch('2026-11-24T08:0');
    const before = await dueOf(world, passed.id);

    await world.sandbox.setTimezone('ana', 'America/New_York');
    await world.settled();
    await world.job('follow-up');
    // There it is 10:31 in the morning.
    expect(await dueOf(world, ahead.id)).toMatch('2026-11-23T16:3');
    expect(await dueOf(world, passed.id)).toBe(before);
    const card = await world.card(ahead.id);
    expect(JSON.stringify(card.blocks)).toContain(
      String(Math.floor(((await dueAt(world, ahead.id)) ?? 0) / 1000)),
    );
    expect(card.text).toContain('First touch due');
    // What has passed is told on the new clock, once.
    expect(nudges(world, 'ana')).toHaveLength(1);
  });
});
const dueAt = async ({ ctx }: World, id: number) =>
  (await findLead(ctx.db, ctx.workspaceId, id))?.followUpDueAt?.getTime();

describe('a new holiday', () => {
  const here = useWorld();

  test('moves what would be due that day, but no date that somebody chose', async () => {
    const { world } = here;
    const { sandbox } = world;
    const attempted = await claimed(world, 'ana');
    await sandbox.command('ana', 'leads', `/lead L-${attempted.id} attempted`);
    const chosen = await claimed(world, 'ana');
    await sandbox.command('ana', 'leads', `/lead L-${chosen.id} connected tomorrow 3pm`);
    await world.settled();
    expect(await dueOf(world, attempted.id)).toMatch('2026-11-24T09:0');
    expect(await dueOf(world, chosen.id)).toBe('2026-11-24T14:00');

    await world.changeSettings((settings) => ({ ...settings, closures: ['2026-11-24'] }));
    await world.job('follow-up');
    expect(await dueOf(world, attempted.id)).toMatch('2026-11-25T09:0');
    expect(await dueOf(world, chosen.id)).toBe('2026-11-24T14:00');
  });

  test('that is today, and is told too late, un-does no breach', async () => {
    const { world } = here;
    const { id } = await claimed(world, 'ben');
    world.forward({ minutes: 61 });
    await world.job('follow-up');
    const due = await dueOf(world, id);
    expect(nudges(world, 'ben')).toHaveLength(1);
    await world.changeSettings((settings) => ({ ...settings, closures: ['2026-11-23'] }));
    await world.job('follow-up');
    expect(await dueOf(world, id)).toBe(due);
    expect(nudges(world, 'ben')).toHaveLength(1);
  });
});

describe('another window', () => {
  const here = useWorld();

  test('counts for leads of that source and segment, from when it was opened, and makes none overdue', async () => {
    const { world } = here;
    const [big, small] = [await world.lead({ segment: 'Enterprise' }), await world.lead()];
    for (const { card } of [big, small]) await world.sandbox.click('ana', card, 'Claim');
    await world.settled();
    const before = await dueOf(world, small.id);
    world.forward({ minutes: 30 });
    await world.changeSettings((settings) => ({
      ...settings,
      windowRules: [
        { when: { source: 'website', segment: 'enterprise' }, windows: { claimed: '20m' } },
      ],
    }));
    await world.job('follow-up');
    // Its twenty minutes are over: they begin anew.
    expect(await dueOf(world, big.id)).toMatch(/2026-11-23T09:5/);
    expect(await dueOf(world, small.id)).toBe(before);
    expect(nudges(world, 'ana')).toEqual([]);

    world.forward({ minutes: 21 });
    await world.job('follow-up');
    expect(nudges(world, 'ana')).toHaveLength(1);
  });

  test('is told in the lead’s history', async () => {
    const { world } = here;
    const { id } = await claimed(world, 'ben');
    await world.changeSettings((settings) => ({
      ...settings,
      windows: { ...settings.windows, claimed: '4h' },
    }));
    await world.job('follow-up');
    const events = await world.ctx.db
      .selectFrom('lead_events')
      .where('lead_id', '=', id)
      .select(['kind', 'due_outcome'])
      .orderBy('id')
      .execute();
    expect(events.at(-1)).toEqual({ kind: 'recalculated', due_outcome: 'moved' });
  });
});

describe('while somebody is away', () => {
  const here = useWorld();

  test('what is due of theirs waits until they are back', async () => {
    const { world } = here;
    const { id } = await claimed(world, 'ana');
    await world.sandbox.command('ana', 'leads', '/lead away until thursday');
    await world.settled();
    await world.job('follow-up');
    // An hour of work, of which nearly all is left.
    expect(await dueOf(world, id)).toMatch(/2026-11-26T(08:5|09:0)/);
    world.forward({ days: 1 });
    await world.job('follow-up');
    expect(nudges(world, 'ana')).toEqual([]);
  });
});
