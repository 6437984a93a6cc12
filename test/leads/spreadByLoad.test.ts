import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spreadByLoad } from '../../src/leads/spreadByLoad.ts';

const lead = (leadId: number, ...among: string[]) => ({ leadId, among });

test('each goes to whoever has the fewest then, of equals to the first by id', () => {
  const leads = [1, 2, 3, 4].map((id) => lead(id, 'ben', 'ana'));
  const spread = spreadByLoad(leads, new Map([['ben', 2]]));
  expect([...spread.values()]).toEqual(['ana', 'ana', 'ana', 'ben']);
});

test('a lead that nobody can take goes to nobody', () => {
  expect([...spreadByLoad([lead(1), lead(2, 'ana')], new Map()).values()]).toEqual([null, 'ana']);
});

const reps = ['ana', 'ben', 'cara', 'dan'];
const loads = fc.dictionary(fc.constantFrom(...reps), fc.nat(20));
const after = (open: ReadonlyMap<string, number>, spread: ReadonlyMap<number, string | null>) =>
  new Map(
    reps.map((id) => [
      id,
      (open.get(id) ?? 0) + [...spread.values()].filter((one) => one === id).length,
    ]),
  );

test('where all can take all, whoever got one has at most one more than anybody else', () => {
  fc.assert(
    fc.property(loads, fc.nat(60), (had, count) => {
      const open = new Map(Object.entries(had));
      const leads = Array.from({ length: count }, (_, i) => lead(i, ...reps));
      const spread = spreadByLoad(leads, open);
      const has = after(open, spread);
      expect(spread.size).toBe(count);
      for (const to of spread.values()) {
        expect((has.get(to ?? '') ?? Infinity) - Math.min(...has.values())).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('each goes to somebody who can take it, who then had the fewest of those', () => {
  const among = fc.subarray(reps);
  fc.assert(
    fc.property(loads, fc.array(among, { maxLength: 40 }), (had, who) => {
      const open = new Map(Object.entries(had));
      const spread = spreadByLoad(
        who.map((ids, i) => lead(i, ...ids)),
        open,
      );
      const load = new Map(reps.map((id) => [id, open.get(id) ?? 0]));
      who.forEach((ids, i) => {
        const to = spread.get(i) ?? null;
        const fewest = Math.min(...ids.map((id) => load.get(id) ?? 0));
        const best = ids.filter((id) => load.get(id) === fewest);
        expect(best.length > 0 ? best : [null]).toContain(to);
        if (to !== null) load.set(to, fewest + 1);
      });
    }),
  );
});
