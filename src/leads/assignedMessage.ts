import type { KnownBlock } from '@slack/types';
import { sourceName } from '../settings/settings.ts';
import { actions, context } from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, MessageKind } from '../slack/message.ts';
import {
  bold,
  channelLink,
  type Inline,
  line,
  markupOf,
  mention,
  oneLine,
  plain,
  quote,
  richText,
  severalLines,
} from '../slack/richText.ts';
import { type WhyAssigned, whyAssigned } from './assignment.ts';
import { leadNumber, leadTitle, type LeadWithDetails } from './lead.ts';
import { detailsButton, leadButtons } from './leadButtons.ts';
import type { AskedAgain } from './leadEvent.ts';
import { findAskedAgain } from './leadHistoryStore.ts';
import { findLead } from './leadStore.ts';
import { contacts, due, facts, leaseLine, repeatWords, titleLine } from './leadWords.ts';
import { isClosed } from './statuses.ts';

/**
 * The DM to somebody who owns a lead without having claimed it, or waited for what it lacked. Not sent
 * where it is no longer theirs by then. The first update of the lead takes its buttons, all but
 * Details: from then on nudge, card and Home tell how it stands.
 */
export const assignedMessage: MessageKind = {
  async draw(ctx, message, now) {
    const lead = message.leadId && (await findLead(ctx.db, ctx.workspaceId, message.leadId));
    if (!lead) return null;
    const isTheirs = lead.ownerId === message.personId;
    if (message.posted) return drawUpdated(lead, isTheirs);
    if (!isTheirs || isClosed(lead.status)) return null;
    const { document } = await ctx.settings.current();
    return drawAssigned({
      lead,
      why: whyAssigned.parse(message.subject),
      askedAgain: await findAskedAgain(ctx.db, ctx.workspaceId, lead.id),
      sourceName: sourceName(document, lead.sourceKey),
      now,
    });
  },
};

type Assigned = {
  readonly lead: LeadWithDetails;
  readonly why: WhyAssigned;
  /** Where the customer asked again after it had closed. */
  readonly askedAgain?: AskedAgain | null;
  readonly sourceName: string;
  readonly now: Date;
};

/** For the owner's eyes: with how the customer is reached. */
export function drawAssigned({ lead, why, askedAgain, sourceName, now }: Assigned): Drawing {
  const asked = severalLines(askedAgain?.message ?? lead.details.message ?? '', 600);
  const lease = leaseLine(lead);
  const blocks: KnownBlock[] = [
    richText([
      line(bold('Yours: '), ...titleLine(lead)),
      line(...reached(lead)),
      line(...due(lead, now)),
      ...(askedAgain ? [line(...repeatWords(askedAgain))] : []),
      ...(asked ? [quote(plain(asked))] : []),
    ]),
    context(
      markupOf(reason(why, lead.channelId)),
      facts(lead, sourceName).join(' · '),
      ...(lease.length > 0 ? [markupOf(lease)] : []),
    ),
    ...actions(leadButtons(lead)),
  ];
  return { text: fallbackText(blocks), blocks };
}

/** What stays of it once the lead has changed. */
export function drawUpdated(lead: LeadWithDetails, isTheirs: boolean): Drawing {
  const number = leadNumber(lead.id);
  const title = oneLine(leadTitle(lead), 80);
  const named = title === number ? number : `${title} · ${number}`;
  const blocks = isTheirs
    ? [
        richText([line(bold(named)), line(...reached(lead))]),
        context(`Updated since. To see how it stands: /lead ${number}`),
        ...actions([detailsButton(lead)]),
      ]
    : [richText([line(plain(named, { strike: true }), plain(' is no longer yours.'))])];
  return { text: fallbackText(blocks), blocks };
}

function reached({ details }: LeadWithDetails): Inline[] {
  const ways = contacts(details);
  return ways.length > 0 ? ways : [plain('No email address or phone number came with it.')];
}

function reason(why: WhyAssigned, channelId: string): Inline[] {
  const channel = channelLink(channelId);
  switch (why.why) {
    case 'turn':
      return [plain('It is your turn in '), channel, plain('.')];
    case 'direct':
      return [plain('By the routing rules, leads like this one are yours.')];
    case 'stand-in':
      return [
        plain('It is for '),
        mention(why.for),
        plain(', who is away, and you stand in for them.'),
      ];
    case 'fallback':
      return [
        plain('Nobody in '),
        channel,
        plain(' can take it now, and you are the fallback there.'),
      ];
    case 'came-back':
      return [plain('The customer asked again, and you had this lead before.')];
    case 'merged':
      return [
        mention(why.by),
        plain(` merged ${leadNumber(why.lead)}, which you had, into this one: they are the same.`),
      ];
    case 'unmerged':
      return [
        mention(why.by),
        plain(` took it apart from ${leadNumber(why.lead)}: it is yours again`),
        plain(why.lost ? `, and ${leadNumber(why.lead)} is no longer.` : '.'),
      ];
    case 'reassigned':
      return [mention(why.by), plain(' gave it to you.')];
    case 'goes-on':
      return [
        plain(
          why.isWhole
            ? 'It was sent back. What it lacked has come, and your clock runs again.'
            : 'It was sent back. What it lacks has not come in time, and your clock runs again.',
        ),
      ];
  }
}
