import type { App } from '@slack/bolt';
import { WebAPIPlatformError } from '@slack/web-api';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { asMember } from '../leads/asMember.ts';
import { openNewLead } from './openNewLead.ts';
import { drawLogForm, leadChoice, logForm, logMemory, readLogForm } from '../leads/logForm.ts';
import { leadNumber } from '../leads/lead.ts';
import { noteLead } from '../leads/noteLead.ts';
import { suggestLeads } from '../leads/suggestLeads.ts';
import { whyNot } from '../leads/refusalWords.ts';
import { drawNotice } from '../leads/shortForms.ts';
import { plain } from '../slack/richText.ts';
import { messageText, slackMessage } from '../slack/messageText.ts';
import { messageFields } from './messageFields.ts';

const asked = z.object({
  trigger_id: z.string(),
  channel: z.object({ id: z.string() }),
  message: slackMessage,
});

const looking = z.object({ user: z.object({ id: z.string() }), value: z.string().default('') });

const submitted = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  view: z.object({
    private_metadata: z
      .string()
      .transform((memory): unknown => JSON.parse(memory))
      .pipe(logMemory),
    state: z.object({ values: z.unknown() }),
  }),
});

/** What a message's menu offers: to make a lead from it, and to keep it as a note of one. */
export function registerMessageListeners(bolt: App, ctx: Context): void {
  bolt.shortcut('lead_from_message', async ({ ack, body }) => {
    const { trigger_id: trigger, channel, message } = asked.parse(body);
    const { document } = await ctx.settings.current();
    const fields = messageFields(messageText(message), document.country ?? null);
    const permalink = await permalinkOf(ctx, channel.id, message.ts);
    await openNewLead(ctx, trigger, channel.id, { ...fields, ...permalink });
    await ack();
  });
  bolt.shortcut('lead_log_message', async ({ ack, body }) => {
    const { trigger_id, channel, message } = asked.parse(body);
    const { permalink } = await permalinkOf(ctx, channel.id, message.ts);
    const view = drawLogForm(messageText(message), permalink ?? null);
    await ctx.slack.views.open({ trigger_id, view });
    await ack();
  });
  bolt.options(leadChoice, async ({ ack, body }) => {
    const { user, value } = looking.parse(body);
    await ack({ options: await suggestLeads(ctx, { text: value, personId: user.id }) });
  });
  bolt.view(logForm, async ({ ack, body }) => {
    const { user, trigger_id: interaction, view } = submitted.parse(body);
    const { leadId, text } = readLogForm(view.state.values);
    const { permalink } = view.private_metadata;
    const by = { kind: 'person', id: user.id, interaction } as const;
    const note = permalink ? `${text}\n${permalink}` : text;
    const answer = await asMember(ctx, by, () => noteLead(ctx, { leadId, by, text: note }));
    switch (answer.outcome) {
      case 'invalid':
        return ack({ response_action: 'errors', errors: { ...answer.errors } });
      case 'noted':
      case 'repeated': {
        const said = [plain(`Kept as a note of ${leadNumber(leadId)}.`)];
        return ack({ response_action: 'update', view: drawNotice('Log to a lead', said) });
      }
      default:
        return ack({
          response_action: 'update',
          view: drawNotice('Log to a lead', whyNot(answer)),
        });
    }
  });
}

/** Nothing where Slack does not say, as in a conversation that the app is not in. */
async function permalinkOf(
  { slack }: Context,
  channel: string,
  ts: string,
): Promise<{ permalink?: string }> {
  try {
    const { permalink } = await slack.chat.getPermalink({ channel, message_ts: ts });
    return permalink ? { permalink } : {};
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError)) throw error;
    return {};
  }
}
