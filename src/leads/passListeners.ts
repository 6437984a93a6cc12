import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { plain } from '../slack/richText.ts';
import { redrawInPlace, type Respond } from '../slack/redrawInPlace.ts';
import { whisper } from '../slack/whisper.ts';
import { answerPass, type AnswerPassOutcome } from './answerPass.ts';
import { asMember } from './asMember.ts';
import { drawYours } from './leadSummary.ts';
import { sentenceAlone } from './place.ts';
import { whyNot } from './refusalWords.ts';
import { viewLead } from './viewLead.ts';

const click = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  actions: z.tuple([z.object({ action_id: z.string(), value: z.coerce.number().int().catch(0) })]),
  container: z.object({ channel_id: z.string(), message_ts: z.string() }),
});

/** The buttons of a message that offers a colleague's lead. */
export function registerPassListeners(bolt: App, ctx: Context): void {
  bolt.action(/^lead:pass-(accept|decline)$/, async ({ ack, body, respond }) => {
    const { user, trigger_id, actions, container } = click.parse(body);
    const [{ action_id, value: passId }] = actions;
    const by = { kind: 'person', id: user.id, interaction: trigger_id } as const;
    const accept = action_id === 'lead:pass-accept';
    const answer = await asMember(ctx, by, () => answerPass(ctx, { passId, accept, by }));
    await ack();
    const place = { channelId: container.channel_id, ts: container.message_ts };
    await redrawInPlace(ctx, place, respond);
    await tellAnswer(ctx, user.id, respond, answer);
  });
}

async function tellAnswer(
  ctx: Context,
  personId: string,
  respond: Respond,
  answer: AnswerPassOutcome,
): Promise<void> {
  switch (answer.outcome) {
    case 'accepted': {
      const seen = await viewLead(ctx, answer.lead, personId);
      if (seen.outcome === 'seen') await whisper(ctx, { respond }, drawYours(seen.view));
      return;
    }
    case 'declined':
    case 'repeated':
      return;
    case 'no-offer':
      return whisper(ctx, { respond }, sentenceAlone([plain('This is no longer offered to you.')]));
    default:
      return whisper(ctx, { respond }, sentenceAlone(whyNot(answer)));
  }
}
