import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lane } from '../support/lane.ts';
import { theApp } from '../../src/context.ts';
import { importCommand } from '../../src/intake/importCommand.ts';
import { receiveLead } from '../../src/intake/receiveLead.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { createTestDatabase } from '../support/testDatabase.ts';
import { addPeople, channelId, countOf, intakeContext } from './world.ts';

const database = await createTestDatabase();
const opened = await database.open();
const ctx = await intakeContext(opened, {
  crm: { channel: channelId, country: 'US' },
  fair: { channel: channelId },
});
await addPeople(ctx, [
  { id: 'U0ANA', name: 'Ana Silva', email: 'ana@example.com' },
  { id: 'U0BEN', name: 'Ben', email: 'ben@example.com' },
]);
const folder = mkdtempSync(join(tmpdir(), 'lead-nudge-import-'));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await database.drop();
});

let files = 0;
function file(content: string | Buffer): string {
  const path = join(folder, `${(files += 1)}.csv`);
  writeFileSync(path, content);
  return path;
}

async function run(
  path: string,
  options: { source?: string; map?: string; dryRun?: boolean } = {},
) {
  let text = '';
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  const out = { stdout, stderr: stdout, isTerminal: false };
  await importCommand(ctx, { file: path, source: 'crm', ...options }, out);
  return text;
}

const refusedRows = (path: string): string[][] =>
  parse(readFileSync(path.replace('.csv', '.refused.csv')), {
    bom: true,
    relax_column_count: true,
  });

const leadNamed = (name: string) =>
  ctx.db
    .selectFrom('leads')
    .innerJoin('lead_details', 'lead_details.lead_id', 'leads.id')
    .selectAll()
    .where('name', '=', name)
    .executeTakeFirstOrThrow();

test('rows become leads, with owners and statuses; history starts no clocks', async () => {
  const path = file(
    [
      'Record ID,First Name,Last Name,Email,Phone Number,Lead Owner,Lead Status,Create Date,Deal Value,Shoe Size',
      '1,Nora,New,nora@example.com,860-253-6354,,New,2024-01-15 10:00:00,"$1,200",9',
      '2,Otto,Owned,otto@example.com,,ana@example.com,Open - Not Contacted,"15 Apr, 2021 00:03:00",,',
      '3,Tina,Tried,tina@example.com,,"Silva, Ana",Attempted to Contact,15/04/2021,,',
      '4,Walt,Won,walt@example.com,,ben@example.com,Closed Won,2021-04-15,,',
      '5,Jo,Junk,jo@example.com,,,Junk Lead,2021-04-15,,',
      '6,Nick,Nurture,nick@example.com,,ben@example.com,Contact in Future,,,',
      '7,Una,Unknown,una@example.com,,gone@example.com,Contacted,,,',
    ].join('\r\n'),
  );
  expect(await run(path)).toContain('7 new leads: 2 to claim, 3 with their owners, 2 closed');
  const nora = await leadNamed('Nora New');
  expect(nora).toMatchObject({
    status: 'new',
    phone: '+18602536354',
    value: 1200,
    currency: 'USD',
    received_at: new Date('2024-01-15T10:00:00Z'),
    external_id: '1',
    custom: { 'Shoe Size': '9' },
    follow_up_due_at: null,
  });
  expect(await leadNamed('Otto Owned')).toMatchObject({
    status: 'claimed',
    owner_id: 'U0ANA',
    received_at: new Date('2021-04-15T00:03:00Z'),
    due_rule: 'status:claimed',
  });
  const tina = await leadNamed('Tina Tried');
  expect(tina).toMatchObject({
    status: 'attempted',
    owner_id: 'U0ANA',
    due_rule: 'status:attempted',
  });
  expect(tina.follow_up_due_at?.getTime()).toBeGreaterThan(ctx.clock.now().getTime());
  expect(await leadNamed('Walt Won')).toMatchObject({
    status: 'won',
    owner_id: 'U0BEN',
    closed_at: new Date('2021-04-15T00:00:00Z'),
    follow_up_due_at: null,
    lease_ends_at: null,
  });
  expect(await leadNamed('Jo Junk')).toMatchObject({ status: 'disqualified', obstacle: 'invalid' });
  expect(await leadNamed('Nick Nurture')).toMatchObject({
    status: 'nurture',
    due_rule: 'revisit',
    lease_ends_at: null,
  });
  expect(await leadNamed('Una Unknown')).toMatchObject({
    status: 'new',
    owner_id: null,
    custom: { Owner: 'gone@example.com' },
  });
  const cards = await ctx.db
    .selectFrom('messages')
    .select(['kind', 'lead_id'])
    .orderBy('lead_id')
    .execute();
  expect(cards).toEqual([
    { kind: 'card', lead_id: nora.lead_id },
    { kind: 'card', lead_id: (await leadNamed('Una Unknown')).lead_id },
  ]);
  const events = await ctx.db
    .selectFrom('lead_events')
    .select(['kind', 'due_to', 'calendar_version'])
    .where('lead_id', '=', tina.lead_id)
    .execute();
  expect(events).toMatchObject([{ kind: 'imported', due_to: tina.follow_up_due_at }]);
  expect(events[0]?.calendar_version).not.toBeNull();

  const before = await countOf(ctx, 'lead_events');
  expect(await run(path)).toMatch(
    /0 new leads.*\n.*0 known leads got something new\n.*7 known leads unchanged/,
  );
  expect(await countOf(ctx, 'lead_events')).toBe(before);
});

test('what is refused is told with its line, and guarded against formulas', async () => {
  const path = file(
    'name,email,phone,status,company\n' +
      '"Two\nLines",two@example.com,,,\n' +
      ',,,,=1+1\n' +
      'Rag,rag@example.com\n' +
      'Odd,odd@example.com,,Perdido,\n' +
      'Fine,fine@example.com,,,\n',
  );
  const text = await run(path);
  expect(text).toContain('2 new leads');
  expect(text).toContain('3 rows refused');
  expect(refusedRows(path)).toEqual(
    [
      ['line', 'reason', 'name', 'email', 'phone', 'status', 'company'],
      ['4', 'There is no name, no email address and no phone number.', '', '', '', '', "'=1+1"],
      ['5', 'The row has 2 cells, the header 5.', 'Rag', 'rag@example.com'],
      ['6', 'The status "Perdido" is not known.', 'Odd', 'odd@example.com', '', 'Perdido', ''],
    ].map((row) => row),
  );
});

test.each([
  ['', 'The file is empty.'],
  ['name,email\n', 'The file has a header and no rows.'],
  ['<!DOCTYPE html><html></html>', 'a web page'],
  ['Jane,jane@example.com\nJoe,joe@example.com\n', 'The first line looks like a lead'],
  ['color,size\nred,1\n', 'None of the columns is known'],
  [
    'name,Email,email\na,b,c\n',
    'Two columns have the same name: "Email" (column 2) and "email" (column 3)',
  ],
  [Buffer.from([0x6e, 0x61, 0x6d, 0x65, 0x0a, 0xe9, 0x0a]), 'Line 2 of the file is not in UTF-8'],
  [Buffer.from('PK\u0003\u0004…'), 'an Excel workbook'],
  ['name,email\na,"b\n', 'After line 1, a quote opens that is never closed'],
])('a file that cannot be read is refused whole (%#)', async (content, why) => {
  const before = await countOf(ctx, 'leads');
  await expect(run(file(content))).rejects.toThrow(why);
  expect(await countOf(ctx, 'leads')).toBe(before);
});

test('a missing file, source or column is told', async () => {
  await expect(run(join(folder, 'none.csv'))).rejects.toThrow('There is no file');
  const path = file('name\nA\n');
  await expect(run(path, { source: 'nowhere' })).rejects.toThrow('There is no source nowhere');
  await expect(run(path, { map: 'x=name' })).rejects.toThrow('there is no column "x"');
  await expect(run(path, { map: 'name' })).rejects.toThrow('Write it as "name=name".');
  await expect(run(path, { map: 'name=shoe' })).rejects.toThrow('there is no field "shoe"');
});

test('columns are mapped as told; other separators and encodings are read', async () => {
  const path = file(
    Buffer.from('\ufeffKunde;Kontakt;Wert\nMüller;mueller@example.com;1.200,50 €\n', 'utf16le'),
  );
  expect(await run(path, { map: 'Kunde=name, Kontakt=email,Wert=value' })).toContain('1 new lead');
  expect(await leadNamed('Müller')).toMatchObject({
    email: 'mueller@example.com',
    value: 1200.5,
    currency: 'EUR',
  });
  const statusKept = file('name,status\nKept,Perdido\n');
  await run(statusKept, { map: 'status=custom' });
  expect(await leadNamed('Kept')).toMatchObject({ status: 'new', custom: { status: 'Perdido' } });
});

test('a dry run changes nothing and says what would happen', async () => {
  const path = file('name,email\nDry,dry@example.com\n,\nNora again,nora@example.com\n"",nope\n');
  const before = [await countOf(ctx, 'leads'), await countOf(ctx, 'messages')];
  const text = await run(path, { dryRun: true });
  expect(text).toContain('Line 5: email is not an email address, and there is no name.');
  expect(text).toContain('1 new lead: 1 to claim');
  expect(text).toContain('1 lead known already');
  expect([await countOf(ctx, 'leads'), await countOf(ctx, 'messages')]).toEqual(before);
});

test('many leads to claim get some cards and one message; the same rows are one lead', async () => {
  const rows = Array.from(
    { length: 1_300 },
    (_, n) => `P${n % 1_200},p${n % 1_200}@many.example.com,c${n % 1_200}`,
  );
  const path = file(`name,email,company\n${rows.join('\n')}\n`);
  const messages = await countOf(ctx, 'messages');
  const text = await run(path, { source: 'fair' });
  expect(text).toContain('1,200 new leads: 1200 to claim');
  expect(text).toContain('100 known leads unchanged');
  expect(await countOf(ctx, 'messages')).toBe(messages + 21);
  const summary = await ctx.db
    .selectFrom('messages')
    .selectAll()
    .where('kind', '=', 'import-summary')
    .execute();
  expect(summary).toMatchObject([{ destination: channelId, state: 'waiting' }]);
});

test('a row that was held goes out behind its import’s message once it is whole', async () => {
  const { document } = await ctx.settings.current();
  const change = (to: typeof document) =>
    ctx.settings.change(() => to, { authorId: null, note: 'test', now: ctx.clock.now() });
  const list = { channel: 'CHELD', mustHave: ['phone' as const] };
  await change(settingsSchema.parse({ ...document, sources: { ...document.sources, list } }));
  const source = { source: 'list' };
  await run(file('name,email\nHal Held,hal@example.com\n'), source);
  const { status, id } = await leadNamed('Hal Held');
  expect(status).toBe('held');
  await run(file('name,email,phone\nHal Held,hal@example.com,+49 30 5555555\n'), source);
  expect(await leadNamed('Hal Held')).toMatchObject({ status: 'new', missing: [] });
  const told = await ctx.db
    .selectFrom('messages')
    .select(['kind', 'lead_id'])
    .where((eb) => eb.or([eb('destination', '=', 'CHELD'), eb('lead_id', '=', id)]))
    .where('kind', '<>', 'held-list')
    .execute();
  expect(told).toEqual([{ kind: 'import-summary', lead_id: null }]);
  await change(document);
});

test('rows go to channels by the rules, each with its own cards, and to nobody by turn', async () => {
  const { document } = await ctx.settings.current();
  const change = (to: typeof document) =>
    ctx.settings.change(() => to, { authorId: null, note: 'test', now: ctx.clock.now() });
  const channels = {
    C0LEADS: {},
    C0TURNS: { mode: 'round-robin', roster: ['U0ANA'] },
  };
  await change(
    settingsSchema.parse({
      ...document,
      channels,
      routing: [
        { when: { country: 'AT' }, channel: 'C0TURNS' },
        { when: { country: 'CH' }, channel: 'C0LEADS', mode: 'direct', to: 'U0ANA' },
      ],
      limits: { importCards: 2 },
    }),
  );
  const rows = Array.from({ length: 12 }, (_, n) => `R${n},r${n}@rules.example.com,`);
  const countries = ['DE', 'AT', 'CH'];
  const path = file(
    `name,email,country\n${rows.map((row, n) => row + countries[n % 3]).join('\n')}\n`,
  );
  expect(await run(path)).toContain('12 new leads: 12 to claim');
  await change(document);
  const leads = await ctx.db
    .selectFrom('leads')
    .innerJoin('lead_details', 'lead_details.lead_id', 'leads.id')
    .leftJoin('messages', 'messages.lead_id', 'leads.id')
    .where('email', 'like', '%@rules.example.com')
    .select(['country', 'leads.channel_id as channelId', 'routed', 'owner_id', 'messages.kind'])
    .execute();
  expect(leads.filter(({ routed, owner_id }) => routed !== null || owner_id !== null)).toEqual([]);
  expect(new Set(leads.map(({ country, channelId }) => `${country} ${channelId}`))).toEqual(
    new Set(['DE C0LEADS', 'AT C0TURNS', 'CH C0LEADS']),
  );
  for (const id of ['C0LEADS', 'C0TURNS']) {
    const there = leads.filter(({ channelId }) => channelId === id);
    expect(there.filter(({ kind }) => kind === 'card')).toHaveLength(2);
  }
});

test('a file that is imported again changes nothing, whatever became of its leads', async () => {
  const path = file(
    'name,email,status,message\nOld Win,oldwin@example.com,won,\nOpen One,openone@example.com,,\nNo Way,no way,,call me\n',
  );
  expect(await run(path)).toContain('3 new leads: 2 to claim, 0 with their owners, 1 closed');
  const { id } = await leadNamed('Open One');
  const ended = { status: 'lost', obstacle: 'money', closed_at: new Date() } as const;
  await ctx.db.updateTable('leads').set(ended).where('id', '=', id).execute();
  const before = await countOf(ctx, 'leads');
  expect(await run(path, { dryRun: true })).toContain('3 leads known already');
  expect(await run(path)).toContain('3 known leads unchanged');
  expect(await countOf(ctx, 'leads')).toBe(before);

  // Another list is another matter: who is to be claimed there asks again, and what is over stays so.
  const text = await run(path, { source: 'fair' });
  expect(text).toContain('1 new lead: 1 to claim');
  expect(text).toContain('1 known lead got something new');
  expect(text).toContain('1 known lead unchanged');
  expect(await leadNamed('Open One')).toMatchObject({ status: 'new', closed_at: null });
  expect(await leadNamed('Old Win')).toMatchObject({ status: 'won' });
});

test('by webhook, file and modal at once, one person is one lead with one card at most', async () => {
  const emails = Array.from({ length: 200 }, (_, n) => `both${n}@example.com`);
  const path = file(`name,email\n${emails.map((email, n) => `B${n},${email}`).join('\n')}\n`);
  const before = await countOf(ctx, 'leads');
  await Promise.all([
    run(path),
    run(path, { source: 'fair' }),
    ...emails.map((email, n) =>
      receiveLead(ctx, { source: 'crm', arrival: { name: `B${n}`, email }, by: theApp }),
    ),
    ...emails.map((email, n) =>
      receiveLead(ctx, {
        source: 'self',
        channel: channelId,
        arrival: { name: `B${n}`, email },
        by: { kind: 'person', id: 'U0ANA', interaction: `trigger-${n}` },
        mine: n % 2 === 0,
      }),
    ),
  ]);
  expect(await countOf(ctx, 'leads')).toBe(before + 200);
  const doubled = await ctx.db
    .selectFrom('lead_details')
    .select('email')
    .where('email', 'like', 'both%')
    .groupBy('email')
    .having(({ fn }) => fn.countAll(), '>', 1)
    .execute();
  expect(doubled).toEqual([]);
  const cards = await ctx.db
    .selectFrom('messages')
    .select('lead_id')
    .where('kind', '=', 'card')
    .groupBy('lead_id')
    .having(({ fn }) => fn.countAll(), '>', 1)
    .execute();
  expect(cards).toEqual([]);
});

const realData = lane.realDataDir;
describe.skipIf(!realData)('with real data', () => {
  const leads = (path: string) => join(realData ?? '', 'leads', path);
  let place = '';
  beforeAll(() => {
    place = mkdtempSync(join(tmpdir(), 'lead-nudge-real-'));
    return () => rmSync(place, { recursive: true });
  });
  /** The refused rows are written beside the file. */
  function copy(path: string): string {
    const to = join(place, path.replaceAll('/', '_'));
    writeFileSync(to, readFileSync(leads(path)));
    return to;
  }

  test('all leads of a CRM, with their owners and statuses', async () => {
    const users: { 'Last Name': string; Email: string }[] = parse(
      readFileSync(leads('zoho_crm_demo/Users.csv')),
      { columns: true, bom: true },
    );
    await addPeople(
      ctx,
      users.map((user, n) => ({ id: `U1${n}`, name: user['Last Name'], email: user.Email })),
    );
    const rows: Record<string, string>[] = parse(readFileSync(leads('zoho_crm_demo/Leads.csv')), {
      columns: true,
    });
    const path = copy('zoho_crm_demo/Leads.csv');
    const text = await run(path);
    expect(text).toContain(`${rows.length.toLocaleString('en')} new leads`);
    expect(text).toContain('0 rows refused');
    const by = await ctx.db
      .selectFrom('leads')
      .select(({ fn }) => ['status', fn.countAll<number>().as('count')])
      .where('owner_id', 'like', 'U1%')
      .groupBy('status')
      .execute();
    const expected = {
      'Not Contacted': 'claimed',
      'Attempted to Contact': 'attempted',
      Contacted: 'connected',
      'Pre Qualified': 'qualified',
      'Contact in Future': 'nurture',
      'Lost Lead': 'lost',
      'Junk Lead': 'disqualified',
    };
    for (const [word, status] of Object.entries(expected)) {
      const count = rows.filter((row) => row['Lead Status'] === word).length;
      expect(by.find((each) => each.status === status)).toEqual({ status, count });
    }
    const again = await run(path);
    expect(again).toContain('0 new leads');
    expect(again).toContain(`${rows.length.toLocaleString('en')} known leads unchanged`);
  });

  test.each([
    ['messy_exports/hubspot-export.csv', '3 new leads'],
    ['messy_exports/salesforce-leads.csv', '3 new leads'],
    ['messy_exports/zoho-crm-export.csv', '3 new leads'],
    ['messy_exports/european-semicolon.csv', '2 new leads'],
    ['messy_exports/google-ads-realistic.csv', '2 new leads'],
    ['encodings_derived/ja_customers.utf16le_bom.csv', '3 new leads'],
    ['japanese/lead_csv_23952119462.csv', '2 new leads'],
    ['hubspot_small/custom_columns_59997707980.csv', '2 new leads'],
  ])('%s', async (path, expected) => {
    expect(await run(copy(path), { source: 'fair' })).toContain(expected);
  });

  test.each([
    ['messy_exports/duplicate-mixed-columns.csv', 'Two columns have the same name'],
    ['encodings_derived/arabic.cp1256.csv', 'not in UTF-8'],
    ['encodings_derived/ja_customers.euc_jp.csv', 'not in UTF-8'],
    ['encodings_derived/eu_semicolon.mac_roman_cr_only.csv', 'not in UTF-8'],
    ['japanese/empty_file_61225009532.csv', 'The file is empty'],
    ['japanese/header_only_61225009532.csv', 'a header and no rows'],
    ['x_education/leads.csv', 'None of the columns is known'],
  ])('%s is refused', async (path, why) => {
    await expect(run(copy(path))).rejects.toThrow(why);
  });
});
