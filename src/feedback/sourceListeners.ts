import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { notAllowed } from '../leads/refusalWords.ts';
import { drawNotice } from '../leads/shortForms.ts';
import { plain } from '../slack/richText.ts';
import { showSource, type ShowSourceOutcome } from './showSource.ts';
import { drawSourceForm, readSourceForm, sourceChoice, sourceForm } from './sourceForm.ts';
import { suggestSources } from './suggestSources.ts';

const clicked = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  actions: z.tuple([z.object({ value: z.string() })]),
});
const looking = z.object({ user: z.object({ id: z.string() }), value: z.string().default('') });
const submitted = z.object({
  user: z.object({ id: z.string() }),
  view: z.object({ state: z.object({ values: z.unknown() }) }),
});

/** `Sources` in Home, and `Open` under a source scorecard. */
export function registerSourceListeners(bolt: App, ctx: Context): void {
  bolt.action('source:open', async ({ ack, body }) => {
    const { user, trigger_id, actions } = clicked.parse(body);
    const asked = { by: user.id, key: actions[0].value, period: 'four-weeks' } as const;
    await ctx.slack.views.open({ trigger_id, view: viewOf(await showSource(ctx, asked)) });
    await ack();
  });
  bolt.options(sourceChoice, async ({ ack, body }) => {
    const { user, value } = looking.parse(body);
    await ack({ options: await suggestSources(ctx, { text: value, personId: user.id }) });
  });
  bolt.view(sourceForm, async ({ ack, body }) => {
    const { user, view } = submitted.parse(body);
    const answer = await showSource(ctx, { by: user.id, ...readSourceForm(view.state.values) });
    await ack({ response_action: 'update', view: viewOf(answer) });
  });
}

const viewOf = (answer: ShowSourceOutcome): ModalView =>
  answer.outcome === 'shown'
    ? drawSourceForm(answer.source)
    : drawNotice('Sources', [plain(refusal(answer))]);

function refusal(answer: Exclude<ShowSourceOutcome, { outcome: 'shown' }>): string {
  if (answer.outcome === 'none') {
    return 'No source is set up yet. An admin adds one by npm run sources -- add.';
  }
  return answer.why === 'source-owner'
    ? 'The figures of a source are for its owner, the owner’s manager, and admins.'
    : notAllowed(answer.why);
}
