import { expect, test } from 'vitest';
import { cronDuel } from '../../bench/faults/cronDuel.ts';
import { shortly } from './shortly.ts';

test('each manager gets one digest a day from instances whose clocks disagree', async () => {
  expect(await cronDuel.play(shortly(2))).toEqual([]);
});
