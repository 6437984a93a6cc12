import fc from 'fast-check';
import { expect, test } from 'vitest';
import { obstacleKeys } from '../../src/leads/obstacles.ts';
import { stageKeys, stageWays } from '../../src/leads/stages.ts';
import { isClosed, statuses, type Status, updateStatuses } from '../../src/leads/statuses.ts';
import { asksFor } from '../../src/leads/updateAsks.ts';
import { firstDraft, type UpdateDraft } from '../../src/leads/updateDraft.ts';
import {
  mergeUpdate,
  type SharedField,
  type SharedState,
  sharedOf,
} from '../../src/leads/updateMerge.ts';
import { aLead } from '../support/leads.ts';

const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
// Few values, so that two sides often say the same.
const some = {
  obstacle: maybe(fc.constantFrom(...obstacleKeys.slice(0, 3))),
  revisitOn: maybe(fc.constantFrom('2027-01-12', '2027-02-01')),
  value: maybe(fc.constantFrom('5000 EUR', '5,000 EUR', '9000 EUR', 'a lot')),
  stage: maybe(fc.constantFrom(...stageKeys.slice(0, 3))),
  nextStepAt: maybe(fc.constantFrom(1_800_000_000, 1_800_090_000)),
};
const state: fc.Arbitrary<SharedState> = fc.record({
  ...some,
  status: fc.constantFrom(...(Object.keys(statuses) as Status[])), // keyof a literal
});
const draft: fc.Arbitrary<UpdateDraft> = fc.record({
  ...some,
  status: fc.constantFrom(...updateStatuses),
  touch: maybe(fc.constantFrom('call:reached')),
  occurredAt: maybe(fc.constantFrom(1_790_000_000)),
  evidence: maybe(fc.constantFrom('no such street')),
  stageHow: maybe(fc.constantFrom(...stageWays)),
  stageAt: maybe(fc.constantFrom(1_790_000_000)),
  note: maybe(fc.constantFrom('call after four')),
  grade: fc.constant(null),
  reasons: fc.constant([]),
});

const fields: readonly SharedField[] = [
  'status',
  'obstacle',
  'revisitOn',
  'value',
  'stage',
  'nextStepAt',
];
const own = ['touch', 'occurredAt', 'evidence', 'stageHow', 'stageAt', 'note'] as const;
const plain = (value: unknown) => (value === '5,000 EUR' ? '5000 EUR' : value);

test('nothing that somebody typed is lost', () => {
  fc.assert(
    fc.property(state, state, draft, (base, theirs, mine) => {
      const merged = mergeUpdate(base, theirs, mine).draft;
      const typed = fields.filter((field) =>
        field === 'nextStepAt' ? mine[field] !== null : plain(mine[field]) !== plain(base[field]),
      );
      for (const field of [...own, ...typed]) expect(merged[field]).toEqual(mine[field]);
    }),
    { numRuns: 3_000 },
  );
});

test('where nobody else did anything, it is as it was typed, and nothing is asked', () => {
  fc.assert(
    fc.property(state, draft, (base, mine) => {
      expect(mergeUpdate(base, base, mine)).toEqual({
        draft: mine,
        taken: [],
        conflicts: [],
        isClear: true,
      });
    }),
  );
});

test('what only others changed is theirs', () => {
  fc.assert(
    fc.property(state, state, draft, (base, theirs, typed) => {
      const untouched = updateStatuses.find((one) => one === base.status);
      const settable = updateStatuses.find((one) => one === theirs.status);
      fc.pre(untouched !== undefined && settable !== undefined);
      const mine = { ...typed, ...base, status: untouched, stageHow: null, nextStepAt: null };
      const { draft: merged, conflicts } = mergeUpdate(base, theirs, mine);
      expect(conflicts).toEqual([]);
      for (const field of ['status', 'obstacle', 'revisitOn', 'value', 'stage'] as const) {
        expect(plain(merged[field])).toEqual(plain(theirs[field]));
      }
    }),
    { numRuns: 2_000 },
  );
});

test('merging the result again changes nothing; submitting it again asks nothing', () => {
  fc.assert(
    fc.property(state, state, draft, (base, theirs, mine) => {
      const once = mergeUpdate(base, theirs, mine);
      expect(mergeUpdate(base, theirs, once.draft).draft).toEqual(once.draft);
      expect(mergeUpdate(theirs, theirs, once.draft)).toMatchObject({
        draft: once.draft,
        isClear: true,
      });
    }),
    { numRuns: 3_000 },
  );
});

test('a conflict is a field that is on the screen and that both set, each differently', () => {
  fc.assert(
    fc.property(state, state, draft, (base, theirs, mine) => {
      const { draft: merged, conflicts, isClear, taken } = mergeUpdate(base, theirs, mine);
      for (const field of conflicts) {
        expect(theirs[field]).not.toEqual(mine[field]);
        expect(theirs[field]).not.toEqual(base[field]);
        expect(field === 'status' || asksFor(merged.status)[field]).toBe(true);
        expect(taken).not.toContain(field);
      }
      const closedByThem = taken.includes('status') && isClosed(merged.status);
      expect(isClear).toBe(conflicts.length === 0 && !closedByThem);
    }),
    { numRuns: 3_000 },
  );
});

test('what the form suggested counts as said: a claimed lead that somebody tried meanwhile was tried', () => {
  const lead = aLead({ status: 'claimed' });
  const mine = firstDraft(lead);
  const tried = { ...lead, status: 'attempted' } as const;
  expect(mergeUpdate(sharedOf(lead), sharedOf(tried), mine)).toMatchObject({
    draft: mine,
    isClear: true,
  });
  const quoted = { ...lead, status: 'quoted' } as const;
  expect(mergeUpdate(sharedOf(lead), sharedOf(quoted), mine)).toMatchObject({
    draft: mine,
    conflicts: ['status'],
    isClear: false,
  });
});

test('confirming a stage that somebody else corrected is asked about', () => {
  const lead = aLead({ status: 'connected', stage: 'options' });
  const mine = { ...firstDraft(lead), stageHow: 'call' } as const;
  const theirs = sharedOf({ ...lead, stage: 'decision' });
  expect(mergeUpdate(sharedOf(lead), theirs, mine).conflicts).toEqual(['stage']);
  expect(mergeUpdate(sharedOf(lead), theirs, { ...mine, stageHow: null })).toMatchObject({
    draft: { stage: 'decision' },
    isClear: true,
  });
});

test('a next step that somebody else chose stays, unless another status or date was chosen', () => {
  const lead = aLead({ status: 'connected' });
  const base = sharedOf(lead);
  const theirs = { ...base, nextStepAt: 1_800_000_000 };
  const mine = firstDraft(lead);
  expect(mergeUpdate(base, theirs, mine).draft.nextStepAt).toBe(1_800_000_000);
  expect(mergeUpdate(base, theirs, { ...mine, status: 'qualified' }).draft.nextStepAt).toBeNull();
  const other = { ...mine, nextStepAt: 1_800_090_000 };
  expect(mergeUpdate(base, theirs, other).conflicts).toEqual(['nextStepAt']);
});
