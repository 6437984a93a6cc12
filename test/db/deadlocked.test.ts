import { expect, test } from 'vitest';
import { despiteDeadlocks } from '../../src/db/deadlocked.ts';

const deadlock = Object.assign(new Error('deadlock detected'), { code: '40P01' });

/** Fails so often, then answers how often it was tried. */
function failing(times: number, error: Error) {
  let tries = 0;
  return async () => {
    tries += 1;
    if (tries <= times) throw error;
    return tries;
  };
}

test('what gave way is tried again, three times in all', async () => {
  expect(await despiteDeadlocks(failing(0, deadlock))).toBe(1);
  expect(await despiteDeadlocks(failing(2, deadlock))).toBe(3);
  await expect(despiteDeadlocks(failing(3, deadlock))).rejects.toThrow(deadlock);
});

test('any other failure is one', async () => {
  const other = new Error('no');
  await expect(despiteDeadlocks(failing(1, other))).rejects.toThrow(other);
});
