import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { callSlack, postSlack } from './callSlack.ts';

let slack: Sandbox;
let leads: string;
const post = (text = 'x') => postSlack(slack, 'chat.postMessage', { channel: leads, text });
const posted = () => slack.messages('leads').length;

describe('the fault plan', () => {
  beforeEach(async () => {
    slack = await startSandbox();
    leads = slack.channel('leads').id;
  });
  afterEach(() => slack.close());

  it('limits with Retry-After and does nothing', async () => {
    slack.faults.add({ fault: '429', method: 'chat.postMessage', retryAfter: 7 });
    const answer = await post();
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(posted()).toBe(0);
    expect((await post()).status).toBe(200);
  });

  it('limits without Retry-After', async () => {
    slack.faults.add({ fault: '429-no-retry-after' });
    const answer = await post();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, null]);
  });

  it.each(['500', '503'] as const)('answers HTTP %s and does nothing', async (fault) => {
    slack.faults.add({ fault });
    expect((await post()).status).toBe(Number(fault));
    expect(posted()).toBe(0);
  });

  it.each([
    ['reset-before', 0],
    ['accept-then-reset', 1],
  ] as const)('cuts the connection: %s leaves %i messages', async (fault, count) => {
    slack.faults.add({ fault });
    await expect(post()).rejects.toThrow('fetch failed');
    expect(posted()).toBe(count);
    expect(slack.calls).toMatchObject([{ status: 0, ok: false, done: count === 1, fault }]);
  });

  it.each([
    ['hang', 0],
    ['accept-then-hang', 1],
  ] as const)('never answers: %s leaves %i messages', async (fault, count) => {
    slack.faults.add({ fault });
    const signal = AbortSignal.timeout(300);
    await expect(
      fetch(`${slack.apiUrl}chat.postMessage?token=${slack.botToken}&channel=${leads}&text=x`, {
        signal,
      }),
    ).rejects.toThrow('timeout');
    expect(posted()).toBe(count);
  });

  it.each(['accept-then-500', 'accept-then-internal_error'] as const)(
    'does it and denies it: %s',
    async (fault) => {
      slack.faults.add({ fault });
      const answer = await post();
      expect(await answer.json()).not.toHaveProperty('ok', true);
      expect(posted()).toBe(1);
    },
  );

  it('answers with any error, for one method and channel, so many times', async () => {
    const fault = slack.faults.add({
      fault: { error: 'fatal_error' },
      method: 'chat.postMessage',
      channel: leads,
      times: 2,
    });
    await callSlack(slack, 'auth.test');
    await callSlack(slack, 'chat.postMessage', { channel: slack.channel('general').id, text: 'x' });
    expect(fault.hits).toBe(0);
    const errors = [];
    for (let i = 0; i < 3; i++)
      errors.push(
        (await callSlack(slack, 'chat.postMessage', { channel: leads, text: 'x' })).error,
      );
    expect(errors).toEqual(['fatal_error', 'fatal_error', undefined]);
  });

  it('strikes with a probability', async () => {
    const draws = [0.9, 0.1, 0.9];
    const other = await startSandbox({ random: () => draws.shift() ?? 0 });
    other.faults.add({ fault: '500', probability: 0.5, times: Infinity });
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await postSlack(other, 'auth.test')).status);
    await other.close();
    expect(statuses).toEqual([200, 500, 200]);
  });

  it('is over when cleared', async () => {
    slack.faults.add({ fault: '500', times: Infinity });
    slack.faults.clear();
    expect((await post()).status).toBe(200);
  });
});

describe('rate limits', () => {
  let now = 1_800_000_000_000;
  beforeEach(async () => {
    slack = await startSandbox({ enforceRateLimits: true, now: () => now });
    leads = slack.channel('leads').id;
  });
  afterEach(() => slack.close());
  const general = () => slack.channel('general').id;
  const statusOf = async (method: string, args: object) =>
    (await postSlack(slack, method, args)).status;

  it('takes one message a second to a channel, whatever goes to others', async () => {
    expect(await statusOf('chat.postMessage', { channel: leads, text: '1' })).toBe(200);
    expect(await statusOf('chat.postMessage', { channel: general(), text: '1' })).toBe(200);
    const refused = await post('2');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    now += 1_000;
    expect((await post('2')).status).toBe(200);
  });

  it('does not let earliness add up', async () => {
    let taken = 0;
    for (let i = 0; i < 100; i++, now += 800) if ((await post()).ok) taken++;
    expect(taken).toBeLessThanOrEqual(81);
    expect(taken).toBeGreaterThan(60);
  });

  it('takes fifty updates a minute in the whole workspace', async () => {
    const { ts } = await callSlack(slack, 'chat.postMessage', { channel: leads, text: 'x' });
    const statuses = new Map<number, number>();
    for (let i = 0; i < 52; i++) {
      const status = await statusOf('chat.update', { channel: leads, ts, text: `${i}` });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect(Object.fromEntries(statuses)).toEqual({ 200: 50, 429: 2 });
    now += 45_000;
    const refused = await postSlack(slack, 'chat.update', { channel: leads, ts, text: 'x' });
    expect(refused.headers.get('retry-after')).toBe('15');
    now += 15_000;
    expect(await statusOf('chat.update', { channel: leads, ts, text: 'x' })).toBe(200);
  });

  it('does not silence a channel when the clock is set back', async () => {
    await post();
    now -= 3_600_000;
    expect((await post()).status).toBe(200);
  });
});
