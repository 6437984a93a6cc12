import { beforeAll, describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../sandbox/sandbox.ts';
import { useWorld, type World } from '../support/world.ts';

const thanks = (world: World): SeenMessage[] =>
  world.sandbox.messages('leads').filter(({ text }) => text.startsWith('Goal met'));
const modal = (world: World, person = 'mia'): string =>
  JSON.stringify(world.sandbox.modal(person)?.blocks ?? []);
const goals = (world: World) =>
  world.ctx.db.selectFrom('goals').selectAll().orderBy('id').execute();

async function touchedLead(world: World, person: string, name: string): Promise<void> {
  const { id, card } = await world.lead({ name });
  await world.sandbox.click(person, card, 'Claim');
  await world.settled();
  await world.sandbox.click(person, await world.card(id), 'Tried, no answer');
  await world.settled();
}

describe('a goal', () => {
  // Monday, 10:00 in Berlin.
  const here = useWorld();

  test('is set from Home by a manager, for this week on', async () => {
    const { world } = here;
    await world.sandbox.openHome('mia');
    await world.sandbox.click('mia', 'home', 'Goals');
    await world.sandbox.submit('mia', { share: '95 %' });
    expect(modal(world)).toContain('Set, from Mon 23 Nov 2026 on.');
    expect(modal(world)).toContain('95 % of updates on time');
    expect(modal(world)).toContain('nothing due yet');
    await world.sandbox.closeModal('mia');
  });

  test.each(['0', '101 %', '-5', '95.5', 'all of them'])(
    'of “%s” is refused beside its field, and the rest is kept',
    async (share) => {
      const { world } = here;
      await world.sandbox.command('mia', 'leads', '/lead goals');
      const refused = await world.sandbox.submit('mia', {
        of: 'first-touch',
        share,
        within: '2d',
      });
      expect(refused.errors).toEqual({
        share: expect.stringContaining('is not a share from 1 to 100 %'),
        within: 'Say it in minutes or hours of working time, such as 45m or 1h.',
      });
      expect(world.sandbox.modal('mia')?.state).toMatchObject({
        within: { typed: { value: '2d' } },
      });
      await world.sandbox.closeModal('mia');
      expect(await goals(world)).toHaveLength(1);
    },
  );

  test('of first touches stands beside it, from next Monday on; another of its kind takes its place', async () => {
    const { world } = here;
    await world.sandbox.command('mia', 'leads', '/lead goals');
    const first = { of: 'first-touch', share: '90', within: '1 hour' };
    await world.sandbox.submit('mia', { ...first, from: 'next-week' });
    expect(modal(world)).toContain('Set, from Mon 30 Nov 2026 on.');
    await world.sandbox.submit('mia', { ...first, share: '50', from: 'this-week' });
    expect(modal(world)).toContain('50 % of claims touched within 1 hour');
    expect(modal(world)).not.toContain('90 % of claims');
    await world.sandbox.closeModal('mia');
    expect(await goals(world)).toMatchObject([
      { share: 95, within: null, starts_on: '2026-11-23', ends_on: null },
      { share: 90, within: '1h', starts_on: '2026-11-30', ends_on: '2026-11-30' },
      { share: 50, within: '1h', starts_on: '2026-11-23', ends_on: null },
    ]);
  });

  test('shows how the week stands, to the manager and in the reps’ weeks', async () => {
    const { world } = here;
    await touchedLead(world, 'ana', 'Tried In Time');
    await world.sandbox.command('mia', 'leads', '/lead goals');
    expect(modal(world)).toContain('this week 100 % (1 of 1)');
    await world.sandbox.closeModal('mia');
    const { body } = await world.sandbox.command('ana', 'leads', '/lead scorecard');
    expect(JSON.stringify(body)).toContain('95 % of updates on time; so far 100 % (1 of 1)');
    expect(JSON.stringify(body)).toContain('50 % of claims touched within 1 hour; so far 100 %');
  });

  test('is decided on Monday morning, once, and its channel is thanked with figures and no names', async () => {
    const { world } = here;
    const { card } = await world.lead({ name: 'Kept Waiting' });
    await world.sandbox.click('ben', card, 'Claim');
    await world.settled();
    // Monday, 08:29 in Berlin.
    world.forward({ days: 6, hours: 22, minutes: 29 });
    await world.job('follow-up');
    expect(await world.job('decide-goals')).toEqual({ decided: 0, met: 0 });
    world.forward({ minutes: 1 });
    expect(await world.job('decide-goals')).toEqual({ decided: 2, met: 1 });
    expect(await world.job('decide-goals')).toEqual({ decided: 0, met: 0 });
    await world.stopApp();
    await world.startApp();
    expect(await world.job('decide-goals')).toEqual({ decided: 0, met: 0 });
    expect(thanks(world).map(({ text }) => text)).toEqual([
      'Goal met in the week from Mon 23 Nov 2026: 50 % (1 of 2). ' +
        'The goal was 50 % of claims touched within 1 hour. Thank you.',
    ]);
    expect(thanks(world)[0]?.text).not.toMatch(/<@/);
  });

  test('is ended by a manager, and then decided no more', async () => {
    const { world } = here;
    await world.sandbox.command('mia', 'leads', '/lead goals');
    expect(modal(world)).toContain('not met');
    await world.sandbox.click('mia', 'modal', 'End');
    await world.sandbox.waitFor(() => modal(world).includes('Ended: 95 % of updates on time.'));
    await world.sandbox.closeModal('mia');
    world.forward({ days: 7 });
    expect(await world.job('decide-goals')).toEqual({ decided: 1, met: 0 });
    expect(thanks(world)).toHaveLength(1);
  });

  test('is no rep’s to set', async () => {
    const { world } = here;
    await world.sandbox.command('ana', 'leads', '/lead goals');
    expect(modal(world, 'ana')).toContain('Managers set goals for their channels.');
    await world.sandbox.closeModal('ana');
  });
});

describe('after a downtime of weeks', () => {
  const here = useWorld();
  beforeAll(async () => {
    const { world } = here;
    await world.sandbox.command('mia', 'leads', '/lead goals');
    await world.sandbox.submit('mia', { share: '50' });
    await world.sandbox.closeModal('mia');
    await touchedLead(world, 'ana', 'Tried In Time');
  });

  test('each week is decided, and nobody is thanked for one of long ago', async () => {
    const { world } = here;
    await world.stopApp();
    world.forward({ days: 21 });
    await world.startApp();
    expect((await world.job('decide-goals')).decided).toBe(3);
    expect(await world.job('decide-goals')).toEqual({ decided: 0, met: 0 });
    expect(thanks(world)).toEqual([]);
    const weeks = await world.ctx.db
      .selectFrom('goal_weeks')
      .select(['monday', 'count', 'met'])
      .orderBy('monday')
      .execute();
    expect(weeks[0]).toMatchObject({ monday: '2026-11-23', met: true });
  });
});

describe('in the digest', () => {
  const here = useWorld();
  const digest = async (world: World): Promise<string> => {
    await world.job('send-digests');
    const all = world.sandbox.dm('mia').filter(({ files }) => !files[0]);
    return all.at(-1)?.text ?? '';
  };

  test('goals of both kinds stand with how the week stands', async () => {
    const { world } = here;
    await world.sandbox.command('mia', 'leads', '/lead goals');
    await world.sandbox.submit('mia', { share: '90' });
    await world.sandbox.submit('mia', { of: 'first-touch', share: '80', within: '1h' });
    await world.sandbox.closeModal('mia');
    await touchedLead(world, 'ana', 'Tried In Time');
    const { card } = await world.lead({ name: 'Kept Waiting' });
    await world.sandbox.click('ben', card, 'Claim');
    await world.settled();
    world.forward({ hours: 5 });
    await world.job('follow-up');
    // Tuesday, 08:30 in Berlin.
    world.forward({ hours: 17, minutes: 30 });
    const text = await digest(world);
    expect(text).toContain('Goal  90 % of updates on time; this week 50 % (1 of 2)');
    expect(text).toContain(
      `Goal  80 % of claims touched within 1 hour in <#${world.ids.leads}>; this week 50 % (1 of 2)`,
    );
  });

  test('and on Monday how the week that is over came out', async () => {
    const { world } = here;
    world.forward({ days: 6 });
    const text = await digest(world);
    expect(text).toMatch(/Goal {2}90 % of updates on time; last week \d+ % \(\d of \d\)/);
    expect(text).toMatch(/touched within 1 hour in <#\w+>; last week 50 % \(1 of 2\)/);
  });

  test('a goal with nothing to count yet makes a quiet day no longer', async () => {
    const { world } = here;
    world.forward({ days: 7 });
    expect(await digest(world)).not.toContain('touched within');
  });
});
