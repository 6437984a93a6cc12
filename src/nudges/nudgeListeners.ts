import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { whisper } from '../slack/whisper.ts';
import { drawAskAnswer } from './askAnswer.ts';
import { askForUpdate } from './askForUpdate.ts';

const click = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  actions: z.tuple([z.object({ value: z.string() })]),
});

/** The Nudge button of a digest. */
export function registerNudgeListeners(bolt: App, ctx: Context): void {
  bolt.action('nudge:ask', async ({ ack, body, respond }) => {
    const { user, trigger_id, actions } = click.parse(body);
    const [{ value: repId }] = actions;
    const by = { kind: 'person', id: user.id, interaction: trigger_id } as const;
    const outcome = await askForUpdate(ctx, { repId, by });
    await ack();
    await whisper(ctx, { respond }, drawAskAnswer(outcome, repId));
  });
}
