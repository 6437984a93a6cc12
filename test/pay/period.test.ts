import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextToClose, nudgeFrom, type PaySettings, periodsBetween } from '../../src/pay/period.ts';
import { closedBetween, type PayInForce } from '../../src/pay/cutOffs.ts';
import { settingsSchema } from '../../src/settings/settings.ts';

const settings = (pay: object, timezone = 'UTC'): PaySettings => {
  const document = settingsSchema.parse({ pay, timezone });
  if (!document.pay) throw new Error('no pay');
  return { pay: document.pay, timezone };
};
const dates = (all: readonly { from: string; until: string }[]) =>
  all.map(({ from, until }) => `${from} ${until}`);

describe('periods', () => {
  test('are calendar months', () => {
    expect(dates(periodsBetween(settings({}), '2027-01-31', '2027-03-01'))).toEqual([
      '2027-01-01 2027-01-31',
      '2027-02-01 2027-02-28',
      '2027-03-01 2027-03-31',
    ]);
  });

  test('are fortnights, before the day from which they are counted, too', () => {
    const fortnights = settings({ every: 'fortnight', from: '2026-11-23' });
    expect(dates(periodsBetween(fortnights, '2026-11-10', '2026-11-23'))).toEqual([
      '2026-11-09 2026-11-22',
      '2026-11-23 2026-12-06',
    ]);
  });

  test('are as listed; what lies between them belongs to none', () => {
    const own = settings({
      every: 'own',
      periods: [
        { from: '2026-11-01', until: '2026-11-20' },
        { from: '2026-12-01', until: '2026-12-20' },
      ],
    });
    expect(periodsBetween(own, '2026-11-21', '2026-11-30')).toEqual([]);
    const next = nextToClose(own, '2026-11-25', new Date('2026-11-25T12:00:00Z'));
    expect(next?.from).toBe('2026-12-01');
  });

  test('each day belongs to exactly one month or fortnight', () => {
    const day = fc.date({
      min: new Date('2020-01-01'),
      max: new Date('2040-01-01'),
      noInvalidDate: true,
    });
    const kinds = [settings({}), settings({ every: 'fortnight', from: '2026-11-23' })];
    fc.assert(
      fc.property(day, fc.constantFrom(...kinds), (at, kind) => {
        const date = at.toISOString().slice(0, 10);
        const [only, ...more] = periodsBetween(kind, date, date);
        expect(more).toEqual([]);
        expect(only && only.from <= date && date <= only.until).toBe(true);
      }),
    );
  });

  test.each([
    // The clocks go from 02:00 to 03:00.
    ['Europe/Berlin', '2027-03-28', '02:30', '2027-03-28T01:00:00.000Z'],
    // They show 02:30 twice.
    ['Europe/Berlin', '2026-10-25', '02:30', '2026-10-25T00:30:00.000Z'],
    // There was no 30 December in Samoa.
    ['Pacific/Apia', '2011-12-30', '17:00', '2011-12-30T10:00:00.000Z'],
  ])('in %s the cut-off of %s at %s is %s', (timezone, until, cutOffAt, instant) => {
    const one = settings(
      { every: 'own', periods: [{ from: until, until }], cutOffDays: 0, cutOffAt },
      timezone,
    );
    expect(periodsBetween(one, until, until)[0]?.cutOffAt.toISOString()).toBe(instant);
  });

  test('are told of from the midnight so many days before the cut-off', () => {
    const months = settings({ nudgeDays: 2 }, 'Europe/Berlin');
    const [november] = periodsBetween(months, '2026-11-01', '2026-11-01');
    expect(november && nudgeFrom(november, months).toISOString()).toBe('2026-11-30T23:00:00.000Z');
  });
});

describe('the cut-offs that have passed', () => {
  const at = (iso: string) => new Date(iso);
  const months = settings({});
  const version = (from: string, until: string | null, one: PaySettings | null): PayInForce => ({
    from: at(from),
    until: until === null ? null : at(until),
    settings: one,
  });
  const closed = (history: PayInForce[], since: string | null, now: string) =>
    closedBetween(history, since === null ? null : at(since), at(now)).map(
      ({ from, until, cutOffAt }) => `${from} ${until} ${cutOffAt.toISOString()}`,
    );

  test('are those since periods are kept, not years of them', () => {
    const history = [
      version('2020-01-01T00:00:00Z', '2026-11-10T00:00:00Z', null),
      version('2026-11-10T00:00:00Z', null, months),
    ];
    expect(closed(history, null, '2027-01-10T00:00:00Z')).toEqual([
      '2026-11-01 2026-11-30 2026-12-03T17:00:00.000Z',
      '2026-12-01 2026-12-31 2027-01-03T17:00:00.000Z',
    ]);
    expect(closed(history, '2026-12-03T17:00:00Z', '2026-12-03T17:00:00Z')).toHaveLength(1);
    expect(closed(history, null, '2026-12-03T16:59:59Z')).toEqual([]);
  });

  test('are of the settings in force then, whatever was set later', () => {
    const history = [
      version('2026-11-10T00:00:00Z', '2026-12-04T00:00:00Z', months),
      version('2026-12-04T00:00:00Z', null, settings({ every: 'fortnight', from: '2026-12-07' })),
    ];
    expect(closed(history, null, '2026-12-24T00:00:00Z')).toEqual([
      '2026-11-01 2026-11-30 2026-12-03T17:00:00.000Z',
      '2026-11-23 2026-12-06 2026-12-09T17:00:00.000Z',
      '2026-12-07 2026-12-20 2026-12-23T17:00:00.000Z',
    ]);
    expect(closed(history.slice(0, 1), null, '2027-02-01T00:00:00Z')).toHaveLength(1);
  });

  test('one that is moved to before the change closes with the change', () => {
    const history = [
      version('2026-11-10T00:00:00Z', '2026-12-02T08:00:00Z', months),
      version('2026-12-02T08:00:00Z', null, settings({ cutOffDays: 1 })),
    ];
    expect(closed(history, null, '2026-12-20T00:00:00Z')).toEqual([
      '2026-11-01 2026-11-30 2026-12-02T08:00:00.000Z',
    ]);
  });
});

describe('settings', () => {
  const faults = (pay: object) => {
    const read = settingsSchema.safeParse({ pay });
    return read.success
      ? []
      : read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  };
  test.each([
    [{ every: 'fortnight' }, 'pay.from is missing'],
    [{ from: '2026-11-23' }, 'pay.from belongs to every: fortnight'],
    [{ every: 'own' }, 'pay.periods is empty'],
    [{ periods: [{ from: '2026-11-01', until: '2026-11-02' }] }, 'pay.periods belongs to'],
    [
      { every: 'own', periods: [{ from: '2026-11-02', until: '2026-11-01' }] },
      'pay.periods.0.until is before its first day',
    ],
    [
      { every: 'own', periods: [{ from: '2026-01-01', until: '2027-12-31' }] },
      'pay.periods.0.until is more than 400 days',
    ],
    [
      {
        every: 'own',
        periods: [
          { from: '2026-11-01', until: '2026-11-14' },
          { from: '2026-11-14', until: '2026-11-30' },
        ],
      },
      'pay.periods.1.from is not after 2026-11-14',
    ],
  ])('of %j are refused', (pay, fault) => {
    expect(faults(pay).join('\n')).toContain(fault);
  });

  test('may leave a gap', () => {
    const periods = [
      { from: '2026-11-01', until: '2026-11-14' },
      { from: '2026-12-01', until: '2026-12-14' },
    ];
    expect(faults({ every: 'own', periods })).toEqual([]);
  });
});
