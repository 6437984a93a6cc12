import { z } from 'zod';
import { actions } from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, MessageKind } from '../slack/message.ts';
import { bold, type Inline, line, mention, oneLine, plain, richText } from '../slack/richText.ts';
import { leadNumber, leadTitle, type LeadWithDetails } from './lead.ts';
import { detailsButton } from './leadButtons.ts';
import { findLead } from './leadStore.ts';
import { withoutContacts } from './leadWords.ts';
import { findMergeOf } from './mergeStore.ts';

const subject = z.object({ merge: z.int() });

/** Tells whoever lost a lead by a merge where it goes on. Not sent where they have that by then. */
export const mergedAwayMessage: MessageKind = {
  async draw(ctx, message) {
    const { db, workspaceId } = ctx;
    if (message.posted) return null;
    const merge = await findMergeOf(db, workspaceId, subject.parse(message.subject).merge);
    const child = merge && (await findLead(db, workspaceId, merge.leadId));
    const kept = merge && (await findLead(db, workspaceId, merge.intoId));
    if (!merge || !child || !kept || kept.ownerId === message.personId) return null;
    return drawMergedAway({ child, kept, byId: merge.byId });
  },
};

type MergedAway = {
  /** What was merged into the other one. */
  readonly child: LeadWithDetails;
  readonly kept: LeadWithDetails;
  readonly byId: string | null;
};

/** To them, whichever of the two they had. */
export function drawMergedAway({ child, kept, byId }: MergedAway): Drawing {
  const number = leadNumber(kept.id);
  const title = oneLine(withoutContacts(leadTitle(kept), kept.country), 80);
  const blocks = [
    richText([
      line(bold(title), plain(' is no longer yours.')),
      line(
        ...(byId ? [mention(byId)] : [plain('The app')]),
        plain(
          ` merged ${leadNumber(child.id)} into ${number}: they are the same. It goes on as ${number}`,
        ),
        ...whose(kept),
        plain('. Your touches and notes are part of it.'),
      ),
    ]),
    ...actions([detailsButton(kept)]),
  ];
  return { text: fallbackText(blocks), blocks };
}

const whose = ({ ownerId }: LeadWithDetails): Inline[] =>
  ownerId ? [plain(' with '), mention(ownerId)] : [plain(' in the pool')];
