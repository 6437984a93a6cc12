import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context, PersonActor } from '../context.ts';
import { sentenceAlone } from '../leads/place.ts';
import { notAllowed } from '../leads/refusalWords.ts';
import { drawNotice } from '../leads/shortForms.ts';
import type { Barred } from '../people/roles.ts';
import { redrawInPlace } from '../slack/redrawInPlace.ts';
import { type Inline, mention, plain } from '../slack/richText.ts';
import { whisper } from '../slack/whisper.ts';
import { answerGrade } from './answerGrade.ts';
import { answerRemark } from './answerRemark.ts';
import {
  drawFeedbackForm,
  feedbackForm,
  type FeedbackMemory,
  feedbackMemory,
  readFeedbackForm,
} from './feedbackForms.ts';
import { findGradeLead } from './findGradeLead.ts';
import { sendRemark } from './sendRemark.ts';

const clicked = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  actions: z.tuple([z.object({ action_id: z.string(), value: z.string() })]),
  container: z.object({ channel_id: z.string().optional(), message_ts: z.string().optional() }),
  view: z.object({ id: z.string() }).optional(),
});
const submitted = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  view: z.object({
    private_metadata: z
      .string()
      .transform((memory): unknown => JSON.parse(memory))
      .pipe(feedbackMemory),
    state: z.object({ values: z.unknown() }),
  }),
});
const number = z.coerce.number().int().catch(0);

/** What sales and marketing say to each other about leads. */
export function registerFeedbackListeners(bolt: App, ctx: Context): void {
  bolt.action('feedback:accept', async ({ ack, body, respond }) => {
    const { user, trigger_id, actions, container } = clicked.parse(body);
    const by = { kind: 'person', id: user.id, interaction: trigger_id } as const;
    const gradeId = number.parse(actions[0].value);
    const answer = await answerGrade(ctx, { gradeId, by, answer: 'accepted', text: '' });
    await ack();
    const { channel_id: channelId, message_ts: ts } = container;
    if (channelId && ts) await redrawInPlace(ctx, { channelId, ts }, respond);
    const why = notDone(answer);
    if (why) await whisper(ctx, { respond }, sentenceAlone(why));
  });
  bolt.action('feedback:dispute', async ({ ack, body }) => {
    const { trigger_id, actions } = clicked.parse(body);
    const id = number.parse(actions[0].value);
    const lead = await findGradeLead(ctx, id);
    await ctx.slack.views.open({
      trigger_id,
      view: drawFeedbackForm({ about: 'dispute', id, lead }),
    });
    await ack();
  });
  bolt.action('feedback:answer', async ({ ack, body }) => {
    const { trigger_id, actions } = clicked.parse(body);
    const [id = 0, lead = 0] = actions[0].value.split(':').map((part) => number.parse(part));
    await ctx.slack.views.open({
      trigger_id,
      view: drawFeedbackForm({ about: 'answer', id, lead }),
    });
    await ack();
  });
  bolt.action(/^feedback:(thanks|question)$/, async ({ ack, body }) => {
    const { trigger_id, actions, view } = clicked.parse(body);
    const [{ action_id, value }] = actions;
    const about = action_id === 'feedback:thanks' ? 'thanks' : 'question';
    const id = number.parse(value);
    const form = drawFeedbackForm({ about, id, lead: id });
    await (view ? ctx.slack.views.push : ctx.slack.views.open)({ trigger_id, view: form });
    await ack();
  });
  bolt.view(feedbackForm, async ({ ack, body }) => {
    const { user, trigger_id: interaction, view } = submitted.parse(body);
    const by = { kind: 'person', id: user.id, interaction } as const;
    const memory = view.private_metadata;
    const answer = await submit(ctx, memory, by, readFeedbackForm(view.state.values));
    if (answer.outcome === 'invalid') {
      return ack({ response_action: 'errors', errors: { ...answer.errors } });
    }
    const words = notDone(answer) ?? done(answer);
    return words ? ack({ response_action: 'update', view: drawNotice('Feedback', words) }) : ack();
  });
}

function submit(ctx: Context, { about, id }: FeedbackMemory, by: PersonActor, text: string) {
  switch (about) {
    case 'dispute':
      return answerGrade(ctx, { gradeId: id, by, answer: 'disputed', text });
    case 'answer':
      return answerRemark(ctx, { remarkId: id, by, text });
    case 'thanks':
    case 'question':
      return sendRemark(ctx, { leadId: id, by, kind: about, text });
  }
}

type Outcome = Awaited<ReturnType<typeof submit>>;

function done(answer: Outcome): Inline[] | null {
  return answer.outcome === 'sent' ? [plain('Sent to '), mention(answer.toId), plain('.')] : null;
}

function notDone(answer: Outcome): Inline[] | null {
  switch (answer.outcome) {
    case 'not-allowed':
      return [plain(whoMay(answer.why))];
    case 'answered-before':
      return [plain('This has been answered already. The lead’s details show the answer.')];
    case 'nobody-to-tell':
      return [plain('Nobody else has this lead now, so there is nobody to tell.')];
    case 'gone':
      return [plain('There is no such grade any more.')];
    default:
      return null;
  }
}

function whoMay(why: Barred | 'source-owner' | 'asked'): string {
  if (why === 'source-owner') return 'This is for the owner of the lead’s source.';
  return why === 'asked' ? 'This is for whoever was asked.' : notAllowed(why);
}
