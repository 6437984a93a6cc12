import { expect, test } from 'vitest';
import { z } from 'zod';
import { claimLead } from '../../src/leads/claimLead.ts';
import { meetPerson } from '../../src/people/meetPerson.ts';
import { faultsOf } from '../support/drawings.ts';
import { useWorld, type World } from '../support/world.ts';

const here = useWorld();

/** Leads that somebody has claimed. */
async function claimed(world: World, person: string, names: readonly string[]): Promise<number[]> {
  const ids: number[] = [];
  const by = { kind: 'person', id: world.ids.people(person) } as const;
  await meetPerson(world.ctx, by.id);
  for (const name of names) {
    const outcome = await world.receive({ name, email: `${name}@example.org` });
    if (!('lead' in outcome)) throw new Error(outcome.outcome);
    await claimLead(world.ctx, { leadId: outcome.lead.id, by });
    ids.push(outcome.lead.id);
  }
  await world.settled();
  return ids;
}

const lead = (id: number) =>
  here.world.ctx.db.selectFrom('leads').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const owners = async (ids: readonly number[]) =>
  Promise.all(ids.map(async (id) => (await lead(id)).owner_id));

/** The modal that somebody has open: Slack takes it. */
function modal(person: string): string {
  const view = here.world.sandbox.modal(person);
  if (!view) throw new Error(`${person} has no modal`);
  expect(faultsOf({ type: 'modal', ...shown(view) })).toEqual([]);
  return JSON.stringify(view.blocks);
}
const shown = ({ blocks, title, submit, close, callbackId, privateMetadata }: ShownView) => ({
  blocks,
  title,
  close,
  ...(submit && { submit }),
  ...(callbackId && { callback_id: callbackId }),
  private_metadata: privateMetadata,
});
type ShownView = NonNullable<ReturnType<World['sandbox']['modal']>>;

/** Chooses these leads in the form that is open. */
const choose = (person: string, ids: readonly number[]) => {
  const { sandbox } = here.world;
  const { options } = z
    .object({ options: z.array(z.object({ value: z.string() })) })
    .parse(
      sandbox.modal(person)?.blocks.find(({ block_id }) => block_id.startsWith('leads:'))?.element,
    );
  const values = options.map(({ value }) => value);
  sandbox.fill(person, {
    Leads: values.filter((value) => ids.some((id) => value.startsWith(`${id}:`))),
  });
};

test('there is a button for it from the second open lead on', async () => {
  const { world } = here;
  const { sandbox } = world;
  const home = () => JSON.stringify(sandbox.home('ben')?.blocks);
  await claimed(world, 'ben', ['Only']);
  await sandbox.openHome('ben');
  expect(home()).not.toContain('Several at once');
  await claimed(world, 'ben', ['Second']);
  await sandbox.openHome('ben');
  expect(home()).toContain('Several at once');
});

test('all unchanged and postponed: what cannot be is named, with the reason and the way to it', async () => {
  const { world } = here;
  const { sandbox } = world;
  const ids = await claimed(world, 'ana', ['One', 'Two', 'Three']);
  const [overdue = 0, ...others] = ids;
  // They are due at eleven.
  await sandbox.command('ana', 'leads', `/lead postpone ${others[0]} 12:30`);
  await sandbox.command('ana', 'leads', `/lead postpone ${others[1]} 12:30`);
  world.forward({ hours: 2 });

  await sandbox.openHome('ana');
  await sandbox.click('ana', 'home', 'Several at once');
  expect(modal('ana')).toContain('Claimed, overdue');
  await sandbox.click('ana', 'modal', 'Choose all 3');
  await sandbox.select('ana', 'modal', 'What to do with each', 'Unchanged: postpone');
  const at = new Date('2026-11-24T15:00:00Z');
  await sandbox.submit('ana', { Until: at.getTime() / 1_000 });
  await sandbox.waitFor(() => modal('ana').includes('Not done:'));
  expect(modal('ana')).toContain('2 of 3 ');
  expect(modal('ana')).toContain('It is overdue already, so it cannot be postponed.');
  expect((await lead(overdue)).follow_up_due_at).not.toEqual(at);
  for (const id of others) expect((await lead(id)).follow_up_due_at).toEqual(at);
  await sandbox.waitFor(() =>
    JSON.stringify(sandbox.home('ana')?.blocks).includes(`Not done: L-${overdue}`),
  );

  await sandbox.click('ana', 'modal', 'Details');
  expect(modal('ana')).toContain('One');
  await sandbox.click('ana', 'modal', 'Update');
  await sandbox.submit('ana', { Status: 'connected' });
  await world.settled();
  expect(await lead(overdue)).toMatchObject({ status: 'connected' });
  // What was left undone is still listed, for the next of them.
  expect(modal('ana')).toContain('Not done:');
  await sandbox.closeModal('ana', { all: true });
});

test('the same status for several, once, however often it arrives; each is undone on its own', async () => {
  const { world } = here;
  const { sandbox } = world;
  const ids = await claimed(world, 'ana', ['Four', 'Five']);
  await sandbox.command('ana', 'leads', '/lead mine');
  await world.settled();
  const mine = world.whispers('ana').at(-1);
  if (!mine) throw new Error('no answer');
  await sandbox.click('ana', mine, 'Several at once');
  choose('ana', ids);
  await sandbox.select('ana', 'modal', 'What to do with each', 'attempted');
  await sandbox.submit('ana', { Note: 'Trade fair today' });
  await Promise.all([sandbox.redeliver(), sandbox.redeliver()]);
  await world.settled();
  expect(modal('ana')).toContain('2 of 2 ');
  for (const id of ids)
    expect(await lead(id)).toMatchObject({ status: 'attempted', touch_count: 1 });
  await sandbox.closeModal('ana', { all: true });

  const { body } = await sandbox.command('ana', 'leads', `/lead undo ${ids[0]}`);
  expect(JSON.stringify(body)).toContain('Undone.');
  expect(await Promise.all(ids.map(async (id) => (await lead(id)).status))).toEqual([
    'claimed',
    'attempted',
  ]);
});

test('what is wrong for all of them stands beside its field, and nothing that was typed is lost', async () => {
  const { world } = here;
  const { sandbox } = world;
  const ids = await claimed(world, 'ana', ['Six', 'Seven']);
  await sandbox.openHome('ana');
  await sandbox.click('ana', 'home', 'Several at once');
  choose('ana', ids);
  await sandbox.select('ana', 'modal', 'What to do with each', 'disqualified');
  sandbox.fill('ana', { Evidence: 'no such company', Note: 'looked it up' });
  await sandbox.select('ana', 'modal', 'What to do with each', 'nurture');
  const { errors } = await sandbox.submit('ana', { 'Come back on': '2026-11-01' });
  expect(errors).toEqual({ revisitOn: 'Choose a day after today.' });
  await sandbox.select('ana', 'modal', 'What to do with each', 'disqualified');
  expect(modal('ana')).toContain('no such company');
  await sandbox.submit('ana', { 'What stood in the way': 'need' });
  await sandbox.waitFor(() => modal('ana').includes('2 of 2 '));
  for (const id of ids) {
    expect(await lead(id)).toMatchObject({ status: 'disqualified', obstacle: 'need' });
  }
  await sandbox.closeModal('ana', { all: true });
});

test('what somebody else did meanwhile is not overwritten, and nobody works on another’s lead', async () => {
  const { world } = here;
  const { sandbox } = world;
  const ids = await claimed(world, 'ana', ['Eight', 'Nine', 'Ten']);
  const [changed, gone, left] = ids;
  await sandbox.openHome('ana');
  await sandbox.click('ana', 'home', 'Several at once');
  choose('ana', ids);
  await sandbox.select('ana', 'modal', 'What to do with each', 'lost');
  await sandbox.command('mia', 'leads', `/lead ${changed} qualified`);
  await sandbox.command('mia', 'leads', `/lead release ${gone} "another region"`);
  await sandbox.command('ben', 'leads', `/lead claim ${gone}`);
  await sandbox.submit('ana', { 'What stood in the way': 'money' });
  await sandbox.waitFor(() => modal('ana').includes('1 of 3 '));
  expect(modal('ana')).toContain('Somebody changed this lead meanwhile.');
  expect(modal('ana')).toContain('belongs to');
  expect(await lead(changed ?? 0)).toMatchObject({ status: 'qualified' });
  expect(await lead(gone ?? 0)).toMatchObject({ owner_id: world.ids.people('ben') });
  expect(await lead(left ?? 0)).toMatchObject({ status: 'lost' });
  await sandbox.closeModal('ana', { all: true });
});

test('given back with a reason, and offered to a colleague who can take them', async () => {
  const { world } = here;
  const { sandbox } = world;
  const ids = await claimed(world, 'ana', ['Eleven', 'Twelve']);
  sandbox.addUser({ name: 'visitor', isGuest: true });
  await sandbox.openHome('ana');
  await sandbox.click('ana', 'home', 'Several at once');
  choose('ana', ids);
  await sandbox.select('ana', 'modal', 'What to do with each', 'Offer to a colleague');
  const { errors } = await sandbox.submit('ana', { To: 'visitor', 'Note for them': 'both French' });
  expect(errors?.['to']).toContain('is a guest');
  await sandbox.submit('ana', { To: 'ben' });
  await sandbox.waitFor(() => modal('ana').includes('2 of 2 '));
  await world.settled();
  const offers = sandbox.dm('ben').filter(({ text }) => text.includes('both French'));
  expect(offers).toHaveLength(2);
  await sandbox.closeModal('ana', { all: true });

  await sandbox.click('ana', 'home', 'Several at once');
  choose('ana', ids);
  await sandbox.select('ana', 'modal', 'What to do with each', 'release');
  await sandbox.submit('ana', { 'Why you give them back': 'my French is poor' });
  await sandbox.waitFor(() => modal('ana').includes('2 of 2 '));
  expect(await owners(ids)).toEqual([null, null]);
  await sandbox.closeModal('ana', { all: true });
});

test('a hundred at once: it says that it works on them, then what became of them', async () => {
  const { world } = here;
  const { sandbox } = world;
  sandbox.addUser({ name: 'carla' });
  const ids = await claimed(
    world,
    'carla',
    Array.from({ length: 104 }, (_, i) => `Many${i}`),
  );
  await sandbox.openHome('carla');
  await sandbox.click('carla', 'home', 'Several at once');
  expect(modal('carla')).toContain('100 of your 104 open leads');
  await sandbox.click('carla', 'modal', 'Choose all 100');
  await sandbox.select('carla', 'modal', 'What to do with each', 'connected');
  const { body } = await sandbox.submit('carla');
  expect(JSON.stringify(body)).toContain('Working on 100 leads');
  await sandbox.waitFor(() => modal('carla').includes('100 of 100 '), { ms: 60_000 });
  const connected = (await Promise.all(ids.map(lead))).filter(
    ({ status, touch_count }) => status === 'connected' && touch_count === 1,
  );
  expect(connected).toHaveLength(100);
  await sandbox.closeModal('carla', { all: true });
});

test('a leaver’s leads are spread by load among the reps who can take them', async () => {
  const { world } = here;
  const { sandbox } = world;
  const people = ['dora', 'emil', 'fay'].map((name) => sandbox.addUser({ name }).id);
  const [dora, emil, fay] = people;
  const ids = await claimed(world, 'dora', ['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  await claimed(world, 'emil', ['h', 'i', 'j']);
  await claimed(world, 'fay', ['k', 'l']);
  await world.changeSettings((settings) => ({
    ...settings,
    channels: Object.fromEntries(
      Object.entries(settings.channels).map(([id, channel]) => [
        id,
        { ...channel, roster: people },
      ]),
    ),
  }));
  await sandbox.deactivate('dora');
  await sandbox.openHome('mia');
  await sandbox.select('mia', 'home', 'lead:rep', dora ?? '');
  await sandbox.click('mia', 'modal', 'Reassign several');
  await sandbox.waitFor(() => modal('mia').includes('Choose none'));

  expect((await sandbox.submit('mia', { To: 'dora' })).errors?.['to']).toContain('already');
  await sandbox.submit('mia', { To: null, Why: 'Dora has left' });
  await sandbox.waitFor(() => modal('mia').includes('7 of 7 '));
  await sandbox.redeliver();
  await world.settled();
  const now = await owners(ids);
  expect(now.filter((id) => id === emil)).toHaveLength(3);
  expect(now.filter((id) => id === fay)).toHaveLength(4);
  expect(modal('mia')).toContain('reassigned');
  expect(sandbox.dm('emil')).toHaveLength(3);
  await sandbox.closeModal('mia', { all: true });
});

test('only managers reassign: whoever no longer is one is refused for each lead', async () => {
  const { world } = here;
  const { sandbox } = world;
  await sandbox.openHome('mia');
  await sandbox.select('mia', 'home', 'lead:rep', world.ids.people('carla'));
  await sandbox.click('mia', 'modal', 'Reassign several');
  await sandbox.waitFor(() => modal('mia').includes('Spread by load'));
  await sandbox.click('mia', 'modal', 'Choose all');
  await world.changeSettings((settings) => ({
    ...settings,
    channels: Object.fromEntries(
      Object.entries(settings.channels).map(([id, channel]) => [id, { ...channel, managers: [] }]),
    ),
  }));
  await sandbox.submit('mia', { To: 'emil' });
  await sandbox.waitFor(() => modal('mia').includes('0 of 100 '), { ms: 60_000 });
  expect(modal('mia')).toContain('This is for the managers');
  expect(modal('mia')).toContain('And 55 more: L-');
});
