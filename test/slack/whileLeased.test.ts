import { expect, test, vi } from 'vitest';
import { leaseSeconds, ticking } from '../../src/slack/claimStore.ts';
import { whileLeased } from '../../src/slack/whileLeased.ts';

const away = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });

test('what the database’s absence prevented is done when it is back', async () => {
  const work = vi.fn<() => Promise<string>>().mockRejectedValueOnce(away).mockResolvedValue('done');
  expect(await whileLeased({ asked: ticking() }, work)).toBe('done');
  expect(work).toHaveBeenCalledTimes(2);
});

test('when the lease is over, it is left to whoever takes the message next', async () => {
  const work = vi.fn<() => Promise<string>>().mockRejectedValue(away);
  const asked = ticking() - leaseSeconds * 1000 - 1;
  await expect(whileLeased({ asked }, work)).rejects.toBe(away);
  expect(work).toHaveBeenCalledTimes(1);
});

test('any other error is not tried again', async () => {
  const work = vi.fn<() => Promise<string>>().mockRejectedValue(new Error('a mistake'));
  await expect(whileLeased({ asked: ticking() }, work)).rejects.toThrow('a mistake');
  expect(work).toHaveBeenCalledTimes(1);
});
