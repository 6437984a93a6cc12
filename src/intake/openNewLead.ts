import type { Context } from '../context.ts';
import { drawNotice } from '../leads/shortForms.ts';
import { plain } from '../slack/richText.ts';
import { drawNewLeadForm, type Filled } from './newLeadForm.ts';

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
