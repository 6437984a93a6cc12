import { expect, test } from 'vitest';
import { commands } from '../../bench/faults/commands.ts';

test('whatever is typed is a command, or answered with one that is near', async () => {
  const given = {
    repeats: 5_000,
    short: true,
    // It needs none.
    createDatabase: () => Promise.reject(new Error('no database')),
    say: () => {},
  };
  expect(await commands.play(given)).toEqual([]);
}, 60_000);
