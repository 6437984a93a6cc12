import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { drawNotice } from '../leads/shortForms.ts';
import { updateView } from '../slack/updateView.ts';
import { plain } from '../slack/richText.ts';
import { openPayPeriod } from './openPayPeriod.ts';
import { openPayTeam } from './openPayTeam.ts';
import { sendPayExport, type SendPayExportOutcome } from './sendPayExport.ts';

const clicked = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  actions: z.tuple([z.object({ action_id: z.string(), value: z.string() })]),
});

const inModal = z.object({
  user: z.object({ id: z.string() }),
  view: z.object({ id: z.string() }),
});

const dates = z
  .string()
  .transform((text) => text.split('..'))
  .pipe(z.tuple([z.iso.date(), z.iso.date()]))
  .transform(([from, until]) => ({ from, until }));

/** The pay period, from Home. */
export function registerPayListeners(bolt: App, ctx: Context): void {
  bolt.action('pay:open', async ({ ack, body }) => {
    const { user, trigger_id } = clicked.parse(body);
    const view = await openPayPeriod(ctx, { readerId: user.id, personId: user.id });
    await ctx.slack.views.open({ trigger_id, view });
    await ack();
  });
  bolt.action('pay:team', async ({ ack, body }) => {
    const { user, view: behind } = inModal.parse(body);
    const view = await openPayTeam(ctx, { readerId: user.id });
    // In its place: on top of it, a rep's leads and their forms would be one too many for Slack.
    await updateView(ctx, { view_id: behind.id, view });
    await ack();
  });
  bolt.action('pay:rep', async ({ ack, body }) => {
    const { user, trigger_id, actions } = clicked.parse(body);
    const view = await openPayPeriod(ctx, { readerId: user.id, personId: actions[0].value });
    await ctx.slack.views.push({ trigger_id, view });
    await ack();
  });
  bolt.action(/^pay:export-(own|team)-(csv|json)$/, async ({ ack, body }) => {
    const { user, trigger_id, actions } = clicked.parse(body);
    const [{ action_id, value }] = actions;
    const answer = await sendPayExport(ctx, {
      by: { kind: 'person', id: user.id, interaction: trigger_id },
      period: dates.parse(value),
      whose: action_id.startsWith('pay:export-own') ? 'own' : 'team',
      format: action_id.endsWith('csv') ? 'csv' : 'json',
    });
    const view = drawNotice('Pay period', [plain(words[answer.outcome])]);
    await ctx.slack.views.push({ trigger_id, view });
    await ack();
  });
}

const words: Record<SendPayExportOutcome['outcome'], string> = {
  sent: 'It is on its way to you, as a file by direct message.',
  repeated: 'It is on its way to you, as a file by direct message.',
  'not-frozen': 'This period has not been frozen.',
  'not-allowed': 'Only a manager or an admin can have others’ sent.',
};
