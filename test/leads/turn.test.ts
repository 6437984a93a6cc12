import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Candidate, whoseTurn } from '../../src/leads/turn.ts';

const candidate = (id: string, more: Partial<Candidate> = {}): Candidate => ({
  id,
  offered: 0,
  taken: 0,
  lastTakenAt: null,
  openLeads: 0,
  ...more,
});

test.each<[string, Candidate[], string | null]>([
  ['nobody', [], null],
  ['the only one', [candidate('ana', { taken: 9, offered: 9 })], 'ana'],
  [
    'who got fewer of as many',
    [candidate('ana', { taken: 2, offered: 4 }), candidate('ben', { taken: 1, offered: 4 })],
    'ben',
  ],
  [
    'who got as many of more',
    [candidate('ana', { taken: 2, offered: 4 }), candidate('ben', { taken: 2, offered: 6 })],
    'ben',
  ],
  [
    'who has fewer open leads',
    [candidate('ana', { openLeads: 3 }), candidate('ben', { openLeads: 2 })],
    'ben',
  ],
  [
    'who has waited longer',
    [
      candidate('ana', { lastTakenAt: new Date(2_000) }),
      candidate('ben', { lastTakenAt: new Date(1_000) }),
    ],
    'ben',
  ],
  [
    'who never had one',
    [candidate('ana', { lastTakenAt: new Date(1_000) }), candidate('ben')],
    'ben',
  ],
  ['the first by id', [candidate('ben'), candidate('ana')], 'ana'],
])('it is the turn of %s', (_, candidates, expected) => {
  expect(whoseTurn(candidates)).toBe(expected);
});

/**
 * Gives out leads one after the other, a hundred in the time over which turns are compared; `onShift`
 * says who can take each.
 */
function giveOut(people: readonly string[], leads: number, onShift: (n: number) => string[]) {
  const turns: { readonly among: string[]; readonly to: string | null }[] = [];
  for (let n = 0; n < leads; n += 1) {
    const among = onShift(n);
    const latest = turns.slice(-Math.max(100, 10 * people.length));
    const candidates = among.map((id) =>
      candidate(id, {
        offered: latest.filter((turn) => turn.among.includes(id)).length,
        taken: latest.filter(({ to }) => to === id).length,
        lastTakenAt: new Date(turns.findLastIndex(({ to }) => to === id) + 1),
      }),
    );
    turns.push({ among, to: whoseTurn(candidates) });
  }
  return turns.map(({ to }) => to);
}

const countOf = (id: string, given: readonly (string | null)[]) =>
  given.filter((each) => each === id).length;

test('of those who are always there, nobody is ever a whole lead ahead', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 90 }), (size, leads) => {
      const team = Array.from({ length: size }, (_, n) => `rep${n}`);
      const given = giveOut(team, leads, () => team);
      const counts = team.map((id) => countOf(id, given));
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }),
  );
});

test('shares come to follow working time, whoever works when', () => {
  const part = fc.integer({ min: 2, max: 10 });
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), fc.nat(), (tenths, seed) => {
      // One works all the time, the others so many tenths of it, at times of their own.
      const parts = [10, ...tenths];
      const team = parts.map((_, n) => `rep${n}`);
      const leads = 1_000;
      const random = (n: number, rep: number) =>
        (Math.imul((n + 1) * 2_654_435_761 + seed, rep * 40_503 + 1) >>> 8) % 10;
      const given = giveOut(team, leads, (n) =>
        team.filter((_, rep) => random(n, rep) < (parts[rep] ?? 0)),
      );
      const present = team.map(
        (_, rep) =>
          Array.from({ length: leads }, (_, n) => random(n, rep) < (parts[rep] ?? 0)).filter(
            Boolean,
          ).length,
      );
      const all = present.reduce((sum, one) => sum + one, 0);
      team.forEach((id, rep) => {
        const fair = (present[rep] ?? 0) / all;
        expect(Math.abs(countOf(id, given) / leads - fair)).toBeLessThan(0.05);
      });
    }),
    { numRuns: 30 },
  );
});

test('mornings are weighed against afternoons: half the time is half the leads', () => {
  // Fifty leads a day.
  const given = giveOut(['full', 'half'], 600, (n) => (n % 50 < 25 ? ['full', 'half'] : ['full']));
  expect(countOf('half', given)).toBeGreaterThanOrEqual(190);
  expect(countOf('half', given)).toBeLessThanOrEqual(210);
});

test('whoever comes back, or is new, is not flooded', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 6 }),
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 1, max: 60 }),
      (others, before, away, after) => {
        const team = Array.from({ length: others }, (_, n) => `rep${n}`);
        const isAway = (n: number) => n >= before && n < before + away;
        const given = giveOut(['back', ...team], before + away + after, (n) =>
          isAway(n) ? team : ['back', ...team],
        );
        // What is made up for, beside their part, is little of the two days that are compared.
        const since = countOf('back', given.slice(before + away));
        const most = Math.ceil(after / others) + (away >= 100 ? 1 : 8);
        expect(since).toBeLessThanOrEqual(most);
      },
    ),
  );
});
