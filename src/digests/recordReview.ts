import type { Context, PersonActor } from '../context.ts';
import { cleanText } from '../db/cleanText.ts';
import { hasTakenEffect, noteInteraction } from '../db/interactionStore.ts';
import { lockPeople } from '../people/peopleStore.ts';
import { tellPerson } from '../people/tellPerson.ts';
import { localDate } from '../people/zone.ts';
import { findReviewed, type NotReviewed } from './findReviewed.ts';
import { longestAgreed, reviewTelling } from './review.ts';
import { insertReview } from './reviewStore.ts';

export type RecordReviewOutcome =
  | { readonly outcome: 'recorded'; readonly reviewId: number }
  | { readonly outcome: 'repeated' }
  /** A sentence for people. */
  | { readonly outcome: 'invalid'; readonly agreed: string }
  | NotReviewed;

/**
 * Keeps what a manager and a rep agreed, dated today on the manager's clock, and tells the rep what was
 * kept. See findReviewed for who may.
 */
export async function recordReview(
  ctx: Context,
  asked: { by: PersonActor; repId: string; agreed: string; leadIds: readonly number[] },
): Promise<RecordReviewOutcome> {
  const { workspaceId } = ctx;
  const { by, repId, leadIds } = asked;
  const found = await findReviewed(ctx, { repId, by: by.id });
  if (found.outcome !== 'found') return found;
  const agreed = cleanText(asked.agreed);
  if (agreed === '') return { outcome: 'invalid', agreed: 'Write down what you agreed.' };
  if (agreed.length > longestAgreed)
    return {
      outcome: 'invalid',
      agreed: `This is ${agreed.length} characters long; the most is ${longestAgreed}. Shorten it.`,
    };
  const now = ctx.clock.now();
  const heldOn = localDate(now, found.manager.timezone);
  const review = { repId, managerId: by.id, heldOn, agreed, leadIds };
  const recorded = await ctx.db.transaction().execute(async (trx): Promise<RecordReviewOutcome> => {
    await lockPeople(trx, workspaceId, [repId]);
    if (await hasTakenEffect(trx, workspaceId, by)) return { outcome: 'repeated' };
    await noteInteraction(trx, workspaceId, by, now);
    const reviewId = await insertReview(trx, workspaceId, review, now);
    // Where they can be told nothing more today, tellReviews asks again.
    await tellPerson(ctx, trx, { person: found.rep, ...reviewTelling(reviewId) });
    return { outcome: 'recorded', reviewId };
  });
  ctx.wakeDelivery();
  return recorded;
}
