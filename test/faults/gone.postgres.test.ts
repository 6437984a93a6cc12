import { expect, test } from 'vitest';
import { gone } from '../../bench/faults/gone.ts';
import { shortly } from './shortly.ts';

test('what is gone is not asked for again and again, keeps nobody else waiting, and goes once it can', async () => {
  expect(await gone.play(shortly(1))).toEqual([]);
}, 240_000);
