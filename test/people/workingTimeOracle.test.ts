import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  casesOn,
  changesOfClocks,
  changingZones,
  clockAround,
  compare,
  lostDay,
  otherZones,
} from '../../bench/support/workingTimeCases.ts';

/** `npm run faults -- dst` plays 100,000, around both changes in five years. */
const cases = 2_000;

const someDay = Date.UTC(2024, 1, 25);
const clocks = [
  lostDay(),
  ...[...changingZones, ...otherZones].map((zone) =>
    clockAround(zone, changesOfClocks(zone, 2024)[0] ?? someDay),
  ),
];
const someCase = fc
  .constantFrom(...clocks)
  .chain((clock) => fc.record({ clock: fc.constant(clock), one: casesOn(clock) }));

describe('working time is what counting the minutes on the wall gives', () => {
  test(`${cases} calendars around changes of the clocks`, { timeout: 600_000 }, () => {
    let whole = 0;
    fc.assert(
      fc.property(someCase, ({ clock, one }) => {
        const { faults, isWhole } = compare(clock, one);
        expect(faults).toEqual([]);
        if (isWhole) whole += 1;
      }),
      { numRuns: cases },
    );
    // Windows that end after the covered days are left out; they must be few.
    expect(whole).toBeGreaterThan(cases * 0.8);
  });
});
