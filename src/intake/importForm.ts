import type { ModalView, SectionBlock } from '@slack/types';
import { z } from 'zod';
import { leadNumber, leadTitle, type LeadWithDetails } from '../leads/lead.ts';
import { facts, withoutContacts } from '../leads/leadWords.ts';
import { actions, button, divider, plainText, section } from '../slack/blocks.ts';
import { type Inline, line, oneLine, richText } from '../slack/richText.ts';
import { whatWaits } from './importSummaryMessage.ts';
import type { ImportSummary } from './importSummaryStore.ts';

/** Modals take 100 blocks. */
export const leadsPerPage = 45;

/** Which part of which list a modal shows: leads after this number. */
export const importFormMemory = z.object({
  importId: z.int(),
  channelId: z.string(),
  after: z.int(),
});
export type ImportFormMemory = z.infer<typeof importFormMemory>;

export type ImportList = {
  readonly memory: ImportFormMemory;
  readonly summary: ImportSummary;
  readonly sourceName: string;
  readonly leads: readonly LeadWithDetails[];
  readonly hasMore: boolean;
  /** What just happened. */
  readonly said?: readonly Inline[] | undefined;
};

/** The leads of an import that have no card, each with a button to claim it. */
export function drawImportList(list: ImportList): ModalView {
  const { memory, leads } = list;
  const last = leads.at(-1)?.id ?? 0;
  return {
    type: 'modal',
    callback_id: 'import:list',
    private_metadata: JSON.stringify(memory),
    title: plainText('Imported leads', 24),
    close: plainText('Close', 24),
    blocks: [
      richText([...(list.said ? [line(...list.said)] : []), line(...whatWaits(list.summary))]),
      divider(),
      ...leads.flatMap((lead) => [drawRow(lead, list.sourceName), divider()]),
      ...actions([
        ...(memory.after > 0 ? [pageButton('First page', 'import:first', 0)] : []),
        ...(list.hasMore ? [pageButton('Next page', 'import:next', last)] : []),
      ]),
    ],
  };
}

const pageButton = (text: string, actionId: string, after: number) =>
  button({ text, actionId, value: String(after) });

/** As the channel sees it: no contact details. */
function drawRow(lead: LeadWithDetails, sourceName: string): SectionBlock {
  const shown = (text: string | null, max: number) =>
    text ? oneLine(withoutContacts(text, lead.country), max) : '';
  const name = shown(leadTitle(lead), 80);
  const company = lead.details.company === leadTitle(lead) ? '' : shown(lead.details.company, 60);
  const title = [leadNumber(lead.id), name, company].filter(Boolean).join(' · ');
  const more = [...facts(lead, sourceName), shown(lead.details.message, 120)].filter(Boolean);
  return section(
    `${title}\n${more.join(' · ')}`,
    button({
      text: 'Claim',
      actionId: 'import:claim',
      value: String(lead.id),
      spoken: `Claim ${leadNumber(lead.id)} ${name}`,
    }),
  );
}
