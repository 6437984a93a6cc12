import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  codesOf,
  has,
  isAskable,
  isPlaceholder,
  type Known,
  knownOf,
  lacking,
} from '../../src/leads/completeness.ts';
import { fieldNews } from '../../src/leads/fieldNews.ts';
import { askableFields } from '../../src/settings/settingsRules.ts';
import { aLead } from '../support/leads.ts';

const known = (details: Partial<Known>): Known => ({ ...knownOf(aLead()), ...details });

const written = [
  ...['Select', 'select one', 'Please select', '--Select--', 'unknown', 'UNKNOWN', 'Unknown.'],
  ...['test', 'TEST', 'test test', 't.e.s.t', 'n/a', 'N.A.', '#N/A', 'N A', '-', '--', '?', '...'],
  ...['asdf', 'asdfasdf', 'Qwerty', 'none', 'NULL', 'null', 'undefined', 'xxx', 'TBD', '(none)'],
  ...['keine Angabe', 'k. A.', 'unbekannt', 'inconnu', '不明', 'テスト', 'ｕｎｋｎｏｗｎ', ' '],
];
const real = [
  ...[
    'Testa',
    'Selecta GmbH',
    'Nadia',
    'Nan Goldin',
    'Unknown Pleasures Ltd',
    'Li',
    'X',
    'O’Brien',
  ],
  ...[
    '3M',
    'Ng',
    '李',
    'A',
    'AAA',
    'forty chairs',
    '42',
    'Test & Measurement AG',
    'Null & Void Inc',
  ],
];

describe('what only looks like an answer', () => {
  test.each(written)('“%s” says nothing', (text) => {
    expect(isPlaceholder(text)).toBe(true);
  });

  test.each(real)('“%s” says something', (text) => {
    expect(isPlaceholder(text)).toBe(false);
  });

  test('does so in any case, with anything around it that is no letter', () => {
    const around = fc.string({ unit: fc.constantFrom(...' .-_/*()<>[]"!:,'.split('')) });
    const word = fc.constantFrom('select', 'unknown', 'test', 'n/a', 'asdf', 'none');
    fc.assert(
      fc.property(word, around, around, fc.boolean(), (text, before, after, loud) => {
        expect(isPlaceholder(before + (loud ? text.toUpperCase() : text) + after)).toBe(true);
      }),
    );
  });
});

describe('must-haves', () => {
  test('of email and phone count what is valid, and somebody’s', () => {
    expect(has(known({ email: null }), 'email')).toBe(false);
    expect(has(known({ email: 'jane@example.org' }), 'email')).toBe(true);
    const madeUp = ['test@test.com', 'test@example.com', 'asdf@asdf.de', 'a@a.com'];
    expect(madeUp.filter((email) => has(known({ email }), 'email'))).toEqual([]);
    const somebodys = [
      'sap@sap.com',
      'test@company.com',
      'a@company.com',
      'select@example-fair.org',
    ];
    expect(somebodys.filter((email) => has(known({ email }), 'email'))).toEqual(somebodys);
    expect(has(known({ phone: null }), 'phone')).toBe(false);
    expect(has(known({ phone: '+4930901820' }), 'phone')).toBe(true);
  });

  test('of which one is enough', () => {
    const codes = codesOf([['email', 'phone'], 'name']);
    expect(codes).toEqual(['email|phone', 'name']);
    expect(lacking(known({ name: 'Jane' }), codes)).toEqual(['email|phone']);
    expect(lacking(known({ name: 'Jane', phone: '+4930901820' }), codes)).toEqual([]);
    expect(lacking(known({ name: 'unknown', email: 'j@example.org' }), codes)).toEqual(['name']);
  });

  test('of the sender’s own fields are found in any case; of several answers one is enough', () => {
    const lacks = (custom: Record<string, unknown>) =>
      lacking(known({ custom }), ['custom.Budget']);
    expect(lacks({})).toEqual(['custom.Budget']);
    expect(lacks({ budget: 'Select' })).toEqual(['custom.Budget']);
    expect(lacks({ ' BUDGET ': '5000' })).toEqual([]);
    expect(lacks({ Budget: 0 })).toEqual([]);
    expect(lacks({ Budget: false })).toEqual([]);
    expect(lacks({ Budget: ['Select', 'none'] })).toEqual(['custom.Budget']);
    expect(lacks({ Budget: ['Select', '10k'] })).toEqual([]);
    expect(lacks({ Budget: { from: 'n/a', to: '10k' } })).toEqual([]);
  });

  test('every field that the settings take is known', () => {
    const nothing = known({ name: null });
    expect(askableFields.filter((field) => isAskable(field) && has(nothing, field))).toEqual([]);
  });

  test('whatever is told of a lead, it never lacks more than before', () => {
    const text = fc.constantFrom(null, 'Jane', 'Select', 'n/a', 'ACME');
    const email = fc.constantFrom(null, 'jane@example.org', 'test@test.com', 'bob@example.org');
    const telling = fc.record({ name: text, company: text, message: text, email, city: text });
    const codes = ['name', 'company', 'email', 'message', 'custom.City'];
    const told = ({ city, ...more }: { city: string | null; email: string | null }) => {
      const lead = aLead();
      const { details } = lead;
      const custom: Record<string, unknown> = city === null ? {} : { City: city };
      return { ...lead, ...details, ...more, emailAsGiven: more.email, custom };
    };
    fc.assert(
      fc.property(telling, telling, (first, second) => {
        const before = told(first);
        const { details } = fieldNews(before, told(second), []);
        const after = { ...before, ...details };
        const both = codes.filter(
          (code) =>
            lacking(told(first), [code]).length > 0 && lacking(told(second), [code]).length > 0,
        );
        expect(lacking(after, codes)).toEqual(both);
      }),
    );
  });
});
