import { expect, test } from 'vitest';
import { claimLead } from '../../src/leads/claimLead.ts';
import { useWorld, type World } from '../support/world.ts';

const here = useWorld();

const home = (world: World, person: string) =>
  JSON.stringify(world.sandbox.home(person)?.blocks ?? []);

test('Home of somebody who has nothing says so, and offers a new lead', async () => {
  const { world } = here;
  await world.sandbox.openHome('ben');
  expect(home(world, 'ben')).toContain('You have no open leads.');
  await world.sandbox.click('ben', 'home', 'New lead');
  expect(world.sandbox.modal('ben')?.callbackId).toBe('lead:new-form');
  await world.sandbox.closeModal('ben');
});

test('a rep sees their leads with how to reach the customer, and updates them there', async () => {
  const { world } = here;
  const { id, card } = await world.lead({ name: 'Home Lead', email: 'home@example.org' });
  await world.sandbox.click('ana', card, 'Claim');
  await world.sandbox.openHome('ana');
  expect(home(world, 'ana')).toContain('mailto:home@example.org');

  await world.sandbox.click('ana', 'home', 'Connected');
  await world.sandbox.waitFor(() => home(world, 'ana').includes('Qualified'));
  expect((await world.card(id)).text).toContain('Connected');

  await world.sandbox.click('ana', 'home', 'Update');
  await world.sandbox.select('ana', 'modal', 'Status', 'lost');
  await world.sandbox.submit('ana', { obstacle: 'money' });
  await world.sandbox.waitFor(() => home(world, 'ana').includes('You have no open leads.'));
});

test('what is due comes first, and the headline counts it', async () => {
  const { world } = here;
  const [later, sooner] = [
    await world.lead({ name: 'Later' }),
    await world.lead({ name: 'Sooner' }),
  ];
  for (const { card } of [later, sooner]) await world.sandbox.click('ana', card, 'Claim');
  await world.sandbox.click('ana', await world.card(later.id), 'Connected');
  world.forward({ hours: 2 });
  await world.sandbox.openHome('ana');
  const shown = home(world, 'ana');
  expect(shown).toContain('1 due now');
  expect(shown).toContain('2 open leads');
  expect(shown.indexOf('Sooner')).toBeLessThan(shown.indexOf('Later'));
});

test('a manager sees what is unclaimed and overdue in their channels, without contact details', async () => {
  const { world } = here;
  await world.lead({ name: 'Nobodys', email: 'nobodys@example.org' });
  await world.sandbox.openHome('mia');
  const shown = home(world, 'mia');
  expect(shown).toContain('Unclaimed: 1');
  expect(shown).toContain('Nobodys');
  expect(shown).toContain('Overdue: 1');
  expect(shown).not.toContain('nobodys@example.org');
});

test('a manager is offered to claim only where they may', async () => {
  const { world } = here;
  const { leads, people } = world.ids;
  await world.sandbox.openHome('mia');
  expect(home(world, 'mia')).toContain('lead:claim');
  const roster = (ids: string[]) =>
    world.changeSettings((settings) => {
      const channel = settings.channels[leads];
      if (channel) channel.roster = ids;
      return settings;
    });
  await roster([people('ana')]);
  await world.sandbox.openHome('mia');
  expect(home(world, 'mia')).toContain('Nobodys');
  expect(home(world, 'mia')).not.toContain('lead:claim');
  await roster([]);
});

test('more leads than Home takes are counted', async () => {
  const { world } = here;
  const by = { kind: 'person', id: world.ids.people('max') } as const;
  for (let i = 0; i < 35; i++) {
    const taken = await world.receive({ name: `Lead ${i}` });
    if (!('lead' in taken)) throw new Error(taken.outcome);
    await claimLead(world.ctx, { leadId: taken.lead.id, by });
  }
  await world.sandbox.openHome('max');
  expect(home(world, 'max')).toContain('35 open leads');
  expect(home(world, 'max')).toContain('And 5 more.');
});
