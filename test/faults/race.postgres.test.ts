import { expect, test } from 'vitest';
import { race } from '../../bench/faults/race.ts';
import { shortly } from './shortly.ts';

test('eight people click Claim at once, in two processes, and each lead has one owner', async () => {
  expect(await race.play(shortly(1))).toEqual([]);
});
