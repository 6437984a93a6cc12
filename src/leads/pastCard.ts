import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, MessageKind } from '../slack/message.ts';
import { line, plain, richText } from '../slack/richText.ts';
import type { LeadWithDetails } from './lead.ts';
import { findLead } from './leadStore.ts';
import { titleLine, withoutContacts } from './leadWords.ts';

/** What is left of a card whose lead went back to the pool and was posted again: nothing to click. */
export function drawPastCard(lead: LeadWithDetails): Drawing {
  const shown = (text: string) => withoutContacts(text, lead.country);
  const blocks = [
    richText([
      line(
        ...titleLine(lead, shown),
        plain(' went back to the pool. Its card is posted again below.'),
      ),
    ]),
  ];
  return { text: fallbackText(blocks), blocks };
}

/** One that was never posted, or was deleted, is not missed. */
export const pastCard: MessageKind = {
  async draw(ctx, { leadId, posted }) {
    const lead = posted && leadId && (await findLead(ctx.db, ctx.workspaceId, leadId));
    return lead ? drawPastCard(lead) : null;
  },
  atMostOnce: true,
};
