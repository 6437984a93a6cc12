import { z } from 'zod';
import { actions } from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, MessageKind } from '../slack/message.ts';
import { joined, line, plain, type RichLine, richText } from '../slack/richText.ts';
import { leadNumber, type LeadWithDetails } from './lead.ts';
import { detailsButton } from './leadButtons.ts';
import { findLead } from './leadStore.ts';
import { statusLine, titleLine, withoutContacts } from './leadWords.ts';
import { mergeWithButton } from './mergeForm.ts';

const subject = z.object({ same: z.int() });

/** Asks a manager whether two leads are one. Not sent where one of them is merged by then. */
export const sameLeadMessage: MessageKind = {
  async draw(ctx, message, now) {
    const { same: sameId } = subject.parse(message.subject);
    const lead = message.leadId && (await findLead(ctx.db, ctx.workspaceId, message.leadId));
    const same = await findLead(ctx.db, ctx.workspaceId, sameId);
    if (!lead || !same) return null;
    const isOver = lead.status === 'merged' || same.status === 'merged';
    return isOver && !message.posted ? null : drawSameLead(lead, same, now);
  },
};

export function drawSameLead(lead: LeadWithDetails, same: LeadWithDetails, now: Date): Drawing {
  const two = [lead, same];
  const merged = two.find(({ status }) => status === 'merged');
  if (merged) {
    const said = `${leadNumber(merged.id)} is the same as ${leadNumber(merged.mergedIntoId ?? 0)}: merged.`;
    const blocks = [richText([line(plain(said))])];
    return { text: fallbackText(blocks), blocks };
  }
  const blocks = [
    richText([
      line(
        plain(
          `${leadNumber(lead.id)} and ${leadNumber(same.id)} may be one: what was added to ${leadNumber(lead.id)} now is known of the other.`,
        ),
      ),
      ...two.map((one) => lineOf(one, now)),
      line(plain('Merge them if they are the same; else there is nothing to do.')),
    ]),
    ...actions([mergeWithButton(lead, same), detailsButton(lead)]),
  ];
  return { text: fallbackText(blocks), blocks };
}

const lineOf = (lead: LeadWithDetails, now: Date): RichLine =>
  line(
    ...joined([
      titleLine(lead, (text) => withoutContacts(text, lead.country)),
      statusLine(lead, now),
    ]),
  );
