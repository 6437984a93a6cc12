import { parse } from 'csv-parse/sync';
import { beforeAll, expect, test } from 'vitest';
import { settingsSchema } from '../../src/settings/settings.ts';
import { useWorld } from '../support/world.ts';

const here = useWorld();

beforeAll(async () => {
  const { world } = here;
  const { leads, people } = world.ids;
  await world.changeSettings((settings) =>
    settingsSchema.parse({
      ...settings,
      channels: { ...settings.channels, [leads]: { ...settings.channels[leads], name: 'leads' } },
      sources: { ...settings.sources, fair: { channel: leads, name: 'Autumn fair' } },
      admins: [people('ada')],
    }),
  );
  const first = await world.lead({ name: 'Jane Doe', email: 'jane@example.org' });
  world.forward({ minutes: 6 });
  await world.sandbox.click('ana', first.card, 'Claim');
  world.forward({ minutes: 30 });
  await world.sandbox.command('ana', 'leads', `/lead L-${first.id} won call`);
  await world.lead(
    { name: '=HYPERLINK("http://evil.example")', phone: '+49 171 2345678' },
    { source: 'fair' },
  );
  await world.settled();
});

async function ask(person: string, line: string): Promise<string> {
  const { body } = await here.world.sandbox.command(person, 'leads', line);
  const { text } = body as { text: string }; // the app always answers with text
  return text.replaceAll('\u00a0', ' ');
}

/** The newest file that the app shared with somebody. */
async function fileFor(person: string, ending: string) {
  const { world } = here;
  await world.settled();
  const seen = world.sandbox.dm(person).flatMap(({ files }) => files);
  const file = world.sandbox.files
    .filter(({ id, name }) => seen.includes(id) && name.endsWith(ending))
    .at(-1);
  if (!file?.bytes) throw new Error(`no ${ending} for ${person}`);
  return { ...file, bytes: file.bytes };
}

test('a manager gets the week by rep, and its picture by direct message', async () => {
  const answer = await ask('mia', '/lead report');
  expect(answer).toContain('Report: Mon 23 Nov 2026');
  expect(answer).toContain('Leads that came in: 2');
  expect(answer).toContain('worked 50 % (1 of 2) · won 50 % (1 of 2) · still open 1');
  expect(answer).toMatch(/Card to claim: (\d+ min) \/ \1 \(n 1\)/);
  expect(answer).toMatch(/Claim to first touch: (\d+ min) \/ \1 \(n 1\)/);
  expect(answer).toContain('On time: 100 % (1 of 1)');
  expect(answer).toMatch(/By rep\n• <@U\w+> {2}1 lead · worked 100 % \(1 of 1\)/);
  expect(answer).toContain('Nobody’s now  1 lead');
  const picture = await fileFor('mia', '.png');
  expect(picture.bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(picture.altText?.replaceAll('\u00a0', ' ')).toMatch(/to \d+ (min|h) 100 % \(n 1\)/);
});

test('by source, in any order of the words', async () => {
  for (const line of ['/lead report source today', '/lead report today by source']) {
    const answer = await ask('mia', line);
    expect(answer).toContain(
      'Website form\u2069  1 lead · worked 100 % (1 of 1) · won 100 % (1 of 1)',
    );
    expect(answer).toContain('Autumn fair\u2069  1 lead · worked 0 % (0 of 1)');
  }
});

test('a rep sees their own line, a marketer their own sources', async () => {
  const own = await ask('ana', '/lead report today');
  expect(own).toContain('Your own leads');
  expect(own).toContain('Leads that came in: 1');
  expect(await ask('ben', '/lead report')).toContain('No leads came in, and nothing was due.');
  const sources = await ask('max', '/lead report');
  expect(sources).toContain('Leads from Website form');
  expect(sources).not.toContain('Autumn fair');
  expect(sources).not.toContain('<@U');
  const refused = await ask('max', '/lead report rep');
  expect(refused).toContain('for the managers of their channels');
  expect(refused).toContain('/lead report week source');
});

test.each([
  [
    '/lead report next decade',
    '“next” is nothing that a report can be asked for.',
    '/lead report week',
  ],
  [
    '/lead report 2026-11-15..2026-11-01 rep',
    'after its last',
    '/lead report 2026-11-01..2026-11-15 rep',
  ],
  ['/lead report 2027-01-01..2027-01-31', 'has not begun', '/lead report week'],
  [
    '/lead report 2016-11-24..2026-11-23',
    '366 days at most',
    '/lead report 2025-11-23..2026-11-23',
  ],
  ['/lead export 2026-02-30..2026-03-01', 'in no calendar', '/lead export last month'],
  ['/lead report rep source', 'one thing at a time', '/lead report week rep'],
])('%s', async (line, problem, nearest) => {
  const answer = await ask('mia', line);
  expect(answer).toContain(problem);
  expect(answer).toContain(nearest);
});

test('the rows come as a file, in which nothing is a formula', async () => {
  expect(await ask('mia', '/lead export week')).toContain(
    '2 leads, Mon 23 Nov 2026: on the way to you by direct message, as a CSV file.',
  );
  const { bytes, name } = await fileFor('mia', '.csv');
  expect(name).toBe('leads-2026-11-23-2026-11-23.csv');
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const rows = parse<Record<string, string>>(bytes, { bom: true, columns: true });
  expect(rows).toMatchObject([
    {
      Name: 'Jane Doe',
      Source: 'Website form',
      Channel: 'leads',
      Status: 'won',
      'Came in (UTC)': expect.stringMatching(/^2026-11-23 09:\d\d:\d\d$/),
      'Working seconds, card to claim': expect.stringMatching(/^[1-9]\d*$/),
      Email: 'jane@example.org',
    },
    { Name: `'=HYPERLINK("http://evil.example")`, Owner: '', Phone: `'+491712345678` },
  ]);
});

test('a rep exports their own leads, a marketer theirs without contact details', async () => {
  await ask('ana', '/lead export today');
  const own = parse<Record<string, string>>((await fileFor('ana', '.csv')).bytes, {
    bom: true,
    columns: true,
  });
  expect(own.map((row) => [row['Name'], row['Email']])).toEqual([['Jane Doe', 'jane@example.org']]);
  await ask('max', '/lead export today');
  const theirs = parse<Record<string, string>>((await fileFor('max', '.csv')).bytes, {
    bom: true,
    columns: true,
  });
  expect(theirs.map((row) => row['Source'])).toEqual(['Website form']);
  expect(Object.keys(theirs[0] ?? {})).not.toContain('Email');
  expect(JSON.stringify(theirs)).not.toContain('jane@example.org');
  expect(await ask('ben', '/lead export today')).toContain(
    'No leads that are yours to see came in',
  );
});

test('guests get neither', async () => {
  here.world.sandbox.addUser({ name: 'guest', isGuest: true });
  expect(await ask('guest', '/lead report')).toContain('Guests cannot work on leads');
  expect(await ask('guest', '/lead export')).toContain('Guests cannot work on leads');
});

test('everything is there from Home, too', async () => {
  const { world } = here;
  const modal = () => JSON.stringify(world.sandbox.modal('mia')?.blocks ?? []);
  await world.sandbox.openHome('mia');
  await world.sandbox.click('mia', 'home', 'Report');
  const missing = await world.sandbox.submit('mia', { period: 'dates', by: 'source' });
  expect(missing.errors).toEqual({ from: 'Choose the first day.', until: 'Choose the last day.' });
  const reversed = await world.sandbox.submit('mia', {
    ...{ period: 'dates', from: '2026-11-20', until: '2026-11-01', by: 'source' },
  });
  expect(reversed.errors).toEqual({ until: 'The first day of this period is after its last.' });
  await world.sandbox.submit('mia', {
    ...{ period: 'dates', from: '2026-11-01', until: '2026-11-23', by: 'source' },
  });
  expect(modal()).toContain('Report: Sun 1 Nov 2026 to Mon 23 Nov 2026');
  expect(modal()).toContain('Website form');
  await world.sandbox.click('mia', 'modal', 'Export the leads');
  expect(modal()).toContain('on the way to you by direct message');
  expect((await fileFor('mia', '.csv')).name).toBe('leads-2026-11-01-2026-11-23.csv');
});
