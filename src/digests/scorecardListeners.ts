import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { notForGuests } from '../leads/refusalWords.ts';
import { drawNotice } from '../leads/shortForms.ts';
import { plain } from '../slack/richText.ts';
import { drawScorecardForm } from './drawScorecard.ts';
import { readOwnScorecard } from './readOwnScorecard.ts';

const scorecardAction = 'scorecard:open';

const clicked = z.object({ user: z.object({ id: z.string() }), trigger_id: z.string() });

/** `My week` in Home. */
export function registerScorecardListeners(bolt: App, ctx: Context): void {
  bolt.action(scorecardAction, async ({ ack, body }) => {
    const { user, trigger_id } = clicked.parse(body);
    const card = await readOwnScorecard(ctx, user.id);
    const view = card
      ? drawScorecardForm(card, user.id)
      : drawNotice('My week', [plain(notForGuests)]);
    await ctx.slack.views.open({ trigger_id, view });
    await ack();
  });
}
