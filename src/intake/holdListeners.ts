import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { asMember } from '../leads/asMember.ts';
import { isFromHome, isModal, readClick, showAgain, tell } from '../leads/place.ts';
import { leadNumber } from '../leads/lead.ts';
import { whyNot } from '../leads/refusalWords.ts';
import { drawNotice } from '../leads/shortForms.ts';
import { isClosed } from '../leads/statuses.ts';
import { viewLead } from '../leads/viewLead.ts';
import { missingInWords } from '../leads/missingWords.ts';
import { plain } from '../slack/richText.ts';
import { fixLead } from './fixLead.ts';
import { fixedWords, sameWords } from './fixedWords.ts';
import { drawHoldForm, holdForm, holdFormMemory, readHoldForm } from './holdForm.ts';

const submitted = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  view: z.object({
    /** The details on which it was opened. */
    previous_view_id: z.string().nullish(),
    private_metadata: z
      .string()
      .transform((memory): unknown => JSON.parse(memory))
      .pipe(holdFormMemory),
    state: z.object({ values: z.unknown() }),
  }),
});

/** `Fix it`: the form in which the owner of a source completes a lead. */
export function registerHoldListeners(bolt: App, ctx: Context): void {
  bolt.action('hold:fix', async ({ ack, body, respond }) => {
    const click = readClick(body, respond);
    const seen = await viewLead(ctx, click.leadId, click.by.id);
    if (seen.outcome !== 'seen') {
      await tell(ctx, click, whyNot(seen));
      return ack();
    }
    const { lead, mayComplete } = seen.view;
    if (!mayComplete) {
      await tell(ctx, click, whyNot({ outcome: 'not-allowed', lead, why: 'source' }));
    } else if (isClosed(lead.status)) {
      await tell(ctx, click, whyNot({ outcome: 'gone', lead }));
    } else if (lead.missing.length === 0) {
      await tell(ctx, click, [plain(`${leadNumber(lead.id)} is complete: it lacks nothing now.`)]);
    } else {
      const { views } = ctx.slack;
      const view = drawHoldForm({ lead, fromHome: isFromHome(click.place) });
      await (isModal(click.place) ? views.push : views.open)({ trigger_id: click.trigger, view });
      return ack();
    }
    await ack();
    // What they clicked on is how it was.
    await showAgain(ctx, click);
  });
  bolt.view(holdForm, async ({ ack, body }) => {
    const { user, trigger_id: interaction, view } = submitted.parse(body);
    const { lead: leadId, fromHome } = view.private_metadata;
    const by = { kind: 'person', id: user.id, interaction } as const;
    const typed = readHoldForm(view.state.values);
    const answer = await asMember(ctx, by, () => fixLead(ctx, { leadId, by, typed }));
    switch (answer.outcome) {
      case 'invalid':
        return ack({ response_action: 'errors', errors: { ...answer.errors } });
      case 'added': {
        const { lead, same } = answer;
        const notice = [
          plain(`Saved. It still lacks ${missingInWords(lead.missing)}.`),
          ...(same ? [plain(` ${sameWords(lead, same)}`)] : []),
        ];
        await ack({
          response_action: 'update',
          view: drawHoldForm({ lead, fromHome, notice }),
        });
        break;
      }
      case 'complete':
      case 'joined':
      case 'suppressed':
      case 'repeated': {
        const said = fixedWords(answer);
        await (said
          ? ack({ response_action: 'update', view: drawNotice(leadNumber(leadId), said) })
          : ack());
        break;
      }
      default:
        return ack({
          response_action: 'update',
          view: drawNotice(leadNumber(leadId), whyNot(answer)),
        });
    }
    if (view.previous_view_id) {
      const place = { on: 'modal', viewId: view.previous_view_id, fromHome } as const;
      await showAgain(ctx, { leadId, by, place });
    } else if (fromHome) await ctx.showHome(user.id);
  });
}
