import { expect, test } from 'vitest';
import { dst } from '../../bench/faults/dst.ts';

test('working time is right around both changes of the clocks in 20 zones', async () => {
  const given = {
    repeats: 300,
    short: true,
    // It needs none.
    createDatabase: () => Promise.reject(new Error('no database')),
    say: () => {},
  };
  expect(await dst.play(given)).toEqual([]);
});
