import { expect, test } from 'vitest';
import { double } from '../../bench/faults/double.ts';
import { shortly } from './shortly.ts';

test('each interaction that arrives five times at once has one effect', async () => {
  expect(await double.play(shortly(7))).toEqual([]);
});
