import { expect, test } from 'vitest';
import { type World, useWorld } from '../support/world.ts';

const here = useWorld();

const home = (world: World, person: string) =>
  JSON.stringify(world.sandbox.home(person)?.blocks ?? []);
const modal = (world: World, person: string) =>
  JSON.stringify(world.sandbox.modal(person)?.blocks ?? []);

async function openHours(world: World, person: string) {
  await world.sandbox.openHome(person);
  await world.sandbox.click(person, 'home', 'Working hours');
}

test('what does not add up is refused beside its field, and the rest is kept', async () => {
  const { world } = here;
  await openHours(world, 'ana');
  expect(modal(world, 'ana')).toContain('The workspace works Monday to Friday 09:00–17:30');
  const refused = await world.sandbox.submit('ana', {
    days: ['mon', 'tue'],
    from: '08:00',
    to: '12:00',
    region: 'atlantis',
  });
  expect(refused.errors).toEqual({
    days: 'This is 8 hours a week; the least is 15. Add days or hours.',
    region: expect.stringContaining('No public holidays'),
  });
  expect(world.sandbox.modal('ana')?.state).toMatchObject({
    from: { chosen: { selected_time: '08:00' } },
    region: { typed: { value: 'atlantis' } },
  });
  const night = await world.sandbox.submit('ana', {
    days: ['mon', 'tue', 'wed'],
    from: '22:00',
    to: '06:00',
    region: 'de-be',
  });
  expect(night.errors).toEqual({ to: expect.stringContaining('night shift') });
});

test('they hold from the next working day; Home says so', async () => {
  const { world } = here;
  await world.sandbox.submit('ana', { night: ['night'] });
  expect(modal(world, 'ana')).toContain('These hours hold from Tue 24 Nov 2026 on.');
  await world.sandbox.closeModal('ana');
  await world.sandbox.waitFor(() =>
    home(world, 'ana').includes('From Tue 24 Nov 2026 on you work'),
  );
  expect(home(world, 'ana')).toContain('Monday to Wednesday 22:00–06:00');
  const { document } = await world.ctx.settings.current();
  expect(document.holidays['DE-BE']?.dates).toContain('2027-03-08');
});

test('windows run in them', async () => {
  const { world } = here;
  world.forward({ days: 1, hours: 13 });
  const { id, card } = await world.lead();
  await world.sandbox.click('ana', card, 'Claim');
  const { follow_up_due_at: due } = await world.ctx.db
    .selectFrom('leads')
    .select('follow_up_due_at')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  // Tuesday 23:00 in Berlin, and an hour.
  expect(due?.toISOString()).toMatch(/^2026-11-24T23:00/);
});

test('the form shows the hours that were set; the workspace’s again are followed', async () => {
  const { world } = here;
  await openHours(world, 'ana');
  expect(modal(world, 'ana')).toContain('"initial_time":"22:00"');
  await world.sandbox.submit('ana', {
    days: ['mon', 'tue', 'wed', 'thu', 'fri'],
    from: '09:00',
    to: '17:30',
    night: [],
    region: '',
  });
  await world.sandbox.closeModal('ana');
  await world.sandbox.waitFor(() => home(world, 'ana').includes('you work the workspace’s hours'));
});

test('a new timezone in the profile moves what is due', async () => {
  const { world } = here;
  world.forward({ days: 2, hours: -8 });
  const { id, card } = await world.lead();
  await world.sandbox.click('ben', card, 'Claim');
  await world.sandbox.click('ben', await world.card(id), 'Connected');
  const due = async () =>
    (
      await world.ctx.db
        .selectFrom('leads')
        .select('follow_up_due_at')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
    ).follow_up_due_at?.toISOString();
  const before = await due();
  await world.sandbox.setTimezone('ben', 'America/Los_Angeles');
  await world.job('follow-up');
  expect(await due()).not.toBe(before);
});

test('the manager’s digest lists them on the day from which they hold', async () => {
  const { world } = here;
  await openHours(world, 'ben');
  await world.sandbox.submit('ben', { from: '07:00', to: '12:00' });
  await world.sandbox.closeModal('ben');
  const morning = new Date('2026-11-27T07:31:00Z');
  world.forward({ minutes: Math.ceil((+morning - +world.clock.now()) / 60_000) });
  await world.job('send-digests');
  const text = world.sandbox.dm('mia').at(-1)?.text ?? '';
  expect(text).toContain('Other working hours');
  expect(text).toContain('Monday to Friday 07:00–12:00');
});
