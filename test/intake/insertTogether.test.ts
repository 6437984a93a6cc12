import { beforeEach, expect, test, vi } from 'vitest';
import type { Context } from '../../src/context.ts';
import type { Db } from '../../src/db/openDatabase.ts';
import { toArrival } from '../../src/intake/arrival.ts';
import { sortBody } from '../../src/intake/given.ts';
import { insertTogether } from '../../src/intake/insertTogether.ts';
import { type NewLead, unclaimed } from '../../src/intake/newLead.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  return () => vi.useRealTimers();
});

/** A database that answers each statement when it is told to, with an id for each lead in it. */
function slowDatabase() {
  const asked: { leads: number; answer: () => void }[] = [];
  let ids = 0;
  const executeQuery = ({ parameters }: { parameters: readonly unknown[] }) => {
    // The statement for several has them all here, as JSON; the one for one has a number, or null.
    const second = parameters[1];
    const leads = typeof second === 'string' ? (JSON.parse(second) as unknown[]).length : 1;
    return new Promise((resolve) => {
      const rows = Array.from({ length: leads }, (_, n) => ({ n, id: (ids += 1) }));
      asked.push({ leads, answer: () => resolve({ rows }) });
    });
  };
  // All that storing a lead asks of it.
  const db = { executeQuery } as unknown as Db;
  const ctx = { db, workspaceId: 'T0TEST' } as Context;
  return { asked, ctx, sizes: () => asked.map(({ leads }) => leads) };
}

const now = new Date('2026-11-23T10:00:00Z');
const read = toArrival(sortBody({ name: 'Jane Doe' }), {
  country: 'DE',
  currency: 'EUR',
  timezone: 'Europe/Berlin',
});
if ('refusal' in read) throw new Error(read.refusal.why);
const lead: NewLead = {
  arrival: read.arrival,
  sourceKey: 'web',
  channelId: 'C0LEADS',
  ...{ routed: null, routedTo: null, standing: unclaimed, receivedAt: now, createdBy: null },
  ...{ importId: null, card: true, settingsVersion: 1 },
};
const arrives = (ctx: Context) =>
  insertTogether(ctx, { lead, now, identities: [], delivery: null });
/** Whoever is answered does something before the next one comes, though nothing that takes a turn. */
async function another(ctx: Context) {
  for (let n = 0; n < 20; n += 1) await Promise.resolve();
  return arrives(ctx);
}
/** Until whatever an answer leads to has been done. */
const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

test('what comes while others are being stored goes together, with what their answers bring', async () => {
  const { asked, ctx, sizes } = slowDatabase();
  const first = arrives(ctx).then(() => another(ctx));
  const others = [1, 2, 3].map(() => arrives(ctx).then(() => another(ctx)));
  expect(sizes()).toEqual([1]);
  asked[0]?.answer();
  await turn();
  expect(sizes()).toEqual([1, 4]);
  asked[1]?.answer();
  await turn();
  expect(sizes()).toEqual([1, 4, 3]);
  asked[2]?.answer();
  expect(await Promise.all([first, ...others])).toEqual([5, 6, 7, 8]);
});

test('one that comes alone waits for nothing', async () => {
  const { asked, ctx, sizes } = slowDatabase();
  for (const n of [1, 2]) {
    const stored = arrives(ctx);
    expect(sizes()).toHaveLength(n);
    asked[n - 1]?.answer();
    expect(await stored).toBe(n);
    await turn();
  }
});

test('where storing takes long, those who wait go after a moment, and each is waited for anew', async () => {
  const { asked, ctx, sizes } = slowDatabase();
  const all = [arrives(ctx), arrives(ctx), arrives(ctx)];
  expect(sizes()).toEqual([1]);
  vi.advanceTimersByTime(20);
  expect(sizes()).toEqual([1, 2]);
  all.push(arrives(ctx));
  vi.advanceTimersByTime(19);
  expect(sizes()).toEqual([1, 2]);
  vi.advanceTimersByTime(1);
  expect(sizes()).toEqual([1, 2, 1]);
  for (const { answer } of asked) answer();
  expect(await Promise.all(all)).toEqual([1, 2, 3, 4]);
});

test('more than fifty that wait go in several statements, none of which is forgotten', async () => {
  const { asked, ctx, sizes } = slowDatabase();
  const all = Array.from({ length: 60 }, () => arrives(ctx));
  vi.advanceTimersByTime(20);
  expect(sizes()).toEqual([1, 50]);
  vi.advanceTimersByTime(20);
  expect(sizes()).toEqual([1, 50, 9]);
  for (const { answer } of asked) answer();
  expect(await Promise.all(all)).toHaveLength(60);
});
