import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { plain } from '../slack/richText.ts';
import { drawNewLeadForm, type Filled } from './newLeadForm.ts';
import { drawNotice } from './shortForms.ts';
import { showHome } from './showHome.ts';

const asked = z.object({
  trigger_id: z.string(),
  container: z.object({ channel_id: z.string() }).optional().catch(undefined),
});

/** Home, and the ways to the form for a new lead. */
export function registerHomeListeners(bolt: App, ctx: Context): void {
  bolt.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'home') await showHome(ctx, event.user);
  });
  bolt.action('lead:new', async ({ ack, body }) => {
    const { trigger_id: trigger, container } = asked.parse(body);
    await openNewLead(ctx, trigger, container?.channel_id ?? null);
    await ack();
  });
  bolt.shortcut('lead_new', async ({ ack, body }) => {
    await openNewLead(ctx, asked.parse(body).trigger_id, null);
    await ack();
  });
}

/** The form for a new lead; a sentence where no channel takes leads yet. */
export async function openNewLead(
  ctx: Context,
  trigger: string,
  askedIn: string | null,
  filled?: Filled,
): Promise<void> {
  const { document } = await ctx.settings.current();
  const view =
    drawNewLeadForm(document, askedIn, filled) ??
    drawNotice('New lead', [
      plain(
        'No channel takes leads yet. Type /lead setup in the channel where they should appear.',
      ),
    ]);
  await ctx.slack.views.open({ trigger_id: trigger, view });
}
