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
import type { DoNotContact } from './doNotContactStore.ts';
import { isSentBack } from './hold.ts';
import type { Graded } from './grade.ts';
import { gradeButtons, gradeLines } from './gradeForm.ts';
import { isOverdue, leadNumber, type LeadWithDetails } from './lead.ts';
import {
  claimButton,
  contactButton,
  remarkButtons,
  fixButton,
  moreTimeButton,
  passButton,
  quickButtons,
  reassignButton,
  sendBackButton,
  undoButton,
  updateButton,
  waiveButton,
} from './leadButtons.ts';
import { type FieldValue, fieldLabel } from './fieldNews.ts';
import type { LeadEvent, Note } from './leadEvent.ts';
import { mergeButton, unmergeButton } from './mergeForm.ts';
import {
  contacts,
  eventWords,
  facts,
  holdLine,
  leaseLine,
  missingBadge,
  statusLine,
  titleLine,
  withoutContacts,
} from './leadWords.ts';
import { isClosed } from './statuses.ts';

export const detailsForm = 'lead:details-form';
export const shownEvents = 12;
export const shownNotes = 8;
const shownOthers = 15;

type OtherValue = FieldValue & {
  readonly by: string | null;
  readonly personId: string | null;
  readonly at: Date;
};

export type LeadDetailsView = {
  readonly lead: LeadWithDetails;
  readonly sourceName: string;
  /** Newest first; where there are more than `shownEvents` or `shownNotes`, it says so. */
  readonly events: readonly LeadEvent[];
  readonly notes: readonly Note[];
  /** What else was said of its fields, the oldest first. `by`: the source's name; null: a person. */
  readonly others: readonly OtherValue[];
  /** What marketing says a customer at this stage needs. */
  readonly helpful: string | null;
  readonly seesContacts: boolean;
  readonly mayUpdate: boolean;
  readonly mayClaim: boolean;
  readonly mayNote: boolean;
  readonly mayUndo: boolean;
  /** They may give it to another rep, as a manager. */
  readonly mayReassign: boolean;
  /** Not for their own leads. */
  readonly mayGiveTime: boolean;
  /** They may offer it to a colleague. */
  readonly mayPass: boolean;
  /** They may make one lead of it and another one, or take it apart. */
  readonly mayMerge: boolean;
  /** To its source's owner, for what it lacks. */
  readonly maySendBack: boolean;
  /** They may say what it lacks. */
  readonly mayComplete: boolean;
  /** They may record that the customer is not to be contacted; where that is recorded, lift it. */
  readonly mayEndContact: boolean;
  /** The customer asked not to be contacted. */
  readonly doNotContact: DoNotContact | null;
  /** They own its source, and may thank or ask its rep. */
  readonly mayRemark: boolean;
  /** They may say what it was worth. */
  readonly mayGrade: boolean;
  readonly graded: Graded | null;
  readonly now: Date;
};

/**
 * What the details remember while they are open: whether Home, behind them, is drawn again too. The
 * list of what is due is open in a modal, too, and says so.
 */
export const detailsMemory = z.object({ fromHome: z.boolean(), list: z.boolean().optional() });

/** Everything about a lead that its reader may see, and what they may do with it. */
export function drawLeadDetails(of: LeadDetailsView, fromHome: boolean): ModalView {
  const { lead } = of;
  return {
    type: 'modal',
    callback_id: detailsForm,
    private_metadata: JSON.stringify({ fromHome } satisfies z.infer<typeof detailsMemory>),
    title: plainText(leadNumber(lead.id), 24),
    close: plainText('Close', 24),
    blocks: [
      ...aboutLead(of),
      ...notToContact(of),
      ...actions(buttonsOf(of)),
      ...gradeOf(of),
      ...notesOf(of),
      ...othersOf(of),
      ...timeline(of),
    ],
  };
}

function aboutLead({
  lead,
  sourceName,
  helpful,
  seesContacts,
  now,
}: LeadDetailsView): KnownBlock[] {
  const shown = (text: string) =>
    seesContacts ? text : withoutContacts(text, lead.country, 3_000);
  const reached = contacts(lead.details);
  const lease = leaseLine(lead);
  const missing = isSentBack(lead) ? holdLine(lead) : missingBadge(lead);
  const asked = severalLines(shown(lead.details.message ?? ''), 2_500);
  return [
    richText([
      line(...titleLine(lead, shown)),
      line(...statusLine(lead, now)),
      ...(missing.length > 0 ? [line(...missing)] : []),
      ...(reached.length > 0
        ? [seesContacts ? line(...reached) : line(plain(hidden, { italic: true }))]
        : []),
      ...(asked ? [quote(plain(asked))] : []),
      ...(helpful && !isClosed(lead.status)
        ? [line(bold('What helps at this stage: '), plain(oneLine(helpful, 500)))]
        : []),
      ...fieldLines(lead, shown),
    ]),
    context(facts(lead, sourceName).join(' · '), ...(lease.length > 0 ? [markupOf(lease)] : [])),
  ];
}

function notToContact({ doNotContact }: LeadDetailsView): KnownBlock[] {
  if (!doNotContact) return [];
  const { recordedBy, recordedAt, suppressed } = doNotContact;
  const again =
    suppressed === 0
      ? ''
      : ` They came again ${suppressed === 1 ? 'once' : `${suppressed} times`}; nobody was told.`;
  return [
    richText([
      line(
        bold('Do not contact. '),
        plain('Recorded by '),
        mention(recordedBy),
        plain(' · '),
        moment(recordedAt),
        plain(`.${again}`),
      ),
    ]),
  ];
}

function gradeOf({ lead, mayGrade, graded }: LeadDetailsView): KnownBlock[] {
  const asks = mayGrade && !graded?.answer;
  if (!graded && !asks) return [];
  return [
    divider(),
    ...(graded
      ? [richText([line(bold('Grade')), ...gradeLines(graded).map((words) => line(...words))])]
      : [richText([line(bold('How good was this lead?'))])]),
    ...actions(asks ? gradeButtons(lead) : []),
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

function buttonsOf(of: LeadDetailsView): Button[] {
  const { lead, mayUndo, mayRemark, mayEndContact } = of;
  return [
    ...(mayUndo ? [undoButton(lead)] : []),
    ...(isLacking(lead) && of.mayComplete ? [fixButton(lead)] : []),
    ...usualButtons(of),
    ...(of.maySendBack && canBeSentBack(lead) ? [sendBackButton(lead)] : []),
    ...(of.mayMerge ? mergeButtons(lead) : []),
    ...(mayRemark ? remarkButtons(lead) : []),
    ...(mayEndContact && lead.status !== 'merged' ? [contactButton(lead)] : []),
  ];
}

const mergeButtons = (lead: LeadWithDetails): Button[] =>
  lead.status === 'merged'
    ? [unmergeButton(lead)]
    : lead.status === 'held'
      ? []
      : [mergeButton(lead)];

const isLacking = ({ missing, status }: LeadWithDetails) => missing.length > 0 && !isClosed(status);

const canBeSentBack = ({ sentBackAt, status }: LeadWithDetails) =>
  sentBackAt === null && status !== 'held' && !isClosed(status);

function usualButtons(of: LeadDetailsView): Button[] {
  const { lead, mayClaim, mayNote } = of;
  const note = mayNote ? [shortFormButton(lead, 'Add a note', 'lead:note')] : [];
  const reassign = of.mayReassign ? [reassignButton(lead)] : [];
  const why = button({
    text: 'Why?',
    actionId: 'lead:why',
    value: String(lead.id),
    spoken: 'Why is it due then, and what comes next?',
  });
  if (lead.status === 'new') {
    return [...(mayClaim ? [claimButton(lead)] : []), ...reassign, ...note, why];
  }
  const open = lead.ownerId !== null && !isClosed(lead.status);
  return [
    ...ownersButtons(of, open),
    ...note,
    ...(open ? reassign : []),
    ...(open && of.mayGiveTime ? [moreTimeButton(lead), waiveButton(lead)] : []),
    why,
  ];
}

function ownersButtons(
  { lead, mayUpdate, mayPass, now }: LeadDetailsView,
  open: boolean,
): Button[] {
  if (!mayUpdate || lead.doNotContactAt) return [];
  if (lead.status === 'merged' || lead.status === 'held') return [];
  if (!open) return [updateButton(lead)];
  const postponable = lead.followUpDueAt && !isOverdue(lead, now);
  return [
    ...quickButtons(lead),
    updateButton(lead),
    ...(postponable ? [shortFormButton(lead, 'Postpone', 'lead:postpone')] : []),
    ...(mayPass ? [passButton(lead)] : []),
    shortFormButton(lead, 'Release', 'lead:release'),
  ];
}

const shortFormButton = ({ id }: LeadWithDetails, text: string, actionId: string): Button =>
  button({ text, actionId, value: String(id) });

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
        .flatMap(({ kind, authorId, body, createdAt, inThread }) => [
          line(
            bold(noteLabels[kind]),
            ...(authorId ? [plain(' by '), mention(authorId)] : []),
            ...(inThread ? [plain(' in the thread')] : []),
            plain(' · '),
            moment(createdAt),
          ),
          quote(plain(severalLines(shown(body), 1_000) || '–')),
        ]),
    ),
    ...(notes.length > shownNotes ? [context('Older notes are left out here.')] : []),
  ];
}

/** `Company: Acme Inc · Trade fair · 3 Nov`, the newest first. */
function othersOf({ others, lead, seesContacts }: LeadDetailsView): KnownBlock[] {
  const shown = others.filter(({ field }) => seesContacts || !isContactField(field)).toReversed();
  if (shown.length === 0) return [];
  const text = (value: string) =>
    oneLine(seesContacts ? value : withoutContacts(value, lead.country), 300) || '–';
  return [
    divider(),
    header('What fields said before, or elsewhere'),
    richText(
      shown
        .slice(0, shownOthers)
        .map(({ field, value, by, personId, at }) =>
          line(
            bold(`${fieldLabel(field)}: `),
            plain(text(value)),
            ...(by ? [plain(` · ${oneLine(by, 60)}`)] : []),
            ...(personId ? [plain(' · '), mention(personId)] : []),
            plain(' · '),
            moment(at, '{date_short}'),
          ),
        ),
    ),
    ...(shown.length > shownOthers ? [context('Older ones are left out here.')] : []),
  ];
}

const isContactField = (field: string): boolean => field === 'email' || field === 'phone';

function timeline({ events, lead }: LeadDetailsView): KnownBlock[] {
  if (events.length === 0) return [];
  return [
    divider(),
    header('What happened'),
    richText(events.slice(0, shownEvents).map((event) => line(...timelineOf(event, lead.id)))),
    ...(events.length > shownEvents ? [context('Older events are left out here.')] : []),
  ];
}

/** `Tue 14:05 · Set to Attempted by @ana. Called, no answer (at 13:10). Next step Wed 10:00` */
function timelineOf(event: LeadEvent, shownId: number): Inline[] {
  const { at, kind, touch, dueTo, leadId = shownId } = event;
  const earlier = touch && at.getTime() - touch.occurredAt.getTime() > 60_000;
  return [
    moment(at),
    plain(leadId === shownId ? ' · ' : ` · ${leadNumber(leadId)}: `),
    ...eventWords(event),
    ...(earlier ? [plain(' (tried '), moment(touch.occurredAt), plain(')')] : []),
    ...(kind === 'updated' && dueTo ? [plain('. Due next '), moment(dueTo)] : []),
  ];
}
