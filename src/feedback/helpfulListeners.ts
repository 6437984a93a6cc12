import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { notAllowed } from '../leads/refusalWords.ts';
import { drawNotice } from '../leads/shortForms.ts';
import { plain } from '../slack/richText.ts';
import { drawHelpfulForm, helpfulForm, readHelpfulForm } from './helpfulForm.ts';
import { setHelpful } from './setHelpful.ts';

const opened = z.object({ trigger_id: z.string() });
const submitted = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  view: z.object({ state: z.object({ values: z.unknown() }) }),
});

/** The form in which marketers say what helps a customer at each stage. */
export function registerHelpfulListeners(bolt: App, ctx: Context): void {
  bolt.action('helpful:open', async ({ ack, body }) => {
    const { trigger_id } = opened.parse(body);
    const { document } = await ctx.settings.current();
    await ctx.slack.views.open({ trigger_id, view: drawHelpfulForm(document.helpful) });
    await ack();
  });
  bolt.view(helpfulForm, async ({ ack, body }) => {
    const { user, trigger_id: interaction, view } = submitted.parse(body);
    const by = { kind: 'person', id: user.id, interaction } as const;
    const answer = await setHelpful(ctx, { by, helpful: readHelpfulForm(view.state.values) });
    if (answer.outcome === 'invalid') {
      return ack({ response_action: 'errors', errors: { ...answer.errors } });
    }
    if (answer.outcome !== 'not-allowed') return ack();
    const why =
      answer.why === 'marketer'
        ? 'This is for those who make leads: the owners of sources, their managers, and admins.'
        : notAllowed(answer.why);
    return ack({
      response_action: 'update',
      view: drawNotice('What helps, by stage', [plain(why)]),
    });
  });
}
