import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { openDetails } from '../leads/clickListeners.ts';
import { leadChoice } from '../leads/logForm.ts';
import { isHomeList } from './home.ts';
import { readRepLeads } from './readRepLeads.ts';
import { drawSettings } from './settingsView.ts';
import { showHome } from './showHome.ts';

const asked = z.object({ trigger_id: z.string() });

const chosen = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  actions: z.tuple([z.object({ selected_option: z.object({ value: z.string() }) })]),
});
const turned = z.object({
  user: z.object({ id: z.string() }),
  actions: z.tuple([z.object({ value: z.coerce.number().int().min(0).max(10_000).catch(0) })]),
});

/** Home. */
export function registerHomeListeners(bolt: App, ctx: Context): void {
  bolt.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'home') await showHome(ctx, event.user, { opened: true });
  });
  bolt.action('lead:home-list', async ({ ack, body }) => {
    const { user, actions } = chosen.parse(body);
    const list = actions[0].selected_option.value;
    await ack();
    if (isHomeList(list)) await showHome(ctx, user.id, { look: { list, page: 0 } });
  });
  bolt.action(/^lead:home-page-(next|previous)$/, async ({ ack, body }) => {
    const { user, actions } = turned.parse(body);
    await ack();
    await showHome(ctx, user.id, { look: { page: actions[0].value } });
  });
  bolt.action(leadChoice, async ({ ack, body }) => {
    const { user, trigger_id: trigger, actions } = chosen.parse(body);
    const leadId = Number(actions[0].selected_option.value) || 0;
    const by = { kind: 'person', id: user.id, interaction: trigger } as const;
    const place = { on: 'home' } as const;
    await openDetails(ctx, { leadId, actionId: 'lead:details', by, trigger, place });
    await ack();
  });
  bolt.action('lead:rep', async ({ ack, body }) => {
    const { user, trigger_id, actions } = chosen.parse(body);
    const view = await readRepLeads(ctx, { repId: actions[0].selected_option.value, by: user.id });
    await ctx.slack.views.open({ trigger_id, view });
    await ack();
  });
  bolt.action('lead:settings', async ({ ack, body }) => {
    const { trigger_id } = asked.parse(body);
    const { document, version } = await ctx.settings.current();
    await ctx.slack.views.open({ trigger_id, view: drawSettings(document, version) });
    await ack();
  });
}
