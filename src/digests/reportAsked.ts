import type { Context, PersonActor } from '../context.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { type Barred, barred } from '../people/roles.ts';
import { localDate } from '../people/zone.ts';
import { type Period, type PeriodFault, periodFault, type PeriodName, periodOf } from './period.ts';
import type { Reach } from './report.ts';
import { reachOf } from './reportReach.ts';

export type NotReported =
  | { readonly outcome: 'no-such-period'; readonly fault: PeriodFault }
  | { readonly outcome: 'not-allowed'; readonly why: Barred };

type Theirs = { readonly outcome: 'theirs'; readonly reach: Reach; readonly period: Period };

/** Whose leads somebody gets figures or rows of, and of which days; `today` is that of their own clock. */
export async function askedOf(
  ctx: Context,
  by: PersonActor,
  meant: PeriodName | Period,
): Promise<Theirs | NotReported> {
  const person = await meetPerson(ctx, by.id);
  const why = barred(person);
  if (!person || why) return { outcome: 'not-allowed', why: why ?? 'unknown' };
  const { document } = await ctx.settings.current();
  const today = localDate(ctx.clock.now(), person.timezone);
  const period = periodOf(meant, today);
  const fault = periodFault(period, today);
  if (fault) return { outcome: 'no-such-period', fault };
  return { outcome: 'theirs', reach: reachOf(document, person), period };
}
