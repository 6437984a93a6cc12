import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { isSimilarCompany, isSimilarName } from '../../src/intake/sameLead.ts';
import { isSharedMailbox } from '../../src/intake/sharedMailboxes.ts';

describe('names that are likely one person’s', () => {
  test.each([
    ['Jane Doe', 'jane DOE'],
    ['Doe, Jane', 'Jane Doe'],
    ['Dr. Jane Doe', 'Ms Jane Doe'],
    ['José García', 'Jose Garcia'],
    ['Jürgen Müller', 'Juergen Mueller'],
    ['Søren Ørsted', 'Soren Orsted'],
    ['John M. Brown', 'John Brown'],
    ['Jane Mary Doe', 'Jane Doe'],
    ['Elisabeth Keller', 'Elizabeth Keller'],
    ['Thomas Becker', 'Tomas Becker'],
    ['山田 太郎', '山田太郎'],
    ["O'Neil Ann", 'Ann ONeil'],
    ['Doe', 'DOE'],
    ['ＪＡＮＥ Ｄｏｅ', 'Jane Doe'],
  ])('%s, %s', (one, other) => {
    expect(isSimilarName(one, other)).toBe(
      !(one === 'Thomas Becker' && other.startsWith('Tohmas')),
    );
  });
});

describe('names of different people', () => {
  test.each([
    ['Jane Doe', 'John Doe'],
    ['Maria Rossi', 'Mario Rossi'],
    ['Francesco Bianchi', 'Francesca Bianchi'],
    ['Michael Stone', 'Michaela Stone'],
    ['John Doe', 'John Doe Jr.'],
    ['John Doe Sr', 'John Doe Jr'],
    ['Jane Doe', 'Doe'],
    ['Jan Doe', 'Jon Doe'],
    ['Anna Keller', 'Anne Keller'],
    ['Jane Doe', 'Jane Roe'],
    ['Thomas Becker', 'Tohmas Becker'],
    ['unknown', 'unknown'],
    ['test', 'test'],
    ['n/a', 'N/A'],
    ['–', '-'],
  ])('%s, %s', (one, other) => {
    expect(isSimilarName(one, other)).toBe(false);
  });
});

describe('companies', () => {
  test.each([
    ['Acme GmbH', 'ACME'],
    ['Acme GmbH & Co. KG', 'Acme'],
    ['Acme, Inc.', 'Acme Ltd'],
    ['BalmerInc S.A.', 'Balmerinc SA'],
    ['Delta PC', 'DeltaPC'],
    ['Example Werke', 'Werke Example'],
    ['Le Café S.à r.l.', 'Le Cafe'],
    ['株式会社サンプル', 'サンプル'],
    ['Example Wokrs', 'Example Works'],
    ['Société Exemple SARL', 'Societe Exemple'],
    ['Group GmbH', 'Group'],
  ])('%s and %s are one', (one, other) => {
    expect(isSimilarCompany(one, other)).toBe(true);
  });
  test.each([
    ['Le Club SARL', 'The Oil Company'],
    ['Acme Works 1', 'Acme Works 2'],
    ['Acme', 'Acne'],
    ['GmbH', 'Ltd'],
    ['unknown', 'unknown'],
    ['', ''],
  ])('%s and %s are two', (one, other) => {
    expect(isSimilarCompany(one, other)).toBe(false);
  });
});

test('nothing is similar to what is missing', () => {
  expect(isSimilarName(null, null)).toBe(false);
  expect(isSimilarName('Jane Doe', null)).toBe(false);
  expect(isSimilarCompany(null, 'Acme')).toBe(false);
});

test('similarity looks the same from both sides, and takes any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
      expect(isSimilarName(one, other)).toBe(isSimilarName(other, one));
      expect(isSimilarCompany(one, other)).toBe(isSimilarCompany(other, one));
    }),
  );
});

test('case, order of words and titles never make another person of somebody', () => {
  const word = fc.stringMatching(/^[a-z]{3,10}$/);
  fc.assert(
    fc.property(word, word, (first, last) => {
      // A placeholder is nobody's name.
      fc.pre(isSimilarName(`${first} ${last}`, `${first} ${last}`));
      expect(isSimilarName(`${first} ${last}`, `${last.toUpperCase()}, ${first}`)).toBe(true);
      expect(isSimilarName(`Dr. ${first} ${last}`, `${first} ${last}`)).toBe(true);
    }),
  );
});

describe('mailboxes that several people read', () => {
  test.each([
    'info@example.com',
    'sales@example.com',
    'office2@example.com',
    'info-de@example.com',
    'no-reply@example.com',
    'kontakt@example.de',
    'vertrieb@example.de',
    'contact+web@example.fr',
    'ventas@example.es',
    'biuro@example.pl',
    'sales.team@example.com',
  ])('%s', (email) => {
    expect(isSharedMailbox(email)).toBe(true);
  });
  test.each([
    'jane@example.com',
    'post.malone@example.com',
    'info.jane@example.com',
    'informer@example.com',
    'jane.sales@example.com',
  ])('not %s', (email) => {
    expect(isSharedMailbox(email)).toBe(false);
  });
});
