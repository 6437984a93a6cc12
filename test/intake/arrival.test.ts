import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lane } from '../support/lane.ts';
import { type Arrival, toArrival } from '../../src/intake/arrival.ts';
import { normaliseEmail, normalisePhone } from '../../src/intake/contacts.ts';
import { mapColumns, mapRow } from '../../src/intake/csvMapping.ts';
import { sortBody } from '../../src/intake/given.ts';
import { readStatus } from '../../src/intake/importedStatus.ts';
import { ownerFinder } from '../../src/intake/importOwners.ts';
import { unclaimed } from '../../src/intake/newLead.ts';
import { enteredLead } from '../../src/intake/newLead.ts';
import { changedFields, whatIsNew } from '../../src/intake/whatIsNew.ts';
import { readCountry, readInstant, readLanguage } from '../../src/intake/writtenValues.ts';
import { aPerson } from '../support/people.ts';

const locale = { timezone: 'Europe/Berlin', country: 'GB', currency: 'GBP' };
const read = (body: Record<string, unknown>) => toArrival(sortBody(body), locale);

function arrivalOf(body: Record<string, unknown>): Arrival {
  const result = read(body);
  if ('refusal' in result) throw new Error(result.refusal.why);
  return result.arrival;
}

test('names are known in the usual spellings', () => {
  expect(
    arrivalOf({
      firstName: 'Ann',
      last_name: 'Lee',
      'E-Mail': 'ann@example.com',
      Telephone: '020 7946 0958',
      Company_Name: 'Acme',
    }),
  ).toMatchObject({
    name: 'Ann Lee',
    email: 'ann@example.com',
    phone: '+442079460958',
    company: 'Acme',
  });
  expect(arrivalOf({ 'Full Name': 'Ann Lee', first_name: 'Ann' })).toMatchObject({
    name: 'Ann Lee',
    custom: { first_name: 'Ann' },
  });
});

test('a second address is kept, and the better name goes first', () => {
  expect(
    arrivalOf({
      'Work email': 'work@example.com',
      Email: 'ann@example.com',
      mobile: '07700 900123',
      phone: '',
    }),
  ).toMatchObject({
    email: 'ann@example.com',
    phoneAsGiven: '07700 900123',
    custom: { 'Work email': 'work@example.com' },
  });
});

test('an envelope is opened, custom fields are merged in', () => {
  expect(
    arrivalOf({
      type: 'lead.created',
      timestamp: 1,
      data: { name: 'Ann', custom: { plan: 'pro' }, seats: 3 },
    }),
  ).toMatchObject({ name: 'Ann' });
  expect(arrivalOf({ name: 'Ann', custom: { plan: 'pro' }, seats: 3 }).custom).toEqual({
    plan: 'pro',
    seats: 3,
  });
});

test('what cannot be read is kept as it was written', () => {
  expect(arrivalOf({ name: 'Ann', email: 'ann@', phone: '555' })).toMatchObject({
    email: null,
    emailAsGiven: 'ann@',
    phone: null,
    phoneAsGiven: '555',
  });
  expect(
    arrivalOf({
      name: 'Ann',
      Country: 'Narnia',
      stage: 'MQL',
      preferred_contact: 'pigeon',
      language: '??',
    }),
  ).toMatchObject({
    country: null,
    stage: null,
    preferredContact: null,
    custom: { Country: 'Narnia', stage: 'MQL', preferred_contact: 'pigeon', language: '??' },
  });
});

test('what is sent under our names must be right, what was only taken for them need not', () => {
  expect(read({ name: 'A', value: 'eval:35000' })).toMatchObject({ refusal: { field: 'value' } });
  expect(read({ name: 'A', received_at: 'now' })).toMatchObject({
    refusal: { field: 'received_at' },
  });
  const guessed = {
    amount: 'eval:35000',
    create_date: 'now',
    description: { text: 'hi' },
    url: 'x'.repeat(3_000),
  };
  expect(arrivalOf({ name: 'A', ...guessed })).toMatchObject({
    value: null,
    receivedAt: null,
    message: null,
    custom: guessed,
  });
});

test('amounts and currencies', () => {
  expect(arrivalOf({ name: 'A', value: 1250.505 })).toMatchObject({
    value: 1250.51,
    currency: 'GBP',
  });
  expect(arrivalOf({ name: 'A', value: '1.250,50 €' })).toMatchObject({
    value: 1250.5,
    currency: 'EUR',
  });
  expect(arrivalOf({ name: 'A', value: 10, currency: 'usd' })).toMatchObject({ currency: 'USD' });
  expect(arrivalOf({ name: 'A' })).toMatchObject({ value: null, currency: null });
});

test.each([
  ['15 Apr, 2021 00:03:00', '2021-04-14T22:03:00.000Z'],
  ['2024-01-15 10:00:00', '2024-01-15T09:00:00.000Z'],
  ['2024-07-01T10:00:00Z', '2024-07-01T10:00:00.000Z'],
  ['2024-07-01T10:00:00+05:30', '2024-07-01T04:30:00.000Z'],
  ['2024/4/1', '2024-03-31T22:00:00.000Z'],
  ['October 2, 2026 10:15 am', '2026-10-02T08:15:00.000Z'],
  ['04/03/2021', '2021-03-03T23:00:00.000Z'],
  ['15.04.2021', '2021-04-14T22:00:00.000Z'],
  ['1700000000', '2023-11-14T22:13:20.000Z'],
  ['2024-02-30', undefined],
  ['tomorrow', undefined],
  ['April 2024', undefined],
  ['2024-01-15 until 2024-01-17', undefined],
])('the date %s', (written, expected) => {
  expect(readInstant(written, { timezone: 'Europe/Berlin', country: 'DE' })?.toISOString()).toBe(
    expected,
  );
});

test('in the United States the month comes first', () => {
  const american = { timezone: 'America/New_York', country: 'US' };
  expect(readInstant('04/03/2021', american)?.toISOString()).toBe('2021-04-03T04:00:00.000Z');
});

test('any instant is read back from its ISO form', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1970-01-01'), max: new Date('2099-01-01'), noInvalidDate: true }),
      (date) => {
        expect(readInstant(date.toISOString(), { timezone: 'Asia/Tokyo', country: null })).toEqual(
          date,
        );
      },
    ),
  );
});

test('countries and languages are read by code and by name', () => {
  expect(['de', 'Germany', 'UK', 'usa', 'XX', 'Narnia'].map(readCountry)).toEqual([
    'DE',
    'DE',
    'GB',
    'US',
    null,
    null,
  ]);
  expect(['en', 'German', 'pt_BR', 'no language'].map(readLanguage)).toEqual([
    'en',
    'de',
    'pt-br',
    null,
  ]);
});

test('the first valid of several addresses in one cell counts', () => {
  expect(normaliseEmail('nope; B@Example.com, c@example.com')).toBe('b@example.com');
  expect(normaliseEmail('Ann <ann@example.com>')).toBe('ann@example.com');
  expect(normaliseEmail('ｔａｒｏ＠example.com')).toBe('taro@example.com');
  expect(normalisePhone('555 / 020 7946 0958', ['GB'])).toBe('+442079460958');
  expect(normalisePhone('０９０−１２３４−５６７８', ['JP'])).toBe('+819012345678');
  expect(normalisePhone('06 12 34 56 78', ['FR', 'GB'])).toBe('+33612345678');
});

test('nothing that is sent breaks the reading, pollutes prototypes or cannot be stored', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (body) => {
      const result = read({ name: 'A', ...body });
      const text = JSON.stringify('arrival' in result ? result.arrival : result.refusal.field);
      expect(text).not.toContain('\\u0000');
      expect(text.isWellFormed()).toBe(true);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    }),
  );
});

test('custom fields have limits', () => {
  const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });
  expect(read({ name: 'A', x: deep(4) })).toHaveProperty('arrival');
  expect(read({ name: 'A', x: deep(5_000) })).toMatchObject({ refusal: { field: 'x' } });
  expect(read({ name: 'A', x: Array.from({ length: 600 }, () => 1) })).toMatchObject({
    refusal: { field: 'x' },
  });
  expect(read({ name: 'A', x: 'y'.repeat(70_000) })).toMatchObject({ refusal: { field: 'x' } });
  expect(read({ name: 'A'.repeat(1_001) })).toMatchObject({
    refusal: { field: 'name', why: 'name is longer than 1,000 characters.' },
  });
});

test('the same arrival again adds nothing, whatever it holds', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.string({ minLength: 1 }),
      (body, message) => {
        const result = read({ name: 'A', email: 'a@example.com', message: `m${message}`, ...body });
        if (!('arrival' in result)) return;
        const { arrival } = result;
        const entering = {
          arrival,
          standing: unclaimed,
          sourceKey: 'web',
          ...{ channelId: 'C1', routed: null, routedTo: null },
          receivedAt: new Date(0),
          createdBy: null,
          importId: null,
          card: true,
          settingsVersion: 1,
        };
        const lead = enteredLead(entering, 1001, new Date(0));
        expect(changedFields(whatIsNew(lead, arrival, { enquiries: [], values: [] }))).toEqual([]);
      },
    ),
  );
});

test('columns are found by name, by place in the list, and as told', () => {
  const columns = mapColumns(
    ['Lead Name', 'Work Email', 'Email', 'Lead Status', 'Lead Owner', 'Rating'],
    'Rating=segment',
  );
  expect(mapRow(columns, ['Ann', 'w@example.com', '', 'Contacted', 'Ben', 'hot'])).toEqual({
    given: {
      fields: new Map([
        ['name', { name: 'Lead Name', value: 'Ann', rank: 2 }],
        ['email', { name: 'Work Email', value: 'w@example.com', rank: 3 }],
        ['segment', { name: 'Rating', value: 'hot', rank: -1 }],
      ]),
      custom: new Map(),
    },
    owner: 'Ben',
    status: 'Contacted',
  });
});

test.each([
  ['Open - Not Contacted', 'new'],
  ['OPEN_DEAL', 'qualified'],
  ['Attempted to Contact', 'attempted'],
  ['Working - Contacted', 'connected'],
  ['Pre Qualified', 'qualified'],
  ['Contact in Future', 'nurture'],
  ['Closed - Converted', 'won'],
  ['Lost Lead', 'lost'],
  ['Junk Lead', 'disqualified'],
  ['quoted', 'quoted'],
])('the status %s', (written, status) => {
  expect(readStatus(written)?.status).toBe(status);
});

test('words that nobody knows, and statuses that no import may set, are none', () => {
  expect(['Perdido', 'held', 'merged', ''].map(readStatus)).toEqual([null, null, null, null]);
});

test('owners are found by address, id or a name that only one has', () => {
  const person = (id: string, name: string, more = {}) =>
    aPerson({ id, name, email: `${id.toLowerCase()}@example.com`, ...more });
  const find = ownerFinder([
    person('U1', 'Ana Silva'),
    person('U2', 'Ben'),
    person('U3', 'Ben'),
    person('U4', 'Gone', { isDeactivated: true }),
  ]);
  const ids = ['U1@Example.com', 'Silva, Ana', 'ana silva', 'Ben', 'U3', 'Gone', 'Nobody'];
  expect(ids.map((written) => find(written)?.id)).toEqual([
    'U1',
    'U1',
    'U1',
    undefined,
    'U3',
    undefined,
    undefined,
  ]);
});

const realData = lane.realDataDir;
describe.skipIf(!realData)('with real data', () => {
  const file = (path: string) => readFileSync(join(realData ?? '', path), 'utf8');

  test('example mobile numbers of all countries', () => {
    const examples = JSON.parse(
      file('leads/field_values/phone_mobile_examples_by_country.json'),
    ) as Record<string, string>;
    const unread = Object.entries(examples).filter(
      ([country, number]) => !normalisePhone(number, [country]),
    );
    expect(unread).toEqual([]);
    expect(Object.keys(examples).length).toBeGreaterThan(100);
  });

  test('naughty strings as names, messages, keys and values', () => {
    const strings = JSON.parse(file('leads/field_values/naughty_strings_blns.json')) as string[];
    for (const text of strings) {
      const result = read({ name: 'A', company: text, message: text, [text]: text, list: [text] });
      expect('arrival' in result || result.refusal.why).toBeTruthy();
    }
  });
});
