import type { Context } from '../context.ts';
import type { Person } from '../people/person.ts';
import { localDate, mondayOf } from '../people/zone.ts';
import { findReviewed, type NotReviewed } from './findReviewed.ts';
import { readScorecard } from './readScorecard.ts';
import type { Scorecard } from './scorecard.ts';

/** What a manager has before them when they talk with a rep. */
export type ReviewPage = {
  readonly outcome: 'review';
  readonly rep: Pick<Person, 'id' | 'name'>;
  /** Of the channels over which they may speak. */
  readonly card: Scorecard;
};

/** See findReviewed for who may. */
export async function readReview(
  ctx: Context,
  { repId, by }: { repId: string; by: string },
): Promise<ReviewPage | NotReviewed> {
  const found = await findReviewed(ctx, { repId, by });
  if (found.outcome !== 'found') return found;
  const { rep, channels } = found;
  const monday = mondayOf(localDate(ctx.clock.now(), rep.timezone));
  const card = await readScorecard(ctx, rep, { monday, channels, managerId: by });
  return { outcome: 'review', rep, card };
}
