import { expect, test } from 'vitest';
import { outage } from '../../bench/faults/outage.ts';
import { shortly } from './shortly.ts';

test('after an hour without Slack each rep gets one nudge about what is still due, and nothing is lost or late', async () => {
  expect(await outage.play(shortly(1))).toEqual([]);
}, 240_000);
