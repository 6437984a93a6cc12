import { expect, test } from 'vitest';
import { kill } from '../../bench/faults/kill.ts';
import { shortly } from './shortly.ts';

test('a process is killed at the worst moments, and the next one loses nothing and repeats nothing', async () => {
  expect(await kill.play(shortly(1))).toEqual([]);
}, 60_000);
