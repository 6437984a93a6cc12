import { wallTime } from '../../src/people/zone.ts';
import type { Random } from './random.ts';
import type { Place } from './team.ts';

export type Arriving = {
  readonly at: number;
  readonly source: string;
  readonly arrival: Readonly<Record<string, unknown>>;
};

const hour = 3_600_000;

/** Of a weekday's leads, how many come in each local hour: peaks before and after noon, a few at night. */
const byHour = [
  ...[3, 2, 2, 2, 3, 6, 12, 25, 60, 95, 120, 110],
  ...[70, 85, 110, 95, 75, 50, 30, 25, 20, 18, 12, 6],
];
const wholeDay = byHour.reduce((sum, share) => sum + share, 0);
const weekendShare = 0.15;

/**
 * What comes in at a place from `from` until just before `until`, oldest first: on a weekday so many
 * `perRep`.
 */
export function arrivalsAt(
  place: Place,
  { from, until, perRep }: { from: number; until: number; perRep: number },
  random: Random,
): Arriving[] {
  const arrivals: Arriving[] = [];
  for (let at = from; at < until; at += hour) {
    const local = new Date(wallTime(at, place.timezone));
    const weekend = [0, 6].includes(local.getUTCDay()) ? weekendShare : 1;
    const share = (byHour[local.getUTCHours()] ?? 0) / wholeDay;
    const count = random.poisson(place.roster.length * perRep * share * weekend);
    for (let n = 0; n < count; n++) {
      const when = Math.floor(at + random.between(0, hour));
      arrivals.push({ at: when, source: place.name, arrival: someLead(place, when, random) });
    }
  }
  return arrivals.toSorted((a, b) => a.at - b.at);
}

function someLead(place: Place, at: number, random: Random): Record<string, unknown> {
  const number = `${place.name}-${at}-${random.whole(0, 999_999)}`;
  return {
    name: `Jane Doe ${number}`,
    company: `Example ${random.whole(1, 500)} Ltd`,
    email: `jane.${number}@example.org`,
    message: 'Please send me a quote.',
    externalId: number,
    // Many small ones and few big ones.
    value: Math.round(Math.exp(random.between(6, 9) + (random.chance(0.15) ? 1.5 : 0))),
  };
}
