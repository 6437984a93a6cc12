import fc from 'fast-check';
import type { MinuteClock } from '../support/minuteClock.ts';
import {
  casesOn,
  changesOfClocks,
  changingZones,
  clockAround,
  compare,
  lostDay,
  otherZones,
  years,
} from '../support/workingTimeCases.ts';
import type { FaultRun } from './faultRun.ts';

/** Enough to understand what is wrong. */
const mostViolations = 100;

export const dst: FaultRun = {
  about: 'clocks change: 20 zones, both changes, 5 years, against an independent oracle',
  repeats: 100_000,
  async play({ repeats, short, say }) {
    const clocks = changes(short ? years.slice(-1) : years);
    const perClock = Math.ceil(repeats / clocks.length);
    const violations: string[] = [];
    let whole = 0;
    for (const [n, open] of clocks.entries()) {
      const clock = open();
      // The same cases each time, so that a violation can be looked at again.
      for (const one of fc.sample(casesOn(clock), { numRuns: perClock, seed: n })) {
        const { faults, isWhole } = compare(clock, one);
        violations.push(...faults);
        if (isWhole) whole += 1;
      }
      if (violations.length >= mostViolations) break;
      if ((n + 1) % 20 === 0) say(`${(n + 1) * perClock} of ${repeats}`);
    }
    const compared = whole / (perClock * clocks.length);
    if (violations.length === 0 && compared < 0.8)
      violations.push(`only ${Math.round(compared * 100)} % of the cases could be compared`);
    return violations;
  },
};

/** Opened one after the other: each asks Intl for every minute of its days. */
function changes(of: readonly number[]): (() => MinuteClock)[] {
  const both = changingZones.flatMap((zone) =>
    of.flatMap((year) => {
      const found = changesOfClocks(zone, year);
      if (found.length < 2) throw new Error(`${zone} does not change its clocks twice in ${year}`);
      return found.map((at) => () => clockAround(zone, at));
    }),
  );
  const others = otherZones.flatMap((zone) =>
    of.flatMap((year) => {
      const found = changesOfClocks(zone, year);
      return (found.length > 0 ? found : [Date.UTC(year, 1, 25)]).map(
        (at) => () => clockAround(zone, at),
      );
    }),
  );
  return [...both, ...others, lostDay];
}
