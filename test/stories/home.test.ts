import { expect, test } from 'vitest';
import { claimLead } from '../../src/leads/claimLead.ts';
import { showAgain } from '../../src/leads/place.ts';
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
  // What a form has done can be taken back as what a button has.
  expect(home(world, 'ana')).toContain('Saved: Lost');
  await world.sandbox.click('ana', 'home', 'Undo');
  await world.sandbox.waitFor(() => home(world, 'ana').includes('Undone.'));
  expect((await world.card(id)).text).toContain('Connected');
  await world.sandbox.command('ana', 'leads', `/lead L-${id} lost money`);
});

test('what was just done stays to be read for half a minute', async () => {
  const { world } = here;
  const { id, card } = await world.lead({ name: 'Read This' });
  await world.sandbox.click('ana', card, 'Claim');
  await world.sandbox.openHome('ana');
  await world.job('refresh-homes');
  await world.sandbox.click('ana', 'home', 'Connected');
  const said = () => home(world, 'ana').includes('Saved: Connected');
  await world.sandbox.waitFor(said);
  await world.job('refresh-homes');
  expect(said()).toBe(true);
  // Slack tells of the opening and of the click when it likes.
  await world.sandbox.openHome('ana');
  expect(said()).toBe(true);
  // The second click of a double one has nothing to say.
  const by = { kind: 'person', id: world.ids.people('ana') } as const;
  await showAgain(world.ctx, { place: { on: 'home' }, by, leadId: id });
  expect(said()).toBe(true);
  world.forward({ minutes: 1 });
  expect(await world.job('refresh-homes')).toEqual({ refreshed: 1 });
  expect(said()).toBe(false);
  await world.sandbox.command('ana', 'leads', `/lead L-${id} lost money`);
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
  expect(home(world, 'max')).toContain('1 to 20 of 35');
  await world.sandbox.click('max', 'home', 'Next');
  await world.sandbox.waitFor(() => home(world, 'max').includes('21 to 35 of 35'));
  expect(home(world, 'max')).not.toContain('"Next"');
  await world.sandbox.openHome('max');
  expect(home(world, 'max')).toContain('1 to 20 of 35');
});

test('one chooses which leads to see, and that stays', async () => {
  const { world } = here;
  const { id, card } = await world.lead({ name: 'In Nurture' });
  await world.sandbox.click('ben', card, 'Claim');
  await world.sandbox.command('ben', 'leads', `/lead ${id} nurture in 3 months`);
  await world.sandbox.openHome('ben');
  await world.sandbox.select('ben', 'home', 'lead:home-list', 'nurture');
  await world.sandbox.waitFor(() =>
    home(world, 'ben').includes('"initial_option":{"text":{"type":"plain_text","text":"Nurture'),
  );
  expect(home(world, 'ben')).toContain('In Nurture');
  await world.sandbox.select('ben', 'home', 'lead:home-list', 'due');
  await world.sandbox.waitFor(() => home(world, 'ben').includes('Nothing is due now.'));
  await world.sandbox.openHome('ben');
  expect(home(world, 'ben')).not.toContain('In Nurture');
});

test('any lead is found by typing a part of it, and opens', async () => {
  const { world } = here;
  const { id } = await world.lead({ name: 'Wanda Findling', company: 'Quarry Lane' });
  await world.sandbox.openHome('ana');
  const { options } = await world.sandbox.suggest('ana', 'home', 'lead:choice', 'quarry');
  expect(options).toMatchObject([{ value: String(id) }]);
  await world.sandbox.select('ana', 'home', 'lead:choice', options[0] as never); // as it was offered
  await world.sandbox.waitFor(() =>
    JSON.stringify(world.sandbox.modal('ana') ?? '').includes('Wanda Findling'),
  );
  await world.sandbox.closeModal('ana');
});

test('a manager sees the team, and one rep’s leads', async () => {
  const { world } = here;
  await world.sandbox.openHome('mia');
  expect(home(world, 'mia')).toContain('Team');
  await world.sandbox.select('mia', 'home', 'lead:rep', world.ids.people('max'));
  const modal = () => JSON.stringify(world.sandbox.modal('mia') ?? '');
  await world.sandbox.waitFor(() => modal().includes('35 open leads'));
  await world.sandbox.closeModal('mia');
  await world.sandbox.click('mia', 'home', 'Settings');
  await world.sandbox.waitFor(() => modal().includes('Follow-up windows'));
  await world.sandbox.closeModal('mia');
});

test('a marketer sees what became of their leads', async () => {
  const { world } = here;
  await world.sandbox.openHome('max');
  expect(home(world, 'max')).toContain('My sources, last 30 days');
  expect(home(world, 'max')).toMatch(/\d+ arrived/);
});

test('whoever opens it for the first time is told how it helps, once', async () => {
  const { world } = here;
  world.sandbox.addUser({ name: 'nora' });
  await world.sandbox.openHome('nora');
  expect(home(world, 'nora')).toContain('An update takes one click');
  world.forward({ minutes: 1 });
  await world.sandbox.openHome('nora');
  expect(home(world, 'nora')).not.toContain('An update takes one click');
});

test('what changes while one looks appears by itself, for ten minutes', async () => {
  const { world } = here;
  await world.sandbox.openHome('ana');
  await world.job('refresh-homes');
  expect(await world.job('refresh-homes')).toEqual({ refreshed: 0 });
  const { card } = await world.lead({ name: 'Seen At Once' });
  await world.sandbox.click('ana', card, 'Claim');
  await world.job('refresh-homes');
  expect(home(world, 'ana')).toContain('Seen At Once');
  world.forward({ minutes: 11 });
  const { card: later } = await world.lead({ name: 'Too Late' });
  await world.sandbox.click('ana', later, 'Claim');
  expect(await world.job('refresh-homes')).toEqual({ refreshed: 0 });
});
