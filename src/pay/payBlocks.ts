import type { ActionsBlockElement, KnownBlock } from '@slack/types';
import {
  detailsButton,
  moreMenu,
  quickButtons,
  takeBackButton,
  updateButton,
} from '../leads/leadButtons.ts';
import { leadNumber } from '../leads/lead.ts';
import { titleLine } from '../leads/leadWords.ts';
import { isClosed } from '../leads/statuses.ts';
import { actions, context, markup, slackDate } from '../slack/blocks.ts';
import { line, plain, richText } from '../slack/richText.ts';
import type { BlockedLead, PayStanding } from './payStanding.ts';
import { countsInWords, periodInWords } from './payWords.ts';
import { excuses, reasons } from './verdict.ts';

const named = 10;

/** The lead, each reason why it is not fully updated, and what puts it right. */
export function blockedLead({ lead, verdict }: BlockedLead): KnownBlock[] {
  const found = verdict.reasons.map((reason) => reasons[reason]);
  return [
    richText([
      line(...titleLine(lead)),
      ...found.map(({ why, how }) => line(plain(verdict.leftAt ? why : `${why} ${how}`))),
      ...(verdict.leftAt ? [line(plain(leftWords({ lead, verdict })))] : []),
    ]),
    ...actions(buttonsOf({ lead, verdict })),
  ];
}

/** It is judged as it stood when it left them. */
const leftWords = ({ lead }: BlockedLead): string =>
  lead.ownerId
    ? 'So it stood when it went to a colleague. A manager can waive it.'
    : 'So it stood when it went back to the pool. Take it back and update it.';

function buttonsOf({ lead, verdict }: BlockedLead): ActionsBlockElement[] {
  if (verdict.leftAt) {
    const free = lead.ownerId === null && lead.status === 'new';
    return [...(free ? [takeBackButton(lead)] : []), detailsButton(lead)];
  }
  const isLate = verdict.reasons.every((reason) => reason === 'overdue');
  return isLate && !isClosed(lead.status)
    ? [...quickButtons(lead), moreMenu(lead)]
    : [updateButton(lead), detailsButton(lead)];
}

/** What counts which way, and until when it can be changed. */
export const summary = ({ counts, period }: PayStanding): KnownBlock[] => [
  richText([line(plain(`${sentence(countsInWords(counts))}.`))]),
  context(
    markup`${periodInWords(period)}. It can be put right until ${slackDate(period.cutOffAt)}; then it is frozen.`,
  ),
];

const sentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** What is excused and what was corrected, a line each; nothing where there is nothing. */
export const asides = ({ excused, corrected }: PayStanding): KnownBlock[] => [
  ...aside(
    'Excused',
    excused.map(({ leadId, why }) => `${leadNumber(leadId)} (${excuses[why]})`),
  ),
  ...aside(
    'Put right since the last period',
    corrected.map(({ leadId }) => leadNumber(leadId)),
  ),
];

function aside(title: string, all: readonly string[]): KnownBlock[] {
  if (all.length === 0) return [];
  const more = all.length > named ? ` and ${all.length - named} more` : '';
  return [context(`${title}: ${all.slice(0, named).join(', ')}${more}.`)];
}
