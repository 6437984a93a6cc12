import type { KnownBlock } from '@slack/types';
import { actions, context } from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing } from '../slack/message.ts';
import {
  bold,
  type Inline,
  line,
  markupOf,
  plain,
  quote,
  richText,
  severalLines,
} from '../slack/richText.ts';
import { gradeButtons } from './gradeForm.ts';
import type { LeadWithDetails } from './lead.ts';
import { detailsButton, fixButton, leadButtons } from './leadButtons.ts';
import {
  contacts,
  due,
  facts,
  leaseLine,
  lackLine,
  statusLine,
  titleLine,
  withoutContacts,
} from './leadWords.ts';
import { isClosed } from './statuses.ts';

/** What one person is shown of a lead, privately. */
export type Summary = {
  readonly lead: LeadWithDetails;
  readonly sourceName: string;
  /** The owner and managers see how the customer is reached. */
  readonly seesContacts: boolean;
  readonly mayUpdate: boolean;
  readonly mayClaim: boolean;
  /** They may say what it lacks. */
  readonly mayComplete?: boolean;
  /** They may say what it was worth. */
  readonly mayGrade?: boolean;
  readonly now: Date;
  /** What has just happened, above the rest; then the rest is shorter. */
  readonly said?: readonly Inline[];
};

export function drawSummary({ lead, sourceName, said, now, ...may }: Summary): Drawing {
  const shown = (text: string) => (may.seesContacts ? text : withoutContacts(text, lead.country));
  const reached = may.seesContacts ? contacts(lead.details) : [];
  const lack = lackLine(lead);
  const asked = severalLines(shown(lead.details.message ?? ''), 600);
  const fix = may.mayComplete && lead.missing.length > 0 && !isClosed(lead.status);
  const buttons =
    isClosed(lead.status) ||
    lead.status === 'held' ||
    !(lead.ownerId ? may.mayUpdate : may.mayClaim)
      ? [detailsButton(lead)]
      : leadButtons(lead);
  const blocks: KnownBlock[] = [
    ...(said ? [richText([line(...said)])] : []),
    richText([
      line(...titleLine(lead, shown)),
      ...(reached.length > 0 ? [line(...reached)] : []),
      line(...statusLine(lead, now)),
      ...(lack.length > 0 ? [line(...lack)] : []),
      ...(asked && !said ? [quote(plain(asked))] : []),
    ]),
    ...(said ? [] : [context(facts(lead, sourceName).join(' · '), ...leaseOf(lead))]),
    ...(said && may.mayGrade ? [context('How good was this lead?')] : []),
    ...actions([
      ...(fix ? [fixButton(lead)] : []),
      ...(said && may.mayGrade ? gradeButtons(lead) : []),
      ...buttons,
    ]),
  ];
  return { text: fallbackText(blocks), blocks };
}

function leaseOf(lead: LeadWithDetails) {
  const lease = leaseLine(lead);
  return lease.length > 0 ? [markupOf(lease)] : [];
}

/** For whoever has just claimed it from its card: how the customer is reached, and what is due when. */
export function drawYours({ lead, now }: Pick<Summary, 'lead' | 'now'>): Drawing {
  const reached = contacts(lead.details);
  const blocks = [
    richText([
      line(bold('Yours: '), ...titleLine(lead)),
      line(
        ...(reached.length > 0
          ? reached
          : [plain('No email address or phone number came with it.')]),
      ),
      line(...due(lead, now)),
    ]),
  ];
  return { text: fallbackText(blocks), blocks };
}
