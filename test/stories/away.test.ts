import { expect, test } from 'vitest';
import { type World, useWorld } from '../support/world.ts';

const here = useWorld();

async function type(world: World, person: string, text: string): Promise<string> {
  const { body } = await world.sandbox.command(person, 'leads', `/lead ${text}`.trim());
  return (body as { text?: string } | undefined)?.text ?? '';
}

const home = (world: World, person: string) =>
  JSON.stringify(world.sandbox.home(person)?.blocks ?? []);
const modal = (world: World, person: string) =>
  JSON.stringify(world.sandbox.modal(person)?.blocks ?? []);

async function awayOf(world: World, person: string) {
  const { away } = await world.ctx.db
    .selectFrom('people')
    .select('away')
    .where('id', '=', world.ids.people(person))
    .executeTakeFirstOrThrow();
  return away as unknown as { from: string; until: string; standInId: string | null }[];
}

const unix = (instant: string) => Date.parse(instant) / 1000;

test('until when, who stands in and how to come back are told; Home shows it', async () => {
  const { world } = here;
  const said = await type(world, 'ana', 'away until monday standing in: @ben');
  // Ana's work begins at nine in Berlin.
  expect(said).toContain(`You are away until <!date^${unix('2026-11-30T08:00:00Z')}^`);
  expect(said).toContain(`<@${world.ids.people('ben')}> stands in for you`);
  expect(said).toContain('/lead back');
  expect(await awayOf(world, 'ana')).toMatchObject([{ standInId: world.ids.people('ben') }]);

  await world.sandbox.openHome('ana');
  expect(home(world, 'ana')).toContain('You are away until ');
  expect(home(world, 'ana')).toContain(', since ');
  await world.sandbox.openHome('ben');
  expect(home(world, 'ben')).toContain('You stand in for ');
  expect(await type(world, 'ana', 'away until thursday')).toContain('already');
});

test('nothing of theirs becomes due meanwhile; back, it does', async () => {
  const { world } = here;
  const { id, card } = await world.lead();
  await type(world, 'ana', 'back');
  await world.sandbox.click('ana', card, 'Claim');
  const due = async () => {
    const { follow_up_due_at: at } = await world.ctx.db
      .selectFrom('leads')
      .select('follow_up_due_at')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return at?.toISOString().slice(0, 16);
  };
  expect(await due()).toBe('2026-11-23T10:00');
  await type(world, 'ana', 'away until wednesday');
  await world.job('follow-up');
  expect(await due()).toBe('2026-11-25T08:59');

  world.forward({ hours: 4 });
  await world.job('follow-up');
  expect(world.sandbox.dm('ana').filter(({ text }) => text.includes(`L-${id}`))).toEqual([]);
  await world.sandbox.openHome('ana');
  await world.sandbox.click('ana', 'home', 'I am back');
  await world.sandbox.waitFor(() => !home(world, 'ana').includes('You are away'));
  await world.job('follow-up');
  expect(await due()).toBe('2026-11-23T14:00');
});

test('a day, and a time that is planned and taken back', async () => {
  const { world } = here;
  expect(await type(world, 'ana', 'away tomorrow')).toContain(
    `from <!date^${unix('2026-11-23T23:00:00Z')}^`,
  );
  expect(await type(world, 'ana', 'away from 1 dec until 5 dec')).toContain('You will be away');
  await world.sandbox.openHome('ana');
  expect(home(world, 'ana').match(/You will be away from/g)).toHaveLength(2);
  expect(await type(world, 'ana', 'back')).toContain('Taken back');
  expect(await type(world, 'ana', 'back')).toContain('Taken back');
  expect(await type(world, 'ana', 'back')).toContain('You are not away');
});

test('who stands in is refused with a reason', async () => {
  const { world } = here;
  await type(world, 'ben', 'away until friday');
  expect(await type(world, 'ana', 'away until friday standing in: @ben')).toContain(
    'ben is away at that time',
  );
  expect(await type(world, 'ana', 'away until friday standing in: @ana')).toContain(
    'somebody else than yourself',
  );
  expect(await type(world, 'ana', 'away until friday standing in: @nobody')).toContain('type @');
  expect(await type(world, 'ana', 'away until yesterday')).toContain('/lead away until monday');
  await type(world, 'ben', 'back');
  expect((await awayOf(world, 'ana')).filter(({ until }) => until > '2026-11-24')).toEqual([]);
});

test('by the form: what is refused is kept, then it is done', async () => {
  const { world } = here;
  await world.sandbox.openHome('ana');
  await world.sandbox.click('ana', 'home', 'Away');
  const refused = await world.sandbox.submit('ana', {
    from: '2026-12-07',
    until: '2026-12-01',
    standIn: 'ben',
  });
  expect(refused.errors).toEqual({ until: expect.stringContaining('before you leave') });
  expect(world.sandbox.modal('ana')?.state).toMatchObject({
    from: { chosen: { selected_date: '2026-12-07' } },
    standIn: { chosen: { selected_user: world.ids.people('ben') } },
  });
  await world.sandbox.submit('ana', { until: '2026-12-14' });
  expect(modal(world, 'ana')).toContain('You will be away from');
  await world.sandbox.closeModal('ana');
  await world.sandbox.waitFor(() => home(world, 'ana').includes('You will be away from'));
  await world.sandbox.click('ana', 'home', 'I will not be away');
  await world.sandbox.waitFor(() => !home(world, 'ana').includes('You will be away'));
});

test('/lead away alone opens the form', async () => {
  const { world } = here;
  await type(world, 'ana', 'away');
  expect(world.sandbox.modal('ana')?.callbackId).toBe('people:away-form');
  await world.sandbox.closeModal('ana');
});

test('a Slack status that the settings name is being away, until it goes', async () => {
  const { world } = here;
  await world.changeSettings((settings) => ({ ...settings, awayStatuses: [':palm_tree:'] }));
  world.forward({ minutes: 5 });
  await world.sandbox.setStatus('ben', { emoji: ':palm_tree:', text: 'Vacationing' });
  await world.sandbox.openHome('ben');
  expect(home(world, 'ben')).toContain('Your Slack status says that you are away');
  expect(await type(world, 'ben', 'back')).toContain('whatever your Slack status says');
  await world.job('refresh-people');
  await world.sandbox.openHome('ben');
  expect(home(world, 'ben')).not.toContain('Your Slack status');

  await world.sandbox.setStatus('ben');
  world.forward({ minutes: 5 });
  await world.sandbox.setStatus('ben', { emoji: ':palm_tree:' });
  await world.sandbox.openHome('ben');
  expect(home(world, 'ben')).toContain('Your Slack status says that you are away');
  world.forward({ minutes: 5 });
  await world.sandbox.setStatus('ben');
  await world.sandbox.openHome('ben');
  expect(home(world, 'ben')).not.toContain('Your Slack status');
});
