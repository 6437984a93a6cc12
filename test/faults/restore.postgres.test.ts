import { expect, test } from 'vitest';
import { restore } from '../../bench/faults/restore.ts';
import { shortly } from './shortly.ts';

test('after a restore nothing that Slack has already is sent again', async () => {
  expect(await restore.play(shortly(2))).toEqual([]);
}, 60_000);
