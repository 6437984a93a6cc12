import { expect, test } from 'vitest';
import { useWorld, type World } from '../support/world.ts';

const here = useWorld();

const newest = (world: World) =>
  world.ctx.db
    .selectFrom('leads')
    .innerJoin('lead_details as d', (join) =>
      join.onRef('d.workspace_id', '=', 'leads.workspace_id').onRef('d.lead_id', '=', 'leads.id'),
    )
    .selectAll('leads')
    .select(['d.name', 'd.email', 'd.phone'])
    .orderBy('leads.id', 'desc')
    .limit(1)
    .executeTakeFirst();

test('a rep’s own lead is theirs from the beginning', async () => {
  const { world } = here;
  await world.sandbox.command('ana', 'leads', '/lead new Jane Doe');
  await world.sandbox.submit('ana', {
    Email: 'Jane@Example.org',
    Phone: '030 901820',
    Value: '5,000 EUR',
    'What they ask for': 'forty chairs',
  });
  expect(JSON.stringify(world.sandbox.modal('ana')?.blocks)).toContain('The lead is yours');
  const lead = await newest(world);
  expect(lead).toMatchObject({
    name: 'Jane Doe',
    email: 'jane@example.org',
    phone: '+4930901820',
    source_key: 'self',
    status: 'claimed',
    owner_id: world.ids.people('ana'),
    value: 5_000,
  });
  expect((await world.card(lead!.id)).text).toContain('Jane Doe');
});

test('a lead can go to the channel, by the global shortcut too', async () => {
  const { world } = here;
  await world.sandbox.shortcut('ben', 'lead_new');
  await world.sandbox.submit('ben', { Name: 'For Anyone', to: world.ids.leads });
  const lead = await newest(world);
  expect(lead).toMatchObject({ name: 'For Anyone', status: 'new', owner_id: null });
  await world.sandbox.click('ana', await world.card(lead!.id), 'Claim');
  expect((await world.card(lead!.id)).text).toContain('Claimed');
});

test('what cannot be read is refused beside its field, and the rest is kept', async () => {
  const { world } = here;
  await world.sandbox.command('ana', 'leads', '/lead new');
  const empty = await world.sandbox.submit('ana');
  expect(empty.errors).toHaveProperty('name');
  const refused = await world.sandbox.submit('ana', {
    Name: 'Kept',
    Email: 'not an address',
    Phone: '12',
    Value: 'plenty',
    Country: 'Atlantis',
  });
  expect(Object.keys(refused.errors ?? {}).toSorted()).toEqual([
    'country',
    'email',
    'phone',
    'value',
  ]);
  expect(JSON.stringify(world.sandbox.modal('ana')?.state)).toContain('Kept');
  await world.sandbox.closeModal('ana');
});

test('somebody who is known already is not entered twice', async () => {
  const { world } = here;
  const { id } = await world.lead({ name: 'Known', email: 'known@example.org' });
  await world.sandbox.command('ana', 'leads', '/lead new');
  await world.sandbox.submit('ana', { Name: 'Known', Email: 'KNOWN@example.org' });
  expect(JSON.stringify(world.sandbox.modal('ana')?.blocks)).toContain(`This is L-${id}`);
});
