import { afterAll, describe, expect, test } from 'vitest';
import { isRegion, unknownRegions, withHolidays } from '../../src/settings/holidays.ts';
import { publicHolidays } from '../../src/settings/publicHolidays.ts';
import { refreshHolidays } from '../../src/settings/refreshHolidays.ts';
import { readSettingsFile } from '../../src/settings/settingsFile.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { monday, startKernel } from '../support/kernel.ts';

const document = (more: object) => settingsSchema.parse(more);
const by = { authorId: null, note: 'test', now: monday };

describe('public holidays', () => {
  test('of a region, not of its country alone', async () => {
    expect(await publicHolidays('DE-BE', 2026)).toContain('2026-03-08');
    expect(await publicHolidays('DE', 2026)).not.toContain('2026-03-08');
    expect(await publicHolidays('DE-BY-KATH', 2026)).toContain('2026-08-15');
  });
  test('with the substitute of one that falls on a weekend', async () => {
    expect(await publicHolidays('GB-ENG', 2026)).toEqual(
      expect.arrayContaining(['2026-12-26', '2026-12-28']),
    );
    expect(await publicHolidays('US', 2027)).toContain('2027-12-31');
  });
  test('each day of one that lasts several', async () => {
    const dates = await publicHolidays('SA', 2026);
    expect(dates).toEqual(expect.arrayContaining(['2026-03-19', '2026-03-20', '2026-03-22']));
    expect(dates).not.toContain('2026-03-23');
  });
  test('not half days, nor what is only observed', async () => {
    expect(await publicHolidays('CN', 2026)).not.toContain('2026-05-04');
    expect(await publicHolidays('DE', 2026)).not.toContain('2026-12-24');
  });
  test('in order, each once', async () => {
    const dates = (await publicHolidays('IN', 2027)) ?? [];
    expect(dates.length).toBeGreaterThan(5);
    expect(dates).toEqual([...new Set(dates)].toSorted());
  });
  test.each(['XX', 'DE-XX', 'DE-BY-XX', 'DE-', 'DE--BE', 'DE-BY-KATH-A', 'de', '', 'toString'])(
    'there is no region %j',
    async (region) => {
      expect(await isRegion(region)).toBe(false);
    },
  );
});

describe('in the settings', () => {
  test('this year and the next two, for all regions that are named', async () => {
    const { holidays } = await withHolidays(
      document({ holidayRegion: 'DE', channels: { C1: { holidayRegion: 'FR' } } }),
      ['AT-9'],
      monday,
    );
    expect(Object.keys(holidays).toSorted()).toEqual(['AT-9', 'DE', 'FR']);
    const years = new Set(holidays['FR']?.dates.map((date) => date.slice(0, 4)));
    expect([...years]).toEqual(['2026', '2027', '2028']);
    expect(holidays['FR']?.until).toBe(2028);
  });
  test('a list that is there is only added to, after its end', async () => {
    const listed = { DE: { until: 2027, dates: ['2026-06-15', '2027-06-15'] } };
    const { holidays } = await withHolidays(
      document({ holidayRegion: 'DE', holidays: listed }),
      [],
      monday,
    );
    const { until, dates } = holidays['DE'] ?? { until: 0, dates: [] };
    expect(until).toBe(2028);
    expect(dates.filter((date) => date < '2028')).toEqual(['2026-06-15', '2027-06-15']);
    expect(dates).toContain('2028-12-25');
  });
  test('a list for a region that nobody else knows stays as it is', async () => {
    const own = document({
      holidayRegion: 'ZZ',
      holidays: { ZZ: { until: 2026, dates: ['2026-06-15'] } },
    });
    expect(await withHolidays(own, [], monday)).toEqual(own);
  });
  test('an unknown one is refused, with its field', async () => {
    const unknown = document({ holidayRegion: 'XX', channels: { C1: { holidayRegion: 'DE-XX' } } });
    expect((await unknownRegions(unknown))?.issues).toMatchObject([
      { path: ['holidayRegion'] },
      { path: ['channels', 'C1', 'holidayRegion'] },
    ]);
    await expect(withHolidays(unknown, [], monday)).rejects.toThrow('public holidays are known');
  });
  test('an unknown one in a file is told with its line', async () => {
    const references = { personByEmail: async () => null, channelByName: async () => null };
    expect(await readSettingsFile('currency: EUR\nholidayRegion: XX\n', references)).toEqual({
      outcome: 'refused',
      faults: [expect.stringMatching(/^Line 2: holidayRegion: is not a country or region/)],
    });
  });
});

describe('kept', async () => {
  const { ctx, db, at, drop } = await startKernel();
  afterAll(drop);
  const current = async () => (await ctx.settings.current()).document;

  test('whenever settings are saved, for people’s regions too', async () => {
    await db.updateTable('people').set({ holiday_region: 'FR' }).where('id', '=', 'UANA').execute();
    await ctx.settings.change((now) => ({ ...now, holidayRegion: 'DE-BE' }), by);
    expect(Object.keys((await current()).holidays).toSorted()).toEqual(['DE-BE', 'FR']);
  });
  test('a refused change leaves what is in force', async () => {
    const before = await ctx.settings.current();
    const change = ctx.settings.change((now) => ({ ...now, holidayRegion: 'XX' }), by);
    await expect(change).rejects.toThrow('public holidays are known');
    expect(await ctx.settings.current()).toEqual(before);
  });
  test('for another year once one has begun, and only then', async () => {
    const { version } = await ctx.settings.current();
    expect(await refreshHolidays(ctx)).toEqual({ added: 0 });
    expect((await ctx.settings.current()).version).toBe(version);
    at('2027-01-01T03:23:00Z');
    expect((await refreshHolidays(ctx)).added).toBeGreaterThan(15);
    expect((await current()).holidays['FR']?.until).toBe(2029);
  });
});

describe('working time in the settings', () => {
  const faults = (more: object) =>
    settingsSchema
      .safeParse(more)
      .error?.issues.map(({ path, message }) => [path.join('.'), message]);
  test.each([
    [{ timezone: 'Mars/Olympus_Mons' }, 'timezone', 'time zone such as'],
    [{ channels: { C1: { timezone: 'Berlin' } } }, 'channels.C1.timezone', 'time zone such as'],
    [{ workingTime: { from: '25:00' } }, 'workingTime.from', 'time such as 09:00'],
    [{ workingTime: { to: '9:00' } }, 'workingTime.to', 'time such as 09:00'],
    [{ workingTime: { from: '17:00', to: '09:00' } }, 'workingTime.to', 'needs nightShift'],
    [{ workingTime: { from: '09:00', to: '09:00' } }, 'workingTime.to', 'needs nightShift'],
    [{ workingTime: { nightShift: true } }, 'workingTime.to', 'ends on the next day'],
    [{ holidayRegion: 'Germany' }, 'holidayRegion', 'such as DE or DE-BE'],
    [{ closures: ['2026-02-30'] }, 'closures.0', ''],
  ])('%j is refused with the field', (more, field, words) => {
    expect(faults(more)?.[0]).toEqual([field, expect.stringContaining(words)]);
  });
  test('a night shift, and one around the clock', () => {
    const night = { from: '22:00', to: '06:00', nightShift: true };
    expect(faults({ workingTime: night })).toBeUndefined();
    expect(faults({ workingTime: { ...night, to: '22:00' } })).toBeUndefined();
  });
});
