import type { App, RespondFn } from '@slack/bolt';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { plainText } from '../slack/blocks.ts';
import type { Drawing } from '../slack/message.ts';
import { whisper } from '../slack/whisper.ts';
import { askAll } from './askAll.ts';
import { drawAskAnswer, drawAskedAll } from './askAnswer.ts';
import { askForUpdate } from './askForUpdate.ts';

const click = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  actions: z.tuple([z.object({ value: z.string() })]),
  /** Null: it was clicked on a message. */
  view: z.object({ id: z.string() }).nullish(),
});
type Click = z.infer<typeof click>;

/** The Nudge buttons of a digest, and of its pages. */
export function registerNudgeListeners(bolt: App, ctx: Context): void {
  bolt.action('nudge:ask', async ({ ack, body, respond }) => {
    const clicked = click.parse(body);
    const [{ value: repId }] = clicked.actions;
    const outcome = await askForUpdate(ctx, { repId, by: clicker(clicked) });
    await ack();
    await answer(ctx, clicked, respond, drawAskAnswer(outcome, repId));
  });
  bolt.action('nudge:ask-all', async ({ ack, body, respond }) => {
    const clicked = click.parse(body);
    // Many take longer than Slack waits; a second click asks nobody twice.
    await ack();
    await answer(ctx, clicked, respond, drawAskedAll(await askAll(ctx, { by: clicker(clicked) })));
  });
}

const clicker = ({ user, trigger_id }: Click) =>
  ({ kind: 'person', id: user.id, interaction: trigger_id }) as const;

/** To whoever clicked alone: as a whisper, or above the modal they are in. */
async function answer(
  ctx: Context,
  { trigger_id, view }: Click,
  respond: RespondFn,
  drawing: Drawing,
): Promise<void> {
  if (!view) return whisper(ctx, { respond }, drawing);
  await ctx.slack.views.push({
    trigger_id,
    view: {
      type: 'modal',
      title: plainText('Nudge', 24),
      close: plainText('Back', 24),
      blocks: drawing.blocks,
    },
  });
}
