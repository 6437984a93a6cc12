import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { drawNotice } from '../leads/shortForms.ts';
import { plain } from '../slack/richText.ts';
import { notReviewedWords } from './notReviewed.ts';
import { readReview } from './readReview.ts';
import { recordReview } from './recordReview.ts';
import {
  drawReviewChoice,
  drawReviewForm,
  readAgreed,
  readChosenRep,
  reviewChoiceForm,
  reviewForm,
  reviewMemory,
  reviewRecorded,
} from './reviewForm.ts';

const reviewAction = 'review:open';

const clicked = z.object({ user: z.object({ id: z.string() }), trigger_id: z.string() });
const submitted = clicked.extend({
  view: z.object({
    private_metadata: z.string().default(''),
    state: z.object({ values: z.unknown() }),
  }),
});
const memory = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(reviewMemory);

/** A manager's talk with a rep. */
export function registerReviewListeners(bolt: App, ctx: Context): void {
  bolt.action(reviewAction, async ({ ack, body }) => {
    const { trigger_id } = clicked.parse(body);
    await ctx.slack.views.open({ trigger_id, view: drawReviewChoice() });
    await ack();
  });
  bolt.view(reviewChoiceForm, async ({ ack, body }) => {
    const { user, view } = submitted.parse(body);
    const answer = await readReview(ctx, { repId: readChosenRep(view.state.values), by: user.id });
    await (answer.outcome === 'review'
      ? ack({ response_action: 'update', view: drawReviewForm(answer) })
      : ack({ response_action: 'errors', errors: { rep: notReviewedWords(answer) } }));
  });
  bolt.view(reviewForm, async ({ ack, body }) => {
    const { user, trigger_id: interaction, view } = submitted.parse(body);
    const { rep: repId, leads: leadIds } = memory.parse(view.private_metadata);
    const by = { kind: 'person', id: user.id, interaction } as const;
    const agreed = readAgreed(view.state.values);
    const answer = await recordReview(ctx, { by, repId, agreed, leadIds });
    switch (answer.outcome) {
      case 'recorded':
        await ack({ response_action: 'update', view: notice(reviewRecorded(repId)) });
        return ctx.showHome(user.id);
      case 'repeated':
        return ack();
      case 'invalid':
        return ack({ response_action: 'errors', errors: { agreed: answer.agreed } });
      default:
        return ack({ response_action: 'errors', errors: { agreed: notReviewedWords(answer) } });
    }
  });
}

const notice = (words: Parameters<typeof drawNotice>[1]): ModalView => drawNotice('Review', words);

const noManager =
  'Managers review the reps of their channels. An admin names a channel’s managers in the settings.';

/** `/lead review @rep`; without a rep, the form to choose one. */
export async function openReview(
  ctx: Context,
  { repId, by, trigger }: { repId: string | null; by: string; trigger: string },
): Promise<void> {
  const answer = await readReview(ctx, { repId: repId ?? by, by });
  const view =
    // Of oneself there is none: whoever may choose somebody comes so far.
    repId === null && answer.outcome === 'own'
      ? drawReviewChoice()
      : answer.outcome === 'review'
        ? drawReviewForm(answer)
        : notice([plain(repId === null ? noManager : notReviewedWords(answer))]);
  await ctx.slack.views.open({ trigger_id: trigger, view });
}
