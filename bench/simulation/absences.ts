import type { Context } from '../../src/context.ts';
import { goAway } from '../../src/people/goAway.ts';
import type { Random } from './random.ts';
import type { Place, Rep } from './team.ts';

const day = 86_400_000;

/** Days on which a rep does not work. */
export type Absence = {
  readonly from: number;
  readonly until: number;
  /** They say so, to the app, when they leave. */
  readonly announced: boolean;
  readonly standIn: string | null;
};

/** Everybody is away at times, some more often. `from` and `until`: when the simulation is. */
export function absencesOf(
  rep: Rep,
  place: Place,
  span: { from: number; until: number },
  random: Random,
): Absence[] {
  const absences: Absence[] = [];
  const [least, most] = rep.habit === 'absent' ? [3, 9] : [15, 60];
  let from = span.from + Math.floor(random.between(1, most)) * day;
  while (from < span.until) {
    const until = from + random.whole(1, 6) * day;
    const others = place.roster.filter(({ id }) => id !== rep.id);
    const standIn = random.chance(0.5) ? others[random.whole(0, others.length - 1)]?.id : null;
    absences.push({ from, until, announced: random.chance(0.6), standIn: standIn ?? null });
    from = until + random.whole(least, most) * day;
  }
  return absences;
}

/** Whoever is asked to stand in may be away, too: then nobody does. */
export async function leave(ctx: Context, { id }: Rep, absence: Absence): Promise<void> {
  const { until, standIn } = absence;
  const going = { by: { kind: 'person', id } as const, until: new Date(until) };
  const outcome = await goAway(ctx, { ...going, standInId: standIn });
  if (outcome.outcome === 'invalid') await goAway(ctx, going);
}
