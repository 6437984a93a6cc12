import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterStatus,
  meansAway,
  overlap,
  periodsAhead,
  wholeDays,
  withoutNext,
  withPeriod,
} from '../../src/people/away.ts';
import { calendarOf } from '../../src/people/calendar.ts';
import type { Away } from '../../src/people/person.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { aPerson } from '../support/people.ts';

const now = new Date('2026-11-23T10:00:00Z');
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
const period = (from: number, until: number, origin: Away['origin'] = 'said'): Away => ({
  from: hours(from),
  until: hours(until),
  standInId: null,
  origin,
});
const palm = { emoji: ':palm_tree:', text: 'Vacationing', until: null };

describe('which Slack statuses mean away', () => {
  test.each([
    [palm, [':palm_tree:'], true],
    [palm, ['palm_tree'], true],
    [palm, ['vacationing '], true],
    [palm, ['vacation'], false],
    [palm, [], false],
    [{ ...palm, emoji: ':wave::skin-tone-3:' }, [':wave:'], true],
    [{ ...palm, emoji: '', text: '' }, [':palm_tree:'], false],
    [null, [':palm_tree:'], false],
  ])('%j by %j: %s', (status, settings, expected) => {
    expect(meansAway(status, settings)).toBe(expected);
  });
});

describe('what follows from a status', () => {
  test('with an end, until then', () => {
    expect(afterStatus([], { ...palm, until: hours(5) }, now)).toEqual([period(0, 5, 'status')]);
  });

  test('with another end, until that one', () => {
    const shown = { ...palm, until: hours(3) };
    expect(afterStatus([period(-2, 5, 'status')], shown, now)).toEqual([period(-2, 3, 'status')]);
  });

  test('without an end, for weeks, and on while it is shown', () => {
    const [first] = afterStatus([], palm, now);
    expect(first?.until).toEqual(hours(28 * 24));
    const away = [period(-24, 28 * 24 - 24, 'status')];
    expect(afterStatus(away, palm, now)).toBe(away);
    const [longer] = afterStatus([period(-24 * 20, 24 * 8, 'status')], palm, now);
    expect(longer).toEqual(period(-24 * 20, 28 * 24, 'status'));
  });

  test('taken away, it ends now', () => {
    expect(afterStatus([period(-2, 5, 'status')], null, now)).toEqual([period(-2, 0, 'status')]);
    expect(afterStatus([period(0, 5, 'status')], null, now)).toEqual([]);
  });

  test('one that is over is none', () => {
    const away: Away[] = [];
    expect(afterStatus(away, { ...palm, until: hours(-1) }, now)).toBe(away);
  });

  test('nothing while they have said so themselves, and not beyond what they will', () => {
    const away = [period(-1, 5)];
    expect(afterStatus(away, palm, now)).toBe(away);
    expect(afterStatus([period(4, 8)], palm, now)[0]).toEqual(period(0, 4, 'status'));
  });

  test('nothing after they came back in spite of it, until it has gone once', () => {
    const away = afterStatus([], palm, hours(-2));
    const back = withoutNext(away, now)?.away ?? [];
    expect(periodsAhead(back, now)).toEqual([]);
    expect(afterStatus(back, palm, hours(1))).toBe(back);
    expect(afterStatus(back, palm, hours(1), hours(-3))).toBe(back);
    expect(periodsAhead(afterStatus(back, palm, hours(2), hours(1)), hours(2))).toHaveLength(1);
    const gone = afterStatus(back, null, hours(2));
    expect(periodsAhead(afterStatus(gone, palm, hours(3)), hours(3))).toHaveLength(1);
  });
});

describe('coming back', () => {
  test('ends what runs', () => {
    const done = withoutNext([period(-2, 5), period(9, 12)], now);
    expect(done?.ended).toEqual(period(-2, 5));
    expect(done?.away.filter(({ origin }) => origin === 'said')).toEqual([
      period(-2, 0),
      period(9, 12),
    ]);
  });
  test('else takes the next one back', () => {
    expect(withoutNext([period(-9, -8), period(3, 5), period(9, 12)], now)).toEqual({
      ended: period(3, 5),
      away: [period(-9, -8), period(9, 12)],
    });
  });
  test('else there is nothing to end', () => {
    expect(withoutNext([period(-9, -8)], now)).toBeNull();
  });
});

describe('whole days', () => {
  const calendar = calendarOf(
    aPerson({ timezone: 'Europe/Berlin' }),
    settingsSchema.parse({ closures: ['2026-12-24'] }),
  );
  test('from now where that is today, until work begins', () => {
    expect(wholeDays({ from: '2026-11-23', until: '2026-11-30' }, calendar, now)).toEqual({
      until: new Date('2026-11-30T08:00:00Z'),
    });
  });
  test('from midnight where it is another day, until midnight where nobody works', () => {
    expect(wholeDays({ from: '2026-12-01', until: '2026-12-24' }, calendar, now)).toEqual({
      from: new Date('2026-11-30T23:00:00Z'),
      until: new Date('2026-12-23T23:00:00Z'),
    });
  });
});

test('periods never overlap, whatever is said, shown and taken back', () => {
  const at = fc.integer({ min: 0, max: 60 });
  const deed = fc.oneof(
    fc.record({ does: fc.constant('says'), from: at, length: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ does: fc.constant('shows'), from: at, length: fc.integer({ min: -5, max: 90 }) }),
    fc.record({ does: fc.constant('shows nothing'), from: at, length: at }),
    fc.record({ does: fc.constant('is back'), from: at, length: at }),
  );
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 15 }), (deeds) => {
      let away: readonly Away[] = [];
      deeds.forEach(({ does, from, length }, i) => {
        const then = hours(i * 7);
        const later = hours(i * 7 + from);
        if (does === 'says') {
          const said: Away = { ...period(0, 0), from: later, until: hours(i * 7 + from + length) };
          const isTaken = periodsAhead(away, then).some(
            (other) => other.origin === 'said' && overlap(other, said),
          );
          if (!isTaken) away = withPeriod(away, said, then);
        } else if (does === 'is back') away = withoutNext(away, then)?.away ?? away;
        else {
          const shown = { ...palm, until: length > 80 ? null : hours(i * 7 + length) };
          away = afterStatus(away, does === 'shows' ? shown : null, then);
        }
        const real = away.filter((one) => one.until > one.from);
        const overlapping = real.slice(1).filter(({ from: next }, n) => {
          const before = real[n];
          return before && next < before.until;
        });
        expect(overlapping).toEqual([]);
      });
    }),
    { numRuns: 2_000 },
  );
});
