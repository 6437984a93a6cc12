import type { KnownBlock } from '@slack/types';
import { findPerson } from '../people/peopleStore.ts';
import { sourceName } from '../settings/settings.ts';
import { actions, context } from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, MessageKind } from '../slack/message.ts';
import {
  type Inline,
  line,
  markupOf,
  oneLine,
  plain,
  quote,
  richText,
  severalLines,
} from '../slack/richText.ts';
import type { LeadWithDetails } from './lead.ts';
import { cardButtons } from './leadButtons.ts';
import type { AskedAgain, Held, LeadEvent } from './leadEvent.ts';
import { findAskedAgain, findEvents } from './leadHistoryStore.ts';
import { findLead } from './leadStore.ts';
import {
  eventLine,
  facts,
  heldFor,
  lackLine,
  leaseLine,
  repeatWords,
  statusLine,
  titleLine,
  withoutContacts,
} from './leadWords.ts';
import { drawPastCard } from './pastCard.ts';
import { postLead } from './postLead.ts';
import { findRates, type SourceRate } from './sourceRateStore.ts';
import { isClosed } from './statuses.ts';

/** What a card shows. */
export type Card = {
  readonly lead: LeadWithDetails;
  readonly sourceName: string;
  readonly last: LeadEvent | null;
  /** The name of who had it, where the app gave it back to the pool last. */
  readonly formerOwner?: string | null;
  /** Where the customer asked again after it had closed. */
  readonly askedAgain?: AskedAgain | null;
  /** How leads of its source came out. */
  readonly rate?: SourceRate | null;
  readonly now: Date;
};

/** These say nothing that the card's other lines do not. */
const silent = [
  'received',
  'imported',
  'posted',
  'claimed',
  'breached',
  'recalculated',
  'reopened',
];
const newest = 5;
const isTelling = ({ kind }: LeadEvent): boolean => !silent.includes(kind);

/** A lead as its channel sees it: no contact details; no buttons once nothing can be done. */
export function drawCard({
  lead,
  sourceName,
  last,
  formerOwner,
  askedAgain,
  rate,
  now,
}: Card): Drawing {
  const closed = isClosed(lead.status);
  const shown = (text: string) => withoutContacts(text, lead.country);
  const message = askedAgain?.message ?? lead.details.message;
  const asked = message ? severalLines(shown(message), 280) : '';
  const lease = leaseLine(lead);
  const missing = lackLine(lead);
  const blocks: KnownBlock[] = [
    richText([
      line(...titleLine(lead, shown)),
      line(...statusLine(lead, now, askedAgain?.at)),
      ...(missing.length > 0 && !closed ? [line(...missing)] : []),
      ...(askedAgain && !closed ? [line(...repeatWords(askedAgain))] : []),
      ...(last?.held && !closed ? [line(...formerly(last.held, formerOwner))] : []),
      ...(asked && !closed ? [quote(plain(asked))] : []),
    ]),
    context(
      [...facts(lead, sourceName), ...(rate && !closed ? odds(rate) : [])].join(' · '),
      ...(lease.length > 0 ? [markupOf(lease)] : []),
      ...(last && !last.held && !closed ? [markupOf(eventLine(last))] : []),
    ),
    ...actions(cardButtons(lead)),
  ];
  return { text: fallbackText(blocks), blocks };
}

/** Enough to say what to expect of the next one. */
const enough = 20;

/** `34 % of its worked leads qualify (68 of 200)` */
const odds = ({ quarter: { part, whole } }: SourceRate): string[] =>
  whole < enough
    ? []
    : [`${Math.round((100 * part) / whole)} % of its worked leads qualify (${part} of ${whole})`];

/** A card that is posted again names who had it before, and does not mention them. */
const formerly = (held: Held, name?: string | null): Inline[] => [
  plain(`Was ${oneLine(name ?? 'another rep', 60)}’s for ${heldFor(held)}.`),
];

export const leadCard: MessageKind = {
  async draw(ctx, message, now) {
    const lead = message.leadId && (await findLead(ctx.db, ctx.workspaceId, message.leadId));
    if (!lead || lead.status === 'held') return null;
    if (lead.mergedIntoId !== null) return message.posted ? drawPastCard(lead) : null;
    const { document } = await ctx.settings.current();
    const events = await findEvents(ctx.db, ctx.workspaceId, lead.id, newest);
    const last = events.find(isTelling) ?? null;
    const had = last?.held && last.ownerId;
    // Of most leads these are all events, and so it need not be asked for.
    const perhaps = events.length === newest || events.some(({ kind }) => kind === 'reopened');
    const askedAgain = perhaps ? await findAskedAgain(ctx.db, ctx.workspaceId, lead.id) : null;
    return drawCard({
      lead,
      sourceName: sourceName(document, lead.sourceKey),
      last,
      formerOwner: (had && (await findPerson(ctx.db, ctx.workspaceId, had))?.name) || null,
      askedAgain,
      rate: (await findRates(ctx.db, ctx.workspaceId, [lead.sourceKey]))[0] ?? null,
      now,
    });
  },
  async onPosted(ctx, trx, message, at) {
    if (message.leadId) await postLead(ctx, trx, { leadId: message.leadId, at });
  },
};
