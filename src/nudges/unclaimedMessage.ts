import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { type LeadWithDetails, leadNumber, leadTitle } from '../leads/lead.ts';
import { claimButton } from '../leads/leadButtons.ts';
import { findLead } from '../leads/leadStore.ts';
import { withoutContacts } from '../leads/leadWords.ts';
import { findPeople } from '../people/peopleStore.ts';
import { actions } from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, Message, MessageKind } from '../slack/message.ts';
import {
  bold,
  type Inline,
  joined,
  line,
  mention,
  moment,
  oneLine,
  plain,
  richText,
} from '../slack/richText.ts';
import { isOnShift } from './onShift.ts';
import { cardOf } from './unclaimedStore.ts';

const subject = z.object({ due: z.iso.datetime(), asked: z.array(z.string()) });

/**
 * The reply under the card of a lead that nobody has claimed within its window. Judged once more before
 * it is posted: claimed by then, or nobody whom it asks on shift any more, and it is not sent. Once the
 * lead is claimed it says so, and asks nobody.
 */
export const unclaimedMessage: MessageKind = {
  atMostOnce: true,
  async thread({ db, workspaceId }, { leadId }) {
    return leadId === null ? null : cardOf(db, workspaceId, leadId);
  },
  async draw(ctx, message, now) {
    const lead = message.leadId && (await findLead(ctx.db, ctx.workspaceId, message.leadId));
    if (!lead) return null;
    const { due, asked } = subject.parse(message.subject);
    const waits = lead.status === 'new' && lead.followUpDueAt?.getTime() === Date.parse(due);
    if (message.posted) return waits ? drawAsk(lead, asked) : drawOver(lead);
    const present = waits ? await onShift(ctx, message, asked, now) : [];
    return present.length > 0 ? drawAsk(lead, present) : null;
  },
};

async function onShift(
  { db, workspaceId, settings }: Context,
  { destination }: Message,
  asked: readonly string[],
  now: Date,
): Promise<string[]> {
  const { document } = await settings.current();
  const people = await findPeople(db, workspaceId, asked);
  return people.filter((one) => isOnShift(one, destination, document, now)).map(({ id }) => id);
}

/** `asked`: ids of one to three people. */
export function drawAsk(lead: LeadWithDetails, asked: readonly string[]): Drawing {
  const people = joined(
    asked.map((id) => [mention(id)]),
    ', ',
  );
  const can = asked.length === 1 ? ', can you take it?' : ', can one of you take it?';
  return draw(
    [
      ...people,
      plain(can),
      plain(' Nobody has claimed '),
      bold(called(lead)),
      plain(' since '),
      moment(lead.statusAt),
      plain('.'),
    ],
    actions([claimButton(lead)]),
  );
}

/** Nothing is asked any more. */
export function drawOver(lead: LeadWithDetails): Drawing {
  return draw(
    lead.ownerId
      ? [mention(lead.ownerId), plain(` has ${leadNumber(lead.id)}.`)]
      : [plain(`Nobody is asked about ${leadNumber(lead.id)} here any more.`)],
  );
}

function draw(sentence: Inline[], more: KnownBlock[] = []): Drawing {
  const blocks = [richText([line(...sentence)]), ...more];
  return { text: fallbackText(blocks), blocks };
}

function called(lead: LeadWithDetails): string {
  const title = oneLine(withoutContacts(leadTitle(lead), lead.country), 60);
  const number = leadNumber(lead.id);
  return title === number || title === '' ? number : `${number} ${title}`;
}
