import { writeFileSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspectCsv } from '../../src/intake/csvFile.ts';
import { importCsv } from '../../src/intake/importCsv.ts';
import { useWorld } from '../support/world.ts';

const here = useWorld();

test('“I can’t work this without…” on a card asks the source’s owner, and the card says so', async () => {
  const { world } = here;
  const { id, card } = await world.lead({ name: 'No Number', message: '<!channel> call me' });
  await world.sandbox.click('ana', card, 'Claim');
  await world.settled();
  await world.sandbox.select(
    'ana',
    await world.card(id),
    'lead:menu',
    'I can’t work this without…',
  );
  const empty = await world.sandbox.submit('ana', { 'Why you need it': 'They want a call' });
  expect(empty.errors).toHaveProperty('fields');
  await world.sandbox.submit('ana', {
    'I can’t work this without': ['phone number'],
    'Why you need it': 'They want a call, <!channel> @here',
  });
  await world.settled();
  const sent = await world.card(id);
  expect(sent.text).toContain('cannot work it without: phone number');
  expect(sent.text).toContain(`Claimed · <@${world.ids.people('ana')}>`);
  await world.sandbox.openHome('ana');
  await world.settled();
  expect(world.sandbox.read(world.sandbox.home('ana'))).toContain('cannot work it without');
  await world.sandbox.command('ana', 'leads', `/lead L-${id}`);
  expect(world.whispers('ana').at(-1)?.text).toContain('cannot work it without');
  const told = world.sandbox.dm('max').at(-1);
  expect(told?.text).toContain('They want a call');
  expect(told?.text).not.toContain('<!channel>');

  world.forward({ minutes: 100 });
  await world.job('follow-up');
  expect(world.sandbox.dm('ana').filter(({ text }) => text.includes('No Number'))).toEqual([]);
  await world.sandbox.click('max', told!, 'Fix it');
  await world.sandbox.submit('max', { 'Phone number': '030 901820' });
  const whole = await world.card(id);
  expect(whole.text).toContain('First touch due');
  const answered = world.sandbox.dm('ana').at(-1)?.text;
  expect(answered).toContain('It was sent back. What it lacked has come');
  expect(answered).toContain('+49 30 901820');
  expect(whole.text).not.toContain('cannot work');
  expect(world.sandbox.dm('max').at(-1)?.text).toContain('complete');
  await world.sandbox.click('ana', whole, 'Details');
  const details = JSON.stringify(world.sandbox.modal('ana')?.blocks);
  expect(details).toContain('Sent back (lacks phone number)');
  expect(details).not.toContain('lead:send-back');
});

test('a number that does not work counts as missing until another one comes', async () => {
  const { world } = here;
  const { sandbox } = world;
  const arrival = { name: 'Wrong Number', email: 'wrong@example.org', phone: '030 901825' };
  const { id, card } = await world.lead(arrival);
  await sandbox.click('ana', card, 'Claim');
  await world.settled();
  await sandbox.select('ana', await world.card(id), 'lead:menu', 'I can’t work this without…');
  await sandbox.submit('ana', {
    'I can’t work this without': ['phone number that works'],
    'Why you need it': 'Nobody has this number',
  });
  const sent = await world.card(id);
  expect(sent.text).toContain('cannot work it without: phone number that works');
  // The same one once more is no other one.
  expect(await world.receive(arrival)).toMatchObject({ lead: { missing: ['working.phone'] } });
  await sandbox.click('max', sandbox.dm('max').at(-1)!, 'Fix it');
  expect(JSON.stringify(sandbox.modal('max')?.blocks)).toContain('The one that came does not work');
  const refused = await sandbox.submit('max', { 'Phone number': '+49 30 901825' });
  expect(refused.errors).toEqual({ phone: expect.stringContaining('does not work') });
  await sandbox.submit('max', { 'Phone number': '030 901826' });
  const whole = await world.card(id);
  expect(whole.text).toContain('First touch due');
  expect(whole.text).not.toContain('that works');
  await sandbox.click('ana', whole, 'Details');
  const details = sandbox.read(sandbox.modal('ana'));
  expect(details).toContain('+49 30 901826');
  expect(details).toContain('Phone that does not work');
  expect(details).toContain('+4930901825');
  await sandbox.closeModal('ana', { all: true });
});

test('rows of a file are judged one by one; what goes out at the limit waits behind the summary', async () => {
  const { world } = here;
  await world.changeSettings((settings) => ({
    ...settings,
    sources: {
      fair: { channel: world.ids.leads, owner: world.ids.people('max'), mustHave: ['phone'] },
    },
  }));
  const path = join(mkdtempSync(join(tmpdir(), 'held-')), 'fair.csv');
  const rows = [
    'Whole One,a@example.org,030 901830',
    'Lacking One,b@example.org,n/a',
    'Lacking Two,c@example.org,',
  ];
  writeFileSync(path, `Name,Email,Phone\n${rows.join('\n')}\n`);
  const file = await inspectCsv(path, () => {});
  const tally = await importCsv(world.ctx, { source: 'fair', file, onRefused: async () => {} });
  expect(tally).toMatchObject({ created: 3, toClaim: 1, cards: 1, held: 2 });
  await world.job('release-held');
  const text = () =>
    world.sandbox
      .messages('leads')
      .map((message) => message.text)
      .join('\n');
  expect(text()).toContain('2 leads are held back');
  world.forward({ hours: 4 });
  await world.job('release-held');
  expect(text()).not.toContain('held back');
  expect(text()).toContain('2 more leads wait to be claimed');
  const cards = await world.ctx.db
    .selectFrom('messages')
    .where('kind', '=', 'card')
    .innerJoin('leads', 'leads.id', 'messages.lead_id')
    .where('source_key', '=', 'fair')
    .select('messages.id')
    .execute();
  expect(cards).toHaveLength(1);
  expect(await world.violations()).toEqual([]);
});

test('what somebody brings for themselves is not held; for others it is, and they are told', async () => {
  const { world } = here;
  await world.changeSettings((settings) => ({
    ...settings,
    sources: { self: { channel: world.ids.leads, mustHave: ['phone'] } },
  }));
  await world.sandbox.command('ana', 'leads', '/lead new');
  await world.sandbox.submit('ana', { Name: 'Mine Anyway' });
  expect(JSON.stringify(world.sandbox.modal('ana')?.blocks)).toContain('The lead is yours');
  await world.settled();
  expect(world.sandbox.messages('leads').at(-1)?.text).toContain('Missing: phone number');
  await world.sandbox.shortcut('ben', 'lead_new');
  await world.sandbox.submit('ben', { Name: 'For The Others', to: world.ids.leads });
  expect(JSON.stringify(world.sandbox.modal('ben')?.blocks)).toContain('held back, since it lacks');
});
