import { z } from 'zod';
import { leadNumber } from '../leads/lead.ts';
import { writtenDay } from '../people/zone.ts';
import { context } from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, MessageKind } from '../slack/message.ts';
import { line, mention, plain, quote, richText, severalLines } from '../slack/richText.ts';
import { longestAgreed, type Review } from './review.ts';
import { findReview } from './reviewStore.ts';

const subject = z.object({ review: z.number() });

/** Tells a rep what their manager wrote down of their talk. */
export const reviewMessage: MessageKind = {
  async draw(ctx, message) {
    if (message.posted) return null;
    const { review: id } = subject.parse(message.subject);
    const review = await findReview(ctx.db, ctx.workspaceId, id);
    return review && drawReview(review);
  },
};

export function drawReview({ managerId, heldOn, agreed, leadIds }: Review): Drawing {
  const about = leadIds.map(leadNumber).join(', ');
  const blocks = [
    richText([
      line(mention(managerId), plain(` noted what you two agreed on ${writtenDay(heldOn)}:`)),
      quote(plain(severalLines(agreed, longestAgreed))),
      ...(about ? [line(plain(`You had these leads before you: ${about}`))] : []),
    ]),
    context('The two of you see this, in Home and in your weekly scorecard, too.'),
  ];
  return { text: fallbackText(blocks), blocks };
}
