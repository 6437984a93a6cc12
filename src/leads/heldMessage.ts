import type { KnownBlock } from '@slack/types';
import type { Context } from '../context.ts';
import { sourceName } from '../settings/settings.ts';
import { actions, context, divider, header } from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, MessageKind } from '../slack/message.ts';
import {
  type Inline,
  joined,
  line,
  moment,
  oneLine,
  plain,
  quote,
  type RichLine,
  richText,
  severalLines,
} from '../slack/richText.ts';
import { findNotes } from './leadHistoryStore.ts';
import { findHeld, findTold, type Some } from './holdStore.ts';
import { type LeadWithDetails, leadNumber, leadTitle } from './lead.ts';
import { detailsButton, fixButton } from './leadButtons.ts';
import { findLeads } from './leadStore.ts';
import { holdLine, titleLine, withoutContacts } from './leadWords.ts';
import { missingInWords } from './missingWords.ts';

const shown = 8;

/** A lead that waits for its source's owner, or did. */
export type HoldLine = {
  readonly lead: LeadWithDetails;
  readonly sourceName: string;
  /** Why a rep sent it back, in their words. */
  readonly reason: string | null;
};

/** Some of them, and how many there are. */
export type Holds = { readonly lines: readonly HoldLine[]; readonly count: number };

/**
 * Tells a source's owner which leads are held back or were sent back, with the form for each; what has
 * been dealt with is struck. Judged once more before it is posted: nothing waits any more, and it is
 * not sent.
 */
export const heldMessage: MessageKind = {
  async draw(ctx, message) {
    const { db, workspaceId } = ctx;
    const told = await read(ctx, await findTold(db, workspaceId, message.id, shown));
    const waits = told.lines.some(({ lead }) => lead.heldUntil !== null);
    return waits || message.posted ? drawHeld(told) : null;
  },
};

/** What is held back in a channel, as long as anything is. It asks nobody. */
export const heldListMessage: MessageKind = {
  async draw(ctx, message) {
    const { db, workspaceId } = ctx;
    const of = { channelId: message.destination };
    const held = await read(ctx, await findHeld(db, workspaceId, of, shown));
    if (held.count > 0) return drawHeldList(held);
    return message.posted ? 'delete' : null;
  },
};

async function read({ db, workspaceId, settings }: Context, { ids, count }: Some): Promise<Holds> {
  const { document } = await settings.current();
  const leads = await findLeads(db, workspaceId, ids);
  const lines = await Promise.all(
    leads
      .toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
      .map(async (lead) => ({
        lead,
        sourceName: sourceName(document, lead.sourceKey),
        reason: lead.sentBackAt ? await reasonOf(db, workspaceId, lead) : null,
      })),
  );
  return { lines, count };
}

async function reasonOf(
  db: Context['db'],
  workspaceId: string,
  { id, sentBackAt, sentBackBy }: LeadWithDetails,
): Promise<string | null> {
  const notes = await findNotes(db, workspaceId, id, 50);
  const reason = notes.find(
    ({ kind, authorId, createdAt }) =>
      kind === 'reason' && authorId === sentBackBy && createdAt.getTime() === sentBackAt?.getTime(),
  );
  return reason?.body ?? null;
}

/** The direct message. */
export function drawHeld({ lines, count }: Holds): Drawing {
  const open = lines.filter(({ lead }) => lead.heldUntil !== null);
  const over = lines.filter(({ lead }) => lead.heldUntil === null);
  const waiting = count - over.length;
  const blocks: KnownBlock[] = [
    header(headline(waiting)),
    ...open.flatMap((one, n) => [
      ...(n > 0 ? [divider()] : []),
      richText([...titleOf(one), line(...holdLine(one.lead)), ...reasonLine(one)]),
      ...actions([fixButton(one.lead), detailsButton(one.lead)]),
    ]),
    ...(over.length > 0
      ? [richText([line(plain('Dealt with: '), ...joined(over.map(struck), ', '))])]
      : []),
    ...(count > lines.length
      ? [context(`And ${count - lines.length} more. Home lists what is held back.`)]
      : []),
  ];
  return { text: fallbackText(blocks), blocks };
}

function headline(count: number): string {
  if (count === 0) return 'Nothing waits for you here any more.';
  return count === 1 ? '1 lead lacks something' : `${count} leads lack something`;
}

const titleOf = ({ lead, sourceName: name }: HoldLine): RichLine[] => [
  line(
    ...titleLine(lead, (text) => withoutContacts(text, lead.country)),
    plain(` · ${oneLine(name, 60)}`),
  ),
];

const reasonLine = ({ lead, reason }: HoldLine): RichLine[] =>
  reason && lead.status !== 'held'
    ? [quote(plain(severalLines(withoutContacts(reason, lead.country), 300)))]
    : [];

/** `L-12 Jane Doe, complete`, `L-12 Jane Doe, the same as L-5` */
function struck({ lead }: HoldLine): Inline[] {
  const called = oneLine(withoutContacts(leadTitle(lead), lead.country), 60);
  const number = leadNumber(lead.id);
  return [
    plain(called === number ? number : `${number} ${called}`, { strike: true }),
    plain(`, ${became(lead)}`),
  ];
}

function became({ missing, mergedIntoId, doNotContactAt }: LeadWithDetails): string {
  if (mergedIntoId !== null) return `the same as ${leadNumber(mergedIntoId)}`;
  if (doNotContactAt) return 'not to be contacted';
  return missing.length > 0 ? `went on without ${missingInWords(missing)}` : 'complete';
}

/** The channel's list: no buttons, no mentions. */
export function drawHeldList({ lines, count }: Holds): Drawing {
  const blocks: KnownBlock[] = [
    richText([
      line(
        plain(
          count === 1
            ? '1 lead is held back until it is complete. Nothing is to be done here.'
            : `${count} leads are held back until they are complete. Nothing is to be done here.`,
        ),
      ),
      ...lines.map((one) =>
        line(
          plain('• '),
          plain(oneLine(called(one.lead), 80)),
          plain(` · ${oneLine(one.sourceName, 60)} · lacks ${missingInWords(one.lead.missing)}`),
          ...(one.lead.heldUntil
            ? [plain(' · comes '), moment(one.lead.heldUntil), plain(' at the latest')]
            : []),
        ),
      ),
    ]),
    ...(count > lines.length ? [context(`And ${count - lines.length} more.`)] : []),
  ];
  return { text: fallbackText(blocks), blocks };
}

function called(lead: LeadWithDetails): string {
  const title = withoutContacts(leadTitle(lead), lead.country);
  const number = leadNumber(lead.id);
  return title === number ? number : `${number} ${title}`;
}
