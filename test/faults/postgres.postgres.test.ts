import { expect, test } from 'vitest';
import { postgres } from '../../bench/faults/postgres.ts';
import { shortly } from './shortly.ts';

test('Postgres crashes and loses connections under load, and no promise is broken', async () => {
  expect(await postgres.play(shortly(2))).toEqual([]);
}, 60_000);
