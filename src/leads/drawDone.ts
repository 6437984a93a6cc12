import type { KnownBlock } from '@slack/types';
import { actions } from '../slack/blocks.ts';
import { bold, type Inline, joined, line, plain, richText } from '../slack/richText.ts';
import { leadNumber, type LeadWithDetails } from './lead.ts';
import { undoButton } from './leadButtons.ts';
import { due, titleLine, withoutContacts } from './leadWords.ts';
import { statuses } from './statuses.ts';

/** What an update in one click did, with the way to take it back: above Home, or as a whisper. */
export function drawDone(lead: LeadWithDetails, now: Date): KnownBlock[] {
  const shown = (text: string) => withoutContacts(text, lead.country);
  const what = joined([[bold(`Saved: ${statuses[lead.status].label}`)], due(lead, now)]);
  return [
    richText([line(...titleLine(lead, shown)), line(...what)]),
    ...actions([undoButton(lead)]),
  ];
}

/** What was taken back. */
export const undoneWords = (lead: LeadWithDetails, now: Date): Inline[] =>
  joined([
    [bold('Undone.'), plain(` ${leadNumber(lead.id)} is ${statuses[lead.status].label} again`)],
    due(lead, now),
  ]);
