import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { notAllowed } from '../leads/refusalWords.ts';
import { drawNotice } from '../leads/shortForms.ts';
import { plain } from '../slack/richText.ts';
import { drawQuoteForm, quoteForm, quoteMemory, readQuoteForm } from './quoteForm.ts';
import { readAsk } from './readAsk.ts';
import { sayQuote } from './sayQuote.ts';

const memory = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(quoteMemory);
const clicked = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  actions: z.tuple([z.object({ value: memory })]),
});
const submitted = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  view: z.object({ private_metadata: memory, state: z.object({ values: z.unknown() }) }),
});

const title = 'About these leads';
const notAsked = 'This is for whoever was asked.';

/** What reps say of a source's leads, where they were asked. */
export function registerQuoteListeners(bolt: App, ctx: Context): void {
  bolt.action('quote:open', async ({ ack, body }) => {
    const { user, trigger_id, actions } = clicked.parse(body);
    const { source: sourceKey, month } = actions[0].value;
    const ask = await readAsk(ctx, { sourceKey, month, personId: user.id });
    const view = ask ? drawQuoteForm(actions[0].value, ask) : drawNotice(title, [plain(notAsked)]);
    await ctx.slack.views.open({ trigger_id, view });
    await ack();
  });
  bolt.view(quoteForm, async ({ ack, body }) => {
    const { user, trigger_id: interaction, view } = submitted.parse(body);
    const { source: sourceKey, month } = view.private_metadata;
    const by = { kind: 'person', id: user.id, interaction } as const;
    const text = readQuoteForm(view.state.values);
    const answer = await sayQuote(ctx, { by, sourceKey, month, text });
    if (answer.outcome === 'invalid') {
      return ack({ response_action: 'errors', errors: { ...answer.errors } });
    }
    if (answer.outcome !== 'not-allowed') return ack();
    const why = answer.why === 'asked' ? notAsked : notAllowed(answer.why);
    return ack({ response_action: 'update', view: drawNotice(title, [plain(why)]) });
  });
}
