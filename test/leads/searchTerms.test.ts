import fc from 'fast-check';
import { expect, test } from 'vitest';
import { searchTerms } from '../../src/leads/searchTerms.ts';

test.each([
  ['acme', ['acme']],
  ['  Jane   KELLER ', ['jane', 'keller']],
  ['o2 gmbh', ['o2', 'gmbh']],
  ['0171 123-45', ['17112345']],
  ['+49 (171) 123', ['49171123']],
  ['100%_\\', ['100%_\\']],
  ['Zoë', ['zoë']],
])('%j is looked for as %j', (typed, terms) => {
  expect(searchTerms(typed)).toEqual(terms);
});

test.each(['', '  ', 'ab', 'a b c', '12', '00', '+()'])('%j is too little', (typed) => {
  expect(searchTerms(typed)).toBeNull();
});

test('whatever is typed, there are few terms, and one that the index serves', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (typed) => {
      const terms = searchTerms(typed);
      if (!terms) return;
      expect(terms.length).toBeLessThanOrEqual(8);
      expect(terms.every((term) => term === term.toLowerCase() && term !== '')).toBe(true);
    }),
  );
});
