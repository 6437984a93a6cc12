import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, MessageKind } from '../slack/message.ts';
import { line, plain, richText } from '../slack/richText.ts';
import { leadNumber, type LeadWithDetails } from './lead.ts';
import { findLead } from './leadStore.ts';
import { titleLine, withoutContacts } from './leadWords.ts';

/**
 * What is left of a card: nothing to click. Its lead went back to the pool or was opened again, and
 * was posted anew; or it is the same as another one.
 */
export function drawPastCard(lead: LeadWithDetails): Drawing {
  const shown = (text: string) => withoutContacts(text, lead.country);
  const blocks = [
    richText([
      line(
        ...titleLine(lead, shown),
        plain(
          lead.mergedIntoId === null
            ? ` ${lead.ownerId ? 'is open again' : 'went back to the pool'}. Its card is posted again below.`
            : ` is the same as ${leadNumber(lead.mergedIntoId)}: go on there.`,
        ),
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
