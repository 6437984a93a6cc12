import type { Button, KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { plainText } from '../slack/blocks.ts';
import {
  bold,
  type Inline,
  line,
  mention,
  moment,
  plain,
  type RichLine,
  richText,
} from '../slack/richText.ts';
import { button } from '../slack/blocks.ts';
import { type Lead, leadNumber, type LeadWithDetails } from './lead.ts';
import { cannotMergeWords, type CannotMerge, isRefused, type Merging } from './merge.ts';
import { leadOption } from './leadOption.ts';
import { titleLine } from './leadWords.ts';
import { isClosed, statuses } from './statuses.ts';

export const mergeForm = 'merge:form';
export const unmergeForm = 'merge:undo-form';
/** The action id of the choice of the other lead. */
export const mergeChoice = 'merge:with';

export const mergeMemory = z.object({ lead: z.int(), fromHome: z.boolean() });

export const mergeButton = ({ id }: Pick<Lead, 'id'>): Button =>
  button({
    text: 'Merge…',
    actionId: 'merge:open',
    value: String(id),
    spoken: `Merge ${leadNumber(id)} with another lead`,
  });
/** The same with the other lead chosen. */
export const mergeWithButton = (lead: Pick<Lead, 'id'>, other: Pick<Lead, 'id'>): Button => ({
  ...mergeButton(lead),
  action_id: `merge:open:${other.id}`,
});
export const unmergeButton = ({ id }: Pick<Lead, 'id'>): Button =>
  button({
    text: 'Take apart…',
    actionId: 'merge:undo',
    value: String(id),
    spoken: `Take ${leadNumber(id)} apart from the lead that it was merged into`,
  });
/** The same where the lead is not the one that is looked at. */
export const unmergeOtherButton = (id: number): Button =>
  button({
    text: `Take ${leadNumber(id)} apart…`,
    actionId: `merge:undo:${id}`,
    value: String(id),
  });

export type MergeFormOf = {
  readonly lead: LeadWithDetails;
  readonly fromHome: boolean;
  /** Chosen for whoever opens it. */
  readonly other?: LeadWithDetails;
  /** What was chosen would do this. Null: nothing is chosen yet. */
  readonly preview: Merging | CannotMerge | null;
};

/** To choose the lead that is the same, and to see what will stay before it is done. */
export function drawMergeForm({ lead, fromHome, other, preview }: MergeFormOf): ModalView {
  return {
    type: 'modal',
    callback_id: mergeForm,
    private_metadata: JSON.stringify({ lead: lead.id, fromHome } satisfies z.infer<
      typeof mergeMemory
    >),
    title: plainText(`Merge ${leadNumber(lead.id)}`, 24),
    submit: plainText('Merge', 24),
    close: plainText('Cancel', 24),
    blocks: [
      richText([line(...titleLine(lead))]),
      {
        type: 'input',
        block_id: 'other',
        dispatch_action: true,
        label: plainText('The lead that is the same', 2_000),
        hint: plainText(
          'Find it by name, company, address, phone number, or by L- and its number.',
          2_000,
        ),
        element: {
          type: 'external_select',
          action_id: mergeChoice,
          min_query_length: 0,
          placeholder: plainText('Choose a lead', 150),
          ...(other && { initial_option: leadOption(other) }),
        },
      },
      ...(preview ? [richText(previewLines(preview))] : []),
    ],
  };
}

function previewLines(preview: Merging | CannotMerge): RichLine[] {
  if (isRefused(preview)) return [line(plain(cannotMergeWords(preview)))];
  const { parent, child, standing } = preview;
  const stands = standing === 'child' ? child : parent;
  const loses = standing === 'child' ? parent : child;
  const received = parent.receivedAt < child.receivedAt ? parent.receivedAt : child.receivedAt;
  return [
    line(bold('What will stay')),
    line(
      plain(
        `${leadNumber(parent.id)}, with one card. The card of ${leadNumber(child.id)} will say so.`,
      ),
    ),
    line(bold('Status: '), plain(statuses[stands.status].label), ...opened(stands, standing)),
    line(bold('Owner: '), ...ownerOf(stands), ...lost(loses, stands)),
    line(bold('Received: '), moment(received)),
    line(
      plain('Every field keeps what either of the two said. Touches and notes are shown together.'),
    ),
    ...(isClosed(child.status)
      ? []
      : [line(plain(`What is due on ${leadNumber(child.id)} is cancelled.`))]),
    line(plain('A manager can take them apart again, at any time.')),
  ];
}

const opened = ({ status }: Lead, standing: Merging['standing']): Inline[] =>
  standing === 'child' && !isClosed(status) ? [plain(', its window opened anew')] : [];

const ownerOf = ({ ownerId }: Lead): Inline[] =>
  ownerId ? [mention(ownerId)] : [plain('nobody, anyone may claim it')];

const lost = ({ ownerId }: Lead, stands: Lead): Inline[] =>
  ownerId && ownerId !== stands.ownerId
    ? [
        plain(stands.lastTouchAt ? ', whose touch is the later one; no longer ' : '; no longer '),
        mention(ownerId),
      ]
    : [];

/** To confirm that a merged lead is one of its own. */
export function drawUnmergeForm(
  lead: LeadWithDetails,
  { fromHome, notice }: { readonly fromHome: boolean; readonly notice?: readonly Inline[] },
): ModalView {
  const into = leadNumber(lead.mergedIntoId ?? 0);
  const blocks: KnownBlock[] = [
    richText([
      line(...titleLine(lead)),
      ...(notice ? [line(...notice)] : []),
      line(
        plain(
          `${leadNumber(lead.id)} gets back its status, its owner and its card; its window is opened anew. ${into} loses what it got by the merge. What was done since then stays with ${into}.`,
        ),
      ),
    ]),
  ];
  return {
    type: 'modal',
    callback_id: unmergeForm,
    private_metadata: JSON.stringify({ lead: lead.id, fromHome } satisfies z.infer<
      typeof mergeMemory
    >),
    title: plainText(`Take apart ${leadNumber(lead.id)}`, 24),
    submit: plainText('Take apart', 24),
    close: plainText('Cancel', 24),
    blocks,
  };
}

/** The id of the lead that is chosen. Null: none. */
export const readMergeForm = (values: unknown): number | null =>
  z
    .object({
      other: z.object({
        [mergeChoice]: z.object({
          selected_option: z.object({ value: z.string().regex(/^\d{1,9}$/) }).nullish(),
        }),
      }),
    })
    .transform(({ other }) => Number(other[mergeChoice]?.selected_option?.value ?? 0) || null)
    .parse(values);
