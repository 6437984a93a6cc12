import { expect, test } from 'vitest';
import { recordDoNotContact } from '../../src/leads/recordDoNotContact.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { useWorld, type World } from '../support/world.ts';

const here = useWorld();

const person = (world: World, name: string) =>
  ({ kind: 'person', id: world.ids.people(name) }) as const;
const ask = (world: World, mustHave: Settings['sources'][string]['mustHave']) =>
  world.changeSettings((settings) => ({
    ...settings,
    sources: {
      website: { ...(settings.sources['website'] as Settings['sources'][string]), mustHave },
    },
  }));
const held = async (world: World, arrival: Record<string, unknown>): Promise<number> => {
  await ask(world, ['email']);
  const outcome = await world.receive(arrival);
  if (!('lead' in outcome) || outcome.lead.status !== 'held') throw new Error('it is not held');
  await world.settled();
  return outcome.lead.id;
};
const row = (world: World, id: number) =>
  world.ctx.db.selectFrom('leads').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const cards = (world: World, name: string) =>
  world.sandbox.messages('leads').filter(({ text }) => text.includes(name));
const shown = (world: World, who: string) => world.sandbox.read(world.sandbox.modal(who));

/** What stands in the modal once this was typed into the form of that lead. */
async function fix(world: World, who: string, id: number, typed: Record<string, string>) {
  const { sandbox } = world;
  if (sandbox.modal(who)) await sandbox.closeModal(who, { all: true });
  await sandbox.command(who, 'leads', `/lead L-${id}`);
  await sandbox.click(who, await world.whisper(who), 'Details');
  await sandbox.click(who, 'modal', 'Fix it');
  await sandbox.submit(who, typed);
  await world.settled();
  return shown(world, who);
}

test('the address of somebody who asked not to be contacted closes a held lead, visibly', async () => {
  const { world } = here;
  const { id: asked } = await world.lead({ name: 'Quiet One', email: 'quiet@example.org' });
  await recordDoNotContact(world.ctx, { leadId: asked, by: person(world, 'mia') });
  const id = await held(world, { name: 'Quiet Again', message: 'Call me' });

  const said = await fix(world, 'mia', id, { 'Email address': 'QUIET@example.org' });
  expect(said).toContain('asked not to be contacted');
  expect(said).toContain(`L-${id} is closed`);
  expect(cards(world, 'Quiet Again')).toEqual([]);
  expect(await row(world, id)).toMatchObject({
    ...{ status: 'disqualified', obstacle: 'desire', held_until: null },
    do_not_contact_at: expect.any(Date) as Date,
  });
  world.forward({ hours: 3 });
  await world.job('release-held');
  expect(cards(world, 'Quiet Again')).toEqual([]);

  await world.sandbox.closeModal('mia', { all: true });
  await world.sandbox.command('mia', 'leads', `/lead L-${id}`);
  await world.sandbox.click('mia', await world.whisper('mia'), 'Details');
  expect(shown(world, 'mia')).toContain('Recorded by');
  expect(shown(world, 'mia')).toContain('They came again once; nobody was told.');
  expect(shown(world, 'mia')).toContain('quiet@example.org');
});

test('the address of a known lead makes a held one part of it: one card, one owner', async () => {
  const { world } = here;
  const known = await world.lead({ name: 'Known One', email: 'known@example.org', message: 'One' });
  await world.sandbox.click('ana', known.card, 'Claim');
  const id = await held(world, { name: 'K. One', phone: '030 901840', message: 'Two chairs' });

  const said = await fix(world, 'mia', id, { 'Email address': 'known@example.org' });
  expect(said).toContain(`L-${id} is the same as L-${known.id}`);
  expect(cards(world, 'K. One')).toEqual([]);
  expect(await row(world, id)).toMatchObject({ status: 'merged', merged_into_id: known.id });
  expect(await row(world, known.id)).toMatchObject({
    ...{ status: 'claimed', owner_id: world.ids.people('ana') },
  });
  await world.sandbox.click('ana', await world.card(known.id), 'Details');
  const seen = shown(world, 'ana');
  expect(seen).toContain('Two chairs');
  expect(seen).toContain('+49 30 901840');
  expect(seen).toContain(`Merged with L-${id}`);
  await world.sandbox.closeModal('ana', { all: true });

  // A manager takes them apart: it goes out as the lead that it was.
  await world.sandbox.closeModal('mia', { all: true });
  await world.sandbox.command('mia', 'leads', `/lead L-${id}`);
  await world.sandbox.click('mia', await world.whisper('mia'), 'Details');
  await world.sandbox.click('mia', 'modal', 'merge:undo');
  await world.sandbox.submit('mia');
  expect((await world.card(id)).text).toContain('New');
  expect(await row(world, known.id)).toMatchObject({ owner_id: world.ids.people('ana') });
  await world.sandbox.closeModal('mia', { all: true });
  expect(await world.violations()).toEqual([]);
});

test('a closed one is opened again by it, as by a repeat enquiry', async () => {
  const { world } = here;
  const known = await world.lead({ name: 'Lost One', email: 'lost@example.org', message: 'Old' });
  await world.sandbox.click('ana', known.card, 'Claim');
  await world.sandbox.command('ana', 'leads', `/lead L-${known.id} lost call need "no need"`);
  await world.settled();
  expect((await row(world, known.id)).status).toBe('lost');
  const id = await held(world, { name: 'Lost One', message: 'We need it after all' });
  await fix(world, 'mia', id, { 'Email address': 'lost@example.org' });
  const card = await world.card(known.id);
  expect(card.text).toContain('Repeat enquiry');
  expect(card.text).toContain('We need it after all');
  expect(await row(world, known.id)).toMatchObject({
    ...{ status: 'claimed', owner_id: world.ids.people('ana') },
  });
});

test('of a lead that is out with a rep the managers are told, and merge it by a button', async () => {
  const { world } = here;
  const { sandbox } = world;
  await ask(world, []);
  const known = await world.lead({ name: 'First Of Two', email: 'both@example.org' });
  await sandbox.click('ben', known.card, 'Claim');
  const out = await world.receive({ name: 'Second Of Two', phone: '030 901850' });
  if (!('lead' in out)) throw new Error(out.outcome);
  const { id } = out.lead;
  await sandbox.click('ana', await world.card(id), 'Claim');
  await world.settled();
  await sandbox.select('ana', await world.card(id), 'lead:menu', 'I can’t work this without…');
  await sandbox.submit('ana', {
    'I can’t work this without': ['email address'],
    'Why you need it': 'They want it in writing',
  });
  await world.settled();
  const told = sandbox.dm('mia').length;
  const said = await fix(world, 'max', id, { 'Email address': 'both@example.org' });
  expect(said).toContain(`L-${id} may be the same as L-${known.id} First Of Two`);
  // It stays who had it, and both go on.
  expect(await row(world, id)).toMatchObject({
    ...{ status: 'claimed', owner_id: world.ids.people('ana'), missing: [] },
  });
  const [match, ...more] = sandbox.dm('mia').slice(told);
  expect(more).toEqual([]);
  expect(match?.text).toContain(`L-${id} and L-${known.id} may be one`);
  await sandbox.click('mia', match!, 'Merge…');
  expect(shown(world, 'mia')).toContain('What will stay');
  await sandbox.submit('mia');
  await world.settled();
  expect(await row(world, id)).toMatchObject({ status: 'merged', merged_into_id: known.id });
  // Clicked once more, it says that this is done.
  await sandbox.click('mia', match!, 'Merge…');
  await world.settled();
  expect(sandbox.dm('mia').at(-1)?.text).toContain(`L-${id} is the same as L-${known.id}: merged.`);
  await sandbox.closeModal('mia', { all: true });
  await sandbox.closeModal('max', { all: true });
  expect(await world.violations()).toEqual([]);
});
