import { expect, test } from 'vitest';
import { useWorld } from '../support/world.ts';

const here = useWorld();

const modal = (person: string): string => JSON.stringify(here.world.sandbox.modal(person)?.blocks);

test('a lead is made from a message, which it names', async () => {
  const { world } = here;
  const { sandbox } = world;
  const written = 'Mara from Northwind called: mara.lind@northwind.example, 030 901820';
  const { ts } = await sandbox.say('ben', 'leads', written);
  await sandbox.messageShortcut('ana', { channel: 'leads', ts }, 'lead_from_message');
  expect(modal('ana')).toContain('Mara Lind');
  await sandbox.submit('ana');
  expect(modal('ana')).toContain('The lead is yours');

  const details = await world.ctx.db
    .selectFrom('lead_details')
    .selectAll()
    .orderBy('lead_id', 'desc')
    .executeTakeFirstOrThrow();
  expect(details).toMatchObject({
    name: 'Mara Lind',
    company: 'Northwind',
    email: 'mara.lind@northwind.example',
    phone: '+4930901820',
    custom: { 'Slack message': expect.stringContaining(`p${ts.replace('.', '')}`) },
  });
});

test('a message becomes a note of a lead that is looked up', async () => {
  const { world } = here;
  const { sandbox } = world;
  const { id, card } = await world.lead({ name: 'Otto Brandt', company: 'Harbour Works' });
  await sandbox.click('ana', card, 'Claim');
  const { ts } = await sandbox.say('ben', 'leads', 'Otto will be back on Monday');
  await sandbox.messageShortcut('ana', { channel: 'leads', ts }, 'lead_log_message');

  const own = await sandbox.suggest('ana', 'modal', 'lead:choice', '');
  expect(own.options.map(({ value }) => value)).toContain(String(id));
  const found = await sandbox.suggest('ana', 'modal', 'lead:choice', 'harbour wo');
  expect(found.options.map(({ value }) => value)).toEqual([String(id)]);
  const numbered = await sandbox.suggest('ana', 'modal', 'lead:choice', `l-${id}`);
  expect(numbered.options.map(({ value }) => value)).toEqual([String(id)]);

  const [option] = found.options;
  await sandbox.submit('ana', { 'lead:choice': option as never }); // the sandbox takes an option as it was offered
  expect(modal('ana')).toContain(`Kept as a note of L-${id}`);
  const note = await world.ctx.db
    .selectFrom('notes')
    .selectAll()
    .where('lead_id', '=', id)
    .where('kind', '=', 'note')
    .executeTakeFirstOrThrow();
  expect(note.body).toContain('Otto will be back on Monday');
  expect(note.body).toContain('/archives/');
});

test('a guest finds nothing', async () => {
  const { sandbox } = here.world;
  sandbox.addUser({ name: 'guest', isGuest: true });
  const { ts } = await sandbox.say('ben', 'leads', 'hello');
  await sandbox.messageShortcut('guest', { channel: 'leads', ts }, 'lead_log_message');
  const { options } = await sandbox.suggest('guest', 'modal', 'lead:choice', 'harbour');
  expect(options).toEqual([]);
});
