import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { type Markup, markup, person, slackDate } from '../slack/blocks.ts';
import { whisper } from '../slack/whisper.ts';
import { type AskOutcome, askForUpdate } from './askForUpdate.ts';

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
    await whisper(ctx, { respond }, { text: answer(outcome, repId).markup });
  });
}

function answer(outcome: AskOutcome, repId: string): Markup {
  const rep = person(repId);
  switch (outcome.outcome) {
    case 'asked': {
      const count = outcome.leads === 1 ? '1 overdue lead' : `${outcome.leads} overdue leads`;
      return markup`${rep} gets a nudge about ${count} ${outcome.now ? 'now' : markup`on ${slackDate(outcome.at)}, when they work again or the last one is 45 minutes ago`}.`;
    }
    case 'asked-already':
      return markup`You have asked ${rep} today. The nudge lists everything that is due.`;
    case 'nudged-enough':
      return markup`${rep} has had ${outcome.times} messages today, which is the most. Write to them yourself, or ask again tomorrow.`;
    case 'nothing-due':
      return markup`${rep} has nothing overdue any more.`;
    case 'cannot-be-nudged':
      return markup`${rep} cannot be nudged: they have left the workspace or have no working hours.`;
    case 'not-allowed':
      return markup`Only a manager of the channel can ask for an update.`;
  }
}
