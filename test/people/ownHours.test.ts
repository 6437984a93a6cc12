import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { calendarOf } from '../../src/people/calendar.ts';
import { hoursAWeek, nextWorkingDate, withHours } from '../../src/people/ownHours.ts';
import { findPerson } from '../../src/people/peopleStore.ts';
import { setOwnHours } from '../../src/people/setOwnHours.ts';
import { settingsSchema, type WorkingTimeSettings } from '../../src/settings/settings.ts';
import { click, monday, startKernel } from '../support/kernel.ts';
import { aPerson } from '../support/people.ts';

const hours = (more: Partial<WorkingTimeSettings> = {}): WorkingTimeSettings => ({
  days: ['mon', 'tue', 'wed', 'thu'],
  from: '08:00',
  to: '14:00',
  nightShift: false,
  ...more,
});
const night = hours({ from: '22:00', to: '06:00', nightShift: true });

test.each([
  [hours(), 24],
  [hours({ days: ['mon', 'mon'] }), 6],
  [hours({ days: [] }), 0],
  [night, 32],
  [hours({ from: '08:00', to: '08:00', nightShift: true }), 96],
])('%j adds up to %i hours a week', (working, expected) => {
  expect(hoursAWeek(working)).toBe(expected);
});

describe('a change holds', () => {
  const settings = settingsSchema.parse({ closures: ['2026-11-24'] });
  const from = (now: string, more: Parameters<typeof aPerson>[0] = {}) =>
    nextWorkingDate(calendarOf(aPerson(more), settings), new Date(now));
  test('from the next working day, closures and weekends left out', () => {
    expect(from('2026-11-23T10:00:00Z')).toBe('2026-11-25');
    expect(from('2026-11-27T10:00:00Z')).toBe('2026-11-30');
  });
  test('from the next local day', () => {
    expect(from('2026-11-25T23:30:00Z', { timezone: 'Asia/Tokyo' })).toBe('2026-11-27');
  });
  test('being away aside', () => {
    const away = {
      from: monday,
      until: new Date('2026-12-20T10:00:00Z'),
      standInId: null,
      origin: 'said',
    } as const;
    expect(from('2026-11-23T10:00:00Z', { away: [away] })).toBe('2026-11-25');
  });
  test('from tomorrow where nobody works', () => {
    const ownHours = [{ holdsFrom: '2026-01-01', workingTime: hours({ days: [] }) }];
    expect(from('2026-11-23T10:00:00Z', { ownHours })).toBe('2026-11-24');
  });
});

test('what was to hold later is not to be; what was long ago is forgotten', () => {
  const before = [
    { holdsFrom: '2025-01-01', workingTime: hours() },
    { holdsFrom: '2025-06-01', workingTime: night },
    { holdsFrom: '2026-11-30', workingTime: hours() },
  ];
  const next = { holdsFrom: '2026-11-24', workingTime: null };
  expect(withHours(before, next)).toEqual([before[1], next]);
  expect(withHours(before, { holdsFrom: '2026-11-24', workingTime: night })).toEqual([before[1]]);
});

describe('set by a person', async () => {
  const { ctx, db, drop } = await startKernel();
  afterAll(drop);
  beforeEach(() =>
    db
      .updateTable('people')
      .set({ own_hours: '[]', holiday_region: null, due_changed_at: null })
      .execute(),
  );
  const set = (workingTime: WorkingTimeSettings, holidayRegion = '') =>
    setOwnHours(ctx, { by: click('UANA'), workingTime, holidayRegion });
  const ana = () => findPerson(db, ctx.workspaceId, 'UANA');
  const changedAt = async () =>
    (
      await db
        .selectFrom('people')
        .select('due_changed_at')
        .where('id', '=', 'UANA')
        .executeTakeFirst()
    )?.due_changed_at;

  test('they hold from the next working day, and what is due is calculated anew', async () => {
    expect(await set(night)).toEqual({ outcome: 'set', holdsFrom: '2026-11-24' });
    expect((await ana())?.ownHours).toEqual([{ holdsFrom: '2026-11-24', workingTime: night }]);
    expect(await changedAt()).toEqual(monday);
  });

  test('the same again changes nothing', async () => {
    await set(night);
    await db.updateTable('people').set({ due_changed_at: null }).execute();
    expect(await set(night)).toEqual({ outcome: 'set', holdsFrom: null });
    expect(await changedAt()).toBeNull();
  });

  test('the workspace’s own are followed', async () => {
    await set(night);
    const { workingTime } = (await ctx.settings.current()).document;
    expect(await set(workingTime)).toEqual({ outcome: 'set', holdsFrom: '2026-11-24' });
    expect((await ana())?.ownHours).toEqual([]);
  });

  test('a region brings its public holidays into the settings', async () => {
    expect(await set(hours(), ' de-be ')).toMatchObject({ outcome: 'set' });
    expect((await ana())?.holidayRegion).toBe('DE-BE');
    const { holidays } = (await ctx.settings.current()).document;
    expect(holidays['DE-BE']).toMatchObject({
      until: 2028,
      dates: expect.arrayContaining(['2026-12-25', '2027-03-08', '2028-10-03']),
    });
  });

  test.each<[string, WorkingTimeSettings, string, object]>([
    [
      'too few hours',
      hours({ days: ['mon'], to: '09:00' }),
      '',
      { days: 'This is 1 hour a week; the least is 15. Add days or hours.' },
    ],
    ['no day', hours({ days: [] }), '', { days: expect.stringContaining('0 hours') }],
    [
      'an end before the beginning',
      hours({ from: '14:00', to: '08:00' }),
      '',
      { to: expect.stringContaining('not after the beginning') },
    ],
    [
      'a night shift that ends on the same day',
      hours({ nightShift: true }),
      '',
      { to: expect.stringContaining('next day') },
    ],
    ['an unknown region', hours(), 'XX', { region: expect.stringContaining('No public holidays') }],
    ['an unknown part', hours(), 'DE-XX', { region: expect.stringContaining('such as DE') }],
    ['no region at all', hours(), 'DE-', { region: expect.stringContaining('such as DE') }],
  ])('%s is refused, and nothing is changed', async (_what, workingTime, region, errors) => {
    const { version } = await ctx.settings.current();
    expect(await set(workingTime, region)).toEqual({ outcome: 'invalid', errors });
    expect(await ana()).toMatchObject({ ownHours: [], holidayRegion: null });
    expect((await ctx.settings.current()).version).toBe(version);
  });

  test('guests may not', async () => {
    const by = click('UGUEST');
    expect(await setOwnHours(ctx, { by, workingTime: hours(), holidayRegion: 'FR' })).toEqual({
      outcome: 'not-allowed',
      why: 'guest',
    });
  });
});
