import { describe, expect, test } from 'vitest';
import { createBreaker } from '../../src/slack/breaker.ts';

const second = 1_000;
/** A breaker that five failures in a row have just stopped, at 0. */
function stopped() {
  const breaker = createBreaker();
  const opened = [1, 2, 3, 4, 5].map(() => breaker.failed(0));
  return { breaker, opened };
}

describe('an outage', () => {
  test('is five failures in a row', () => {
    const { breaker, opened } = stopped();
    expect(opened).toEqual([false, false, false, false, true]);
    expect(breaker.allows(0)).toBe(0);
    expect(breaker.waitMs(0)).toBe(second);
  });

  test('is not five failures with a success among them', () => {
    const breaker = createBreaker();
    for (let i = 0; i < 4; i++) breaker.failed(0);
    breaker.succeeded();
    for (let i = 0; i < 4; i++) breaker.failed(0);
    expect(breaker.allows(0)).toBe(Infinity);
    expect(breaker.stopped()).toBeNull();
  });

  test('lets one call through as a probe, and no second one', () => {
    const { breaker } = stopped();
    expect(breaker.allows(second)).toBe(1);
    breaker.probing();
    expect(breaker.allows(second)).toBe(0);
  });

  test('lets another probe through where one ended without a call', () => {
    const { breaker } = stopped();
    breaker.probing();
    breaker.probed();
    expect(breaker.waitMs(second)).toBe(0);
    expect(breaker.allows(second)).toBe(1);
  });

  test('ends with a success', () => {
    const { breaker } = stopped();
    breaker.probing();
    breaker.succeeded();
    expect(breaker.allows(second)).toBe(Infinity);
  });

  test('makes pauses that double, up to half a minute', () => {
    const { breaker } = stopped();
    const pauses: number[] = [];
    for (let at = 0; pauses.length < 7;) {
      at += breaker.waitMs(at);
      breaker.probing();
      breaker.failed(at);
      pauses.push(breaker.waitMs(at));
    }
    expect(pauses).toEqual([2, 4, 8, 16, 30, 30, 30].map((s) => s * second));
  });

  test('is not made longer by calls that began before it', () => {
    const { breaker } = stopped();
    for (let i = 0; i < 20; i++) expect(breaker.failed(10)).toBe(false);
    expect(breaker.waitMs(0)).toBe(second);
  });
});

describe('a limit', () => {
  test('of two destinations is theirs', () => {
    const breaker = createBreaker();
    for (const id of ['C1', 'C2', 'C1', 'C2']) breaker.limited(0, id, 7 * second);
    expect(breaker.allows(0)).toBe(Infinity);
  });

  test("of three in a row is the workspace's, for as long as Slack says", () => {
    const breaker = createBreaker();
    for (const id of ['C1', 'C2', 'C3']) breaker.limited(0, id, 7 * second);
    expect(breaker.allows(0)).toBe(0);
    expect(breaker.waitMs(0)).toBe(7 * second);
    expect(breaker.allows(7 * second)).toBe(1);
  });
});

test('a dead installation stops everything, is news once, and ends with a success', () => {
  const breaker = createBreaker();
  expect(breaker.died(0, 'token_revoked')).toBe(true);
  expect(breaker.died(0, 'token_revoked')).toBe(false);
  expect(breaker.stopped()).toEqual({ dead: 'token_revoked' });
  expect(breaker.waitMs(0)).toBe(60 * second);
  breaker.succeeded();
  expect(breaker.stopped()).toBeNull();
});
