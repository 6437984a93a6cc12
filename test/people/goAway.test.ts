import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { comeBack } from '../../src/people/comeBack.ts';
import { goAway, type GoAway } from '../../src/people/goAway.ts';
import { findPeople, findPerson } from '../../src/people/peopleStore.ts';
import { awayAt } from '../../src/people/person.ts';
import { click, monday, startKernel } from '../support/kernel.ts';

const { ctx, db, drop, at } = await startKernel();
afterAll(drop);
beforeEach(async () => {
  at(monday.toISOString());
  await db.updateTable('people').set({ away: '[]', due_changed_at: null }).execute();
});

const go = (who: string, more: Partial<GoAway> = {}) =>
  goAway(ctx, { by: click(who), until: tomorrow, ...more });
const tomorrow = new Date('2026-11-24T09:00:00Z');
const friday = new Date('2026-11-27T09:00:00Z');
const faults = async (going: ReturnType<typeof go>) => {
  const answer = await going;
  return answer.outcome === 'invalid' ? answer.errors : answer.outcome;
};
const row = (id: string) =>
  db
    .selectFrom('people')
    .select(['away', 'due_changed_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();

test('a period from now, with a stand-in; what is due is calculated anew', async () => {
  const period = { from: monday, until: tomorrow, standInId: 'UBEN', origin: 'said' };
  expect(await go('UANA', { standInId: 'UBEN' })).toEqual({ outcome: 'away', period });
  expect((await findPerson(db, ctx.workspaceId, 'UANA'))?.away).toEqual([period]);
  expect((await row('UANA')).due_changed_at).toEqual(monday);
});

test('a planned one, and another after it', async () => {
  expect(await faults(go('UANA', { from: tomorrow, until: friday }))).toBe('away');
  expect(await faults(go('UANA', { from: monday, until: tomorrow }))).toBe('away');
  expect((await findPerson(db, ctx.workspaceId, 'UANA'))?.away).toMatchObject([
    { from: monday },
    { from: tomorrow },
  ]);
});

test('the same click twice is one period', async () => {
  const by = click('UANA');
  await go('UANA', { by });
  at('2026-11-23T10:00:05Z');
  expect(await go('UANA', { by })).toEqual({ outcome: 'repeated' });
});

describe('refused, and nothing is changed', () => {
  test.each<[string, Partial<GoAway>, object]>([
    [
      'a beginning in the past',
      { from: new Date('2026-11-23T09:59:00Z') },
      { from: expect.stringContaining('in the past') },
    ],
    [
      'an end in the past',
      { until: new Date('2026-11-22T10:00:00Z') },
      { until: expect.stringContaining('in the past') },
    ],
    [
      'an end before the beginning',
      { from: friday },
      { until: expect.stringContaining('before you leave') },
    ],
    [
      'longer than a year',
      { until: new Date('2027-11-25T10:00:00Z') },
      { until: expect.stringContaining('more than a year') },
    ],
    ['oneself', { standInId: 'UANA' }, { standIn: expect.stringContaining('else than yourself') }],
    ['who has left', { standInId: 'UGONE' }, { standIn: expect.stringContaining('has left') }],
    ['a guest', { standInId: 'UGUEST' }, { standIn: expect.stringContaining('is a guest') }],
    ['an app', { standInId: 'UBOT' }, { standIn: expect.stringContaining('is an app') }],
  ])('%s', async (_what, more, expected) => {
    const answer = await go('UANA', more);
    expect(answer).toEqual({ outcome: 'invalid', errors: expected });
    expect(await row('UANA')).toEqual({ away: [], due_changed_at: null });
  });

  test('a period that overlaps another, with both ends of that one', async () => {
    await go('UANA', { from: tomorrow, until: friday });
    expect(await faults(go('UANA', { until: new Date('2026-11-24T09:01:00Z') }))).toEqual({
      until:
        'You are away from Tue 24 Nov 2026, 09:00 until Fri 27 Nov 2026, 09:00 already. Take that back first: /lead back',
    });
    expect(await faults(go('UANA', { from: tomorrow, until: friday }))).toHaveProperty('from');
  });

  test('a stand-in who is away at that time, but not one who is at another', async () => {
    await go('UBEN', { from: tomorrow, until: friday });
    expect(await faults(go('UANA', { until: friday, standInId: 'UBEN' }))).toEqual({
      standIn: 'ben is away at that time. Choose somebody else.',
    });
    expect(await faults(go('UANA', { until: tomorrow, standInId: 'UBEN' }))).toBe('away');
  });

  test('each other’s stand-in', async () => {
    await go('UBEN', { from: tomorrow, until: friday, standInId: 'UANA' });
    expect(await faults(go('UANA', { until: friday, standInId: 'UBEN' }))).toEqual({
      standIn: 'You stand in for ben at that time. Choose somebody else.',
    });
  });

  test('a longer circle', async () => {
    await go('UANA', { until: friday, standInId: 'UBEN' });
    await go('UBEN', { until: friday, standInId: 'UMIA' });
    expect(await faults(go('UMIA', { until: friday, standInId: 'UANA' }))).toHaveProperty(
      'standIn',
    );
  });

  test('of two who name each other at the same moment, one', async () => {
    for (let n = 0; n < 20; n += 1) {
      await db.updateTable('people').set({ away: '[]' }).execute();
      const answers = await Promise.all([
        faults(go('UANA', { standInId: 'UBEN' })),
        faults(go('UBEN', { standInId: 'UANA' })),
      ]);
      expect(answers.filter((answer) => answer === 'away')).toHaveLength(1);
    }
  });

  test('whatever people say at once, no chain of stand-ins closes', async () => {
    const reps = ['UANA', 'UBEN', 'UMIA', 'UEVE'];
    const days = fc.integer({ min: 0, max: 5 });
    const deed = fc.record({
      who: fc.constantFrom(...reps),
      standInId: fc.constantFrom(...reps),
      from: days,
      length: fc.integer({ min: 1, max: 4 }),
    });
    const day = (n: number) => new Date(monday.getTime() + n * 86_400_000);
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 4, maxLength: 10 }), async (deeds) => {
        await db.updateTable('people').set({ away: '[]' }).execute();
        await Promise.all(
          deeds.map(({ who, standInId, from, length }) =>
            go(who, { standInId, from: day(from), until: day(from + length) }),
          ),
        );
        const people = await findPeople(db, ctx.workspaceId, reps);
        for (let n = 0; n < 10; n += 1) {
          const next = new Map(people.map((one) => [one.id, awayAt(one, day(n))?.standInId]));
          const ends = reps.map((id) => reps.reduce((at) => next.get(at) ?? at, id));
          // Each chain comes to somebody who is there.
          expect(ends.filter((id) => next.get(id))).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('guests', async () => {
    expect(await go('UGUEST')).toEqual({ outcome: 'not-allowed', why: 'guest' });
  });
});

describe('coming back', () => {
  test('ends what runs', async () => {
    await go('UANA');
    at('2026-11-23T12:00:00Z');
    expect(await comeBack(ctx, { by: click('UANA') })).toMatchObject({ outcome: 'back' });
    expect((await findPerson(db, ctx.workspaceId, 'UANA'))?.away[0]).toMatchObject({
      until: new Date('2026-11-23T12:00:00Z'),
    });
    expect(await comeBack(ctx, { by: click('UANA') })).toEqual({ outcome: 'not-away' });
  });

  test('takes the next one back; the same click twice not the one after it', async () => {
    await go('UANA', { from: tomorrow, until: friday });
    await go('UANA', { from: friday, until: new Date('2026-11-28T09:00:00Z') });
    const by = click('UANA');
    expect(await comeBack(ctx, { by })).toMatchObject({
      outcome: 'taken-back',
      ended: { from: tomorrow },
    });
    expect(await comeBack(ctx, { by })).toEqual({ outcome: 'repeated' });
    expect((await findPerson(db, ctx.workspaceId, 'UANA'))?.away).toMatchObject([{ from: friday }]);
  });

  test('guests may not', async () => {
    const answer = await comeBack(ctx, { by: click('UGUEST') });
    expect(answer).toEqual({ outcome: 'not-allowed', why: 'guest' });
  });
});
