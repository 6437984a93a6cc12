import { expect, test } from 'vitest';
import { mergeLeads } from '../../src/leads/mergeLeads.ts';
import { mergeChoice } from '../../src/leads/mergeForm.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { useWorld, type World } from '../support/world.ts';

const here = useWorld();

const person = (world: World, name: string) =>
  ({ kind: 'person', id: world.ids.people(name) }) as const;

async function lost(world: World, by: string, arrival: Record<string, unknown>): Promise<number> {
  const { id, card } = await world.lead(arrival);
  await world.sandbox.click(by, card, 'Claim');
  await updateLead(world.ctx, {
    ...{ leadId: id, by: person(world, by), status: 'lost', obstacle: 'money' },
    touch: { kind: 'call', outcome: 'reached' },
  });
  await world.settled();
  return id;
}

test('who calls again under the same number and a similar name is the same lead', async () => {
  const { world } = here;
  const { id } = await world.lead({ name: 'Jürgen Keller', phone: '030 901820', email: '' });
  const phone = '+49 30 901820';
  const family = await world.receive({ name: 'Anna Keller', phone });
  const same = await world.receive({ name: 'KELLER, Juergen', phone, company: 'Keller GmbH' });
  const byCompany = await world.receive({ name: 'Front desk', phone, company: 'Keller' });
  expect(family).toMatchObject({ outcome: 'created' });
  expect(same).toMatchObject({ outcome: 'merged', lead: { id } });
  expect(byCompany).toMatchObject({ outcome: 'merged', lead: { id } });
});

test('a shared mailbox alone makes nobody the same', async () => {
  const { world } = here;
  const { id } = await world.lead({ name: 'Ann Smith', email: 'info@acme.example' });
  expect(await world.receive({ name: 'Bob Stone', email: 'info@acme.example' })).toMatchObject({
    outcome: 'created',
  });
  expect(await world.receive({ email: 'info@acme.example' })).toMatchObject({ outcome: 'created' });
  expect(await world.receive({ name: 'smith, ann', email: 'info@acme.example' })).toMatchObject({
    outcome: 'merged',
    changed: ['name'],
    lead: { id },
  });
});

test('a repeat enquiry goes to its former owner, who is told, and says what was before', async () => {
  const { world } = here;
  const email = 'again@example.org';
  const id = await lost(world, 'ana', { name: 'Once More', email, message: 'Ten chairs' });
  const old = await world.card(id);
  world.forward({ days: 30 });
  await world.receive({ email, message: 'Now twenty chairs' });
  const card = await world.card(id);
  expect(card.ts).not.toBe(old.ts);
  expect(card.text).toContain('Repeat enquiry');
  expect(card.text).toContain('Was Lost (No money)');
  expect(card.text).toContain('Now twenty chairs');
  expect(card.text).toContain('Claimed');
  const past = world.sandbox.messages('leads').find(({ ts }) => ts === old.ts);
  expect(past?.text).toContain('is open again');
  const told = world.sandbox.dm('ana').at(-1)?.text ?? '';
  expect(told).toContain('The customer asked again, and you had this lead before.');
  expect(told).toContain('Now twenty chairs');
  // The same enquiry once more is no other one.
  expect(await world.receive({ email, message: 'Now twenty chairs' })).toMatchObject({
    outcome: 'unchanged',
  });
});

test('after ninety days it is the pool’s', async () => {
  const { world } = here;
  const email = 'later@example.org';
  const id = await lost(world, 'ben', { name: 'Much Later', email });
  world.forward({ days: 91 });
  await world.receive({ email, message: 'Hello again' });
  const card = await world.card(id);
  expect(card.text).toContain('Repeat enquiry');
  expect(card.text).toContain('Hello again');
  await world.sandbox.click('ana', card, 'Claim');
  expect((await world.card(id)).text).toContain('Claimed');
});

test('a rep who loses a lead by a merge is told where it goes on', async () => {
  const { world } = here;
  const { sandbox } = world;
  const mine = await world.lead({ name: 'Lost By Merge', company: 'Acme' });
  await sandbox.click('ana', mine.card, 'Claim');
  const theirs = await world.lead({ name: 'L. By Merge' });
  await sandbox.click('ben', theirs.card, 'Claim');
  await sandbox.command('ben', 'leads', `/lead L-${theirs.id} connected call`);
  await world.settled();
  const before = sandbox.dm('ana').length;
  await mergeLeads(world.ctx, { leadId: mine.id, otherId: theirs.id, by: person(world, 'mia') });
  await world.settled();
  await world.job('follow-up');
  const told = sandbox
    .dm('ana')
    .slice(before)
    .map(({ text }) => text);
  const [said, ...more] = told.filter((text) => text.includes('merged'));
  expect(more).toEqual([]);
  expect(said).toContain('Lost By Merge is no longer yours.');
  expect(said).toContain(`merged L-${theirs.id} into L-${mine.id}: they are the same.`);
  expect(said).toContain(`It goes on as L-${mine.id} with <@${world.ids.people('ben')}>`);
});

test('a manager merges two leads, sees before what will stay, and takes them apart', async () => {
  const { world } = here;
  const { sandbox } = world;
  const one = await world.lead({ name: 'Jane Doe', company: 'Acme', value: 500 });
  const two = await world.lead({ name: 'Jane D', website: 'acme.example' });
  const choose = async (typed: string) => {
    const { options } = await sandbox.suggest('mia', 'modal', mergeChoice, typed);
    const [option] = options ?? [];
    if (!option) throw new Error(`nothing is offered for ${typed}`);
    return sandbox.select('mia', 'modal', mergeChoice, option);
  };
  await sandbox.click('ana', two.card, 'Claim');
  await sandbox.click('mia', await world.card(one.id), 'Details');
  await sandbox.click('mia', 'modal', 'merge:open');
  await choose(`L-${one.id}`);
  expect(JSON.stringify(sandbox.modal('mia')?.blocks)).toContain('That is this lead');
  await choose(`L-${two.id}`);
  const preview = JSON.stringify(sandbox.modal('mia')?.blocks);
  expect(preview).toContain('What will stay');
  expect(preview).toContain(`L-${one.id}, with one card`);
  expect(preview).toContain(world.ids.people('ana'));
  await sandbox.submit('mia');
  await world.settled();
  expect((await world.card(one.id)).text).toContain(`<@${world.ids.people('ana')}>`);
  const past = sandbox.messages('leads').find(({ ts }) => ts === two.card.ts);
  expect(past?.text).toContain(`is the same as L-${one.id}`);
  expect(past?.blocks?.some(({ type }) => type === 'actions')).toBe(false);
  const details = JSON.stringify(sandbox.modal('mia')?.blocks);
  expect(details).toContain('acme.example');
  expect(details).toContain('Merged with');

  await sandbox.command('mia', 'leads', `/lead L-${two.id}`);
  await world.settled();
  const summary = await world.whisper('mia');
  await sandbox.click('mia', summary, 'Details');
  await sandbox.click('mia', 'modal', 'merge:undo');
  await sandbox.submit('mia');
  await world.settled();
  const again = await world.card(two.id);
  expect(again.text).toContain('Claimed');
  expect((await world.card(one.id)).text).toContain('New');
  expect(await world.violations()).toEqual([]);
});

test('what was merged is taken apart from where it went, too', async () => {
  const { world } = here;
  const { sandbox } = world;
  const [one, two] = [await world.lead({ name: 'Kim One' }), await world.lead({ name: 'Kim Two' })];
  const merge = { leadId: one.id, otherId: two.id, by: person(world, 'mia') };
  expect((await mergeLeads(world.ctx, merge)).outcome).toBe('merged');
  await world.settled();
  await sandbox.command('mia', 'leads', `/lead L-${two.id}`);
  expect((await world.whisper('mia')).text).toContain(`Merged into L-${one.id}`);
  await sandbox.click('mia', await world.card(one.id), 'Details');
  await sandbox.click('mia', 'modal', `Take L-${two.id} apart…`);
  await sandbox.submit('mia');
  await world.settled();
  expect((await world.card(two.id)).text).toContain('Kim Two');
  expect(await world.violations()).toEqual([]);
});
