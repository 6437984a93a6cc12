import { expect, test } from 'vitest';
import { sameLead } from '../../bench/faults/sameLead.ts';
import { shortly } from './shortly.ts';

test('a person who arrives by webhook, file and form at once is one lead with one card', async () => {
  expect(await sameLead.play(shortly(4))).toEqual([]);
});
