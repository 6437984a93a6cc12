import { expect, test } from 'vitest';
import { lostReply } from '../../bench/faults/lostReply.ts';
import { shortly } from './shortly.ts';

test('a message whose reply is lost is found again, or, where nobody can look, not sent again', async () => {
  expect(await lostReply.play(shortly(4))).toEqual([]);
}, 60_000);
