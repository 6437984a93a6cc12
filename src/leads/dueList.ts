import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { z } from 'zod';
import { actions, context, divider, plainText } from '../slack/blocks.ts';
import { bold, type Inline, joined, line, moment, plain, richText } from '../slack/richText.ts';
import type { LeadWithDetails } from './lead.ts';
import { moreMenu, quickButtons } from './leadButtons.ts';
import type { detailsMemory } from './leadDetailsForm.ts';
import { contacts, money, titleLine } from './leadWords.ts';
import { hasExpiringLease, statuses } from './statuses.ts';

/** A lead that is overdue, or about to be, as its owner sees it in a list. */
export type DueLead = LeadWithDetails & { readonly hot: boolean; readonly dueAt: Date };

/** A modal holds a hundred blocks; a lead takes two, and a line before it. */
const shown = 33;

/** Everything due, each with what a nudge offers. `due` is sorted. */
export function drawDueList(due: readonly DueLead[]): ModalView {
  const left = due.length - shown;
  const memory = { fromHome: false, list: true } satisfies z.infer<typeof detailsMemory>;
  return {
    type: 'modal',
    private_metadata: JSON.stringify(memory),
    title: plainText(due.length === 1 ? '1 lead is due' : `${due.length} leads are due`, 24),
    close: plainText('Close', 24),
    blocks: [
      ...(due.length === 0 ? [context('Nothing is due.')] : []),
      ...due
        .slice(0, shown)
        .flatMap((lead, i) => [...(i > 0 ? [divider()] : []), ...drawDueLead(lead)]),
      ...(left > 0 ? [context(`And ${left} more. Deal with some of these, and they appear.`)] : []),
    ],
  };
}

/**
 * The lead, what is due on it, how the customer is reached, what else is to be said, and what answers
 * it in a click.
 */
export function drawDueLead(
  lead: DueLead,
  { said = [], buttons = [] }: { said?: readonly Inline[]; buttons?: readonly Button[] } = {},
): KnownBlock[] {
  const how = contacts(lead.details);
  return [
    richText([
      line(...titleLine(lead)),
      line(...dueWords(lead)),
      ...(how.length > 0 ? [line(...how)] : []),
      ...(said.length > 0 ? [line(...said)] : []),
    ]),
    ...actions([...quickButtons(lead), ...buttons, moreMenu(lead)]),
  ];
}

/** `First touch due Mon 10:00 · €5,000 · claim ends Thu 10:00` */
function dueWords(lead: DueLead): Inline[] {
  const what = lead.status === 'claimed' ? 'First touch' : statuses[lead.status].label;
  return joined([
    lead.hot ? [bold('Hot')] : [],
    [plain(`${what} due `), moment(lead.dueAt)],
    lead.value === null ? [] : [plain(money(lead.value, lead.currency))],
    lead.leaseEndsAt && hasExpiringLease(lead.status)
      ? [plain('claim ends '), moment(lead.leaseEndsAt)]
      : [],
  ]);
}
