import type { KnownBlock } from '@slack/types';
import { context, divider, header } from '../slack/blocks.ts';
import {
  bold,
  type Inline,
  line,
  mention,
  moment,
  oneLine,
  plain,
  quote,
  richText,
  severalLines,
} from '../slack/richText.ts';
import { fieldLabel } from './fieldNews.ts';
import { leadNumber } from './lead.ts';
import { type LeadDetailsView, shownEvents, shownNotes } from './leadDetailsView.ts';
import type { LeadEvent } from './leadEvent.ts';
import { eventWords, withoutContacts } from './leadWords.ts';

const shownOthers = 15;

const noteLabels = {
  note: 'Note',
  evidence: 'Evidence',
  reason: 'Reason',
  enquiry: 'Enquiry',
} as const;

/** What was written about it. */
export function notesOf({ notes, lead, seesContacts }: LeadDetailsView): KnownBlock[] {
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
export function othersOf({ others, lead, seesContacts }: LeadDetailsView): KnownBlock[] {
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

const isContactField = (field: string): boolean => /^(wrong\.)?(email|phone)$/.test(field);

/** What happened, the newest first. */
export function timeline({ events, lead }: LeadDetailsView): KnownBlock[] {
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
