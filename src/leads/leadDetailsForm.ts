import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { actions, context, divider, plainText } from '../slack/blocks.ts';
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
import { gradeButtons, gradeLines } from './gradeForm.ts';
import { leadNumber, type LeadWithDetails } from './lead.ts';
import { detailsButtons } from './detailsButtons.ts';
import { notesOf, othersOf, timeline } from './detailsHistoryBlocks.ts';
import type { LeadDetailsView } from './leadDetailsView.ts';
import {
  contacts,
  facts,
  lackLine,
  leaseLine,
  statusLine,
  titleLine,
  withoutContacts,
} from './leadWords.ts';
import { isClosed } from './statuses.ts';

export const detailsForm = 'lead:details-form';

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
      ...actions(detailsButtons(of)),
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
  const missing = lackLine(lead);
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
