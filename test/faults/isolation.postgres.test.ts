import { expect, test } from 'vitest';
import { isolation } from '../../bench/faults/isolation.ts';
import { shortly } from './shortly.ts';

test('while Slack limits one channel, the others get their cards, and it is left in peace', async () => {
  expect(await isolation.play(shortly(2))).toEqual([]);
});
