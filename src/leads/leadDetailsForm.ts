import type { Button, KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { actions, button, context, divider, header, plainText } from '../slack/blocks.ts';
import {
  bold,
  type Inline,
  line,
  markupOf,
  mention,
  moment,
  oneLine,
  plain,
  quote,
  type RichLine,
  richText,
  severalLines,
} from '../slack/richText.ts';
import { isOverdue, leadNumber, type LeadWithDetails } from './lead.ts';
import { claimButton, quickButtons, undoButton, updateButton } from './leadButtons.ts';
import type { LeadEvent, Note } from './leadEvent.ts';
import {
  contacts,
  eventLine,
  facts,
  leaseLine,
  statusLine,
  titleLine,
  withoutContacts,
} from './leadWords.ts';
import { isClosed } from './statuses.ts';

export const detailsForm = 'lead:details-form';
export const shownEvents = 12;
export const shownNotes = 8;

export type LeadDetailsView = {
  readonly lead: LeadWithDetails;
  readonly sourceName: string;
  /** Newest first; where there are more than `shownEvents` or `shownNotes`, it says so. */
  readonly events: readonly LeadEvent[];
  readonly notes: readonly Note[];
  readonly seesContacts: boolean;
  readonly mayUpdate: boolean;
  readonly mayClaim: boolean;
  readonly mayNote: boolean;
  readonly mayUndo: boolean;
  readonly now: Date;
};

/** What the details remember while they are open: whether Home, behind them, is drawn again too. */
export const detailsMemory = z.object({ fromHome: z.boolean() });

/** Everything about a lead that its reader may see, and what they may do with it. */
export function drawLeadDetails(of: LeadDetailsView, fromHome: boolean): ModalView {
  const { lead } = of;
  return {
    type: 'modal',
    callback_id: detailsForm,
    private_metadata: JSON.stringify({ fromHome } satisfies z.infer<typeof detailsMemory>),
    title: plainText(leadNumber(lead.id), 24),
    close: plainText('Close', 24),
    blocks: [...aboutLead(of), ...actions(buttonsOf(of)), ...notesOf(of), ...timeline(of)],
  };
}

function aboutLead({ lead, sourceName, seesContacts, now }: LeadDetailsView): KnownBlock[] {
  const shown = (text: string) =>
    seesContacts ? text : withoutContacts(text, lead.country, 3_000);
  const reached = contacts(lead.details);
  const lease = leaseLine(lead);
  const asked = severalLines(shown(lead.details.message ?? ''), 2_500);
  return [
    richText([
      line(...titleLine(lead, shown)),
      line(...statusLine(lead, now)),
      ...(reached.length > 0
        ? [seesContacts ? line(...reached) : line(plain(hidden, { italic: true }))]
        : []),
      ...(asked ? [quote(plain(asked))] : []),
      ...fieldLines(lead, shown),
    ]),
    context(facts(lead, sourceName).join(' · '), ...(lease.length > 0 ? [markupOf(lease)] : [])),
  ];
}

const hidden = 'Contact details are shown to the owner and to managers.';

function fieldLines(lead: LeadWithDetails, shown: (text: string) => string): RichLine[] {
  const { website, externalId, custom } = lead.details;
  const named: [string, Inline | null][] = [
    ['Website', text(website, shown)],
    ['Appointment', lead.appointmentAt && moment(lead.appointmentAt)],
    ['Prefers', text(lead.preferredContact)],
    ['Segment', text(lead.segment, shown)],
    ['Language', text(lead.language)],
    ['Reference', text(externalId, shown)],
    ['Received', moment(lead.receivedAt)],
    ...Object.entries(custom)
      .slice(0, 25)
      .map(([name, value]): [string, Inline | null] => [
        oneLine(name, 60),
        text(written(value), shown),
      ]),
  ];
  return named.flatMap(([name, value]) => (value ? [line(bold(`${name}: `), value)] : []));
}

const written = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

const text = (value: string | null, shown = (all: string) => all): Inline | null =>
  value ? plain(oneLine(shown(value), 300) || '–') : null;

function buttonsOf(view: LeadDetailsView): Button[] {
  return [...(view.mayUndo ? [undoButton(view.lead)] : []), ...usualButtons(view)];
}

function usualButtons({ lead, mayUpdate, mayClaim, mayNote, now }: LeadDetailsView): Button[] {
  const of = { value: String(lead.id) };
  const note = button({ ...of, text: 'Add a note', actionId: 'lead:note' });
  const why = button({ ...of, text: 'Why?', actionId: 'lead:why', spoken: whySpoken });
  const open = lead.ownerId !== null && !isClosed(lead.status);
  if (lead.status === 'new') {
    return [...(mayClaim ? [claimButton(lead)] : []), ...(mayNote ? [note] : []), why];
  }
  return [
    ...(mayUpdate && open ? quickButtons(lead) : []),
    ...(mayUpdate && lead.status !== 'merged' && lead.status !== 'held'
      ? [updateButton(lead)]
      : []),
    ...(mayUpdate && open && lead.followUpDueAt && !isOverdue(lead, now)
      ? [button({ ...of, text: 'Postpone', actionId: 'lead:postpone' })]
      : []),
    ...(mayNote ? [note] : []),
    ...(mayUpdate && open ? [button({ ...of, text: 'Release', actionId: 'lead:release' })] : []),
    why,
  ];
}

const whySpoken = 'Why is it due then, and what comes next?';

const noteLabels = {
  note: 'Note',
  evidence: 'Evidence',
  reason: 'Reason',
  enquiry: 'Enquiry',
} as const;

function notesOf({ notes, lead, seesContacts }: LeadDetailsView): KnownBlock[] {
  if (notes.length === 0) return [];
  const shown = (body: string) =>
    seesContacts ? body : withoutContacts(body, lead.country, 1_000);
  return [
    divider(),
    header('Notes'),
    richText(
      notes
        .slice(0, shownNotes)
        .flatMap(({ kind, authorId, body, createdAt }) => [
          line(
            bold(noteLabels[kind]),
            ...(authorId ? [plain(' by '), mention(authorId)] : []),
            plain(' · '),
            moment(createdAt),
          ),
          quote(plain(severalLines(shown(body), 1_000) || '–')),
        ]),
    ),
    ...(notes.length > shownNotes ? [context('Older notes are left out here.')] : []),
  ];
}

function timeline({ events }: LeadDetailsView): KnownBlock[] {
  if (events.length === 0) return [];
  return [
    divider(),
    header('What happened'),
    richText(events.slice(0, shownEvents).map((event) => line(...eventLine(event)))),
    ...(events.length > shownEvents ? [context('Older events are left out here.')] : []),
  ];
}
