import { expect, test } from 'vitest';
import { theApp } from '../../src/context.ts';
import { receiveLead } from '../../src/intake/receiveLead.ts';
import { useWorld, type World } from '../support/world.ts';

const here = useWorld();

const jane = { name: 'Jane Doe', email: 'jane@example.org', phone: '+49 30 901820' };
const arrive = (world: World, arrival: Record<string, unknown>) =>
  receiveLead(world.ctx, { source: 'website', arrival, by: theApp });
const details = async (world: World, person: string, id: number) => {
  if (world.sandbox.modal(person)) await world.sandbox.closeModal(person, { all: true });
  await world.sandbox.command(person, 'leads', `/lead L-${id}`);
  const seen = world.whispers(person).at(-1);
  if (seen) await world.sandbox.click(person, seen, 'Details');
  return world.sandbox.read(world.sandbox.modal(person));
};

test('who asks not to be contacted reaches nobody again, and all who look see why', async () => {
  const { world } = here;
  const { id, card } = await world.lead(jane);
  await world.sandbox.click('ana', card, 'Claim');
  await world.sandbox.click('ana', await world.card(id), 'Details');
  await world.sandbox.click('ana', 'modal', 'Do not contact');
  await world.settled();
  expect((await world.card(id)).text).toContain('Disqualified');
  const leads = world.sandbox.messages('leads').length;

  const again: Record<string, unknown>[] = [
    { ...jane, message: 'Do call me after all.' },
    { name: 'J. Doe', email: 'JANE@example.org' },
    { name: 'Somebody', phone: '+4930901820' },
    { name: 'Jane Doe', email: 'jane.private@example.com', phone: jane.phone },
  ];
  for (const arrival of again) {
    expect(await arrive(world, arrival)).toMatchObject({ outcome: 'suppressed', lead: { id } });
  }
  await world.settled();
  expect(world.sandbox.messages('leads')).toHaveLength(leads);
  const seen = await details(world, 'mia', id);
  expect(seen).toContain('Do not contact.');
  expect(seen).toContain('They came again 4 times; nobody was told.');
  expect(seen).toContain('Do call me after all.');
});

test('a colleague on the same switchboard is a lead of their own', async () => {
  const { world } = here;
  const bob = { name: 'Bob Brown', email: 'bob@example.org', phone: jane.phone };
  expect(await arrive(world, bob)).toMatchObject({ outcome: 'created' });
});

test('only an admin lifts it; then a repeat enquiry opens the lead again', async () => {
  const { world } = here;
  const { id } = await world.ctx.db
    .selectFrom('leads')
    .select('id')
    .where('do_not_contact_at', 'is not', null)
    .executeTakeFirstOrThrow();
  const mayLift = async (person: string) => {
    await details(world, person, id);
    return JSON.stringify(world.sandbox.modal(person)?.blocks).includes('lift-do-not-contact');
  };
  await world.changeSettings((settings) => ({ ...settings, admins: [world.ids.people('max')] }));
  expect(await mayLift('mia')).toBe(false);
  expect(await mayLift('max')).toBe(true);
  await world.sandbox.click('max', 'modal', 'May be contacted again');
  await world.settled();
  expect(await arrive(world, { ...jane, message: 'A quote, please.' })).toMatchObject({
    outcome: 'merged',
    lead: { id, closedAt: null },
  });
});
