import type { FreshDatabase } from '../support/databases.ts';
import { factsOf } from './facts.ts';
import { changeSettings, openOffice } from './office.ts';
import { PlayedDays } from './playedDays.ts';
import { Random } from './random.ts';
import { type Report, reportOn } from './report.ts';
import { hire, type Place, settingsOf, worldOf } from './team.ts';
import { Watch } from './watch.ts';

const day = 86_400_000;
/** A Monday; the clocks change in Europe and in America within the next three weeks. */
const begins = Date.parse('2026-10-12T00:00:00Z');

export type Size = { readonly reps: number; readonly days: number; readonly seed: number };

type Given = Size & {
  readonly createDatabase: () => Promise<FreshDatabase>;
  /** Progress, for whoever waits. */
  readonly say: (what: string) => void;
  /** New ones on a weekday. Default: one every other day. */
  readonly leadsPerRep?: number;
  /** False: judges every minute, not only those in which something may be due. The report is the same. */
  readonly skip?: boolean;
};

/**
 * Plays days of sales teams with the real code, and reports what that was like. The same for a seed.
 * Places have nothing to do with each other: each is a workspace of its own, and all are played at
 * once, which takes half the time.
 */
export async function simulate(given: Given): Promise<Report> {
  const { reps, days, seed, say } = given;
  const places = hire(reps);
  let played = 0;
  const dayPlayed = () => {
    played += 1;
    if (played % places.length === 0) say(`${played / places.length} of ${days} days`);
  };
  const facts = await Promise.all(places.map((place) => play(place, given, dayPlayed)));
  return reportOn({ reps, days, seed }, facts);
}

async function play(place: Place, given: Given, dayPlayed: () => void) {
  const { days, seed, leadsPerRep = 0.5, skip = true } = given;
  const from = new Date(begins);
  const watch = new Watch();
  const office = await openOffice({
    database: await given.createDatabase(),
    world: worldOf(place),
    at: from,
    heard: watch.hear,
    keepCalls: 100,
  });
  try {
    await changeSettings(office, (before) => settingsOf(place, before));
    const random = new Random(seed);
    const span = { from: begins, until: begins + days * day };
    const playing = new PlayedDays({ office, place, watch, random, ...span, leadsPerRep, skip });
    for (let n = 0; n < days; n++) {
      await playing.playOne();
      dayPlayed();
    }
    return await factsOf(office.ctx, {
      ...{ place, watch, from, until: new Date(begins + days * day) },
    });
  } finally {
    await office.close();
  }
}
