import { expect, test } from 'vitest';
import { downtime } from '../../bench/faults/downtime.ts';
import { shortly } from './shortly.ts';

test('after a downtime each rep gets at most one nudge, each manager one digest, and nothing is left over', async () => {
  expect(await downtime.play(shortly(1))).toEqual([]);
}, 240_000);
