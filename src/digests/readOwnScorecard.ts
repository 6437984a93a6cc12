import type { Context } from '../context.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { barred } from '../people/roles.ts';
import { localDate, mondayOf } from '../people/zone.ts';
import { readScorecard } from './readScorecard.ts';
import type { Scorecard } from './scorecard.ts';

/** Somebody's own week so far. Null: someone who may do nothing here. */
export async function readOwnScorecard(ctx: Context, personId: string): Promise<Scorecard | null> {
  const person = await meetPerson(ctx, personId);
  if (!person || barred(person)) return null;
  const monday = mondayOf(localDate(ctx.clock.now(), person.timezone));
  return readScorecard(ctx, person, { monday });
}
