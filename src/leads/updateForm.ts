import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Settings } from '../settings/settings.ts';
import { context, plainText } from '../slack/blocks.ts';
import { type Inline, line, markupOf, richText } from '../slack/richText.ts';
import { leadNumber, type LeadWithDetails } from './lead.ts';
import { titleLine } from './leadWords.ts';
import type { Meanwhile } from './meanwhile.ts';
import { asksFor } from './updateAsks.ts';
import { type UpdateDraft, updateDraft } from './updateDraft.ts';
import { gradeInputs, noteInput, stageInputs, statusInput, updateInputs } from './updateInputs.ts';
import { type SharedField, sharedOf, sharedState } from './updateMerge.ts';

export const updateForm = 'lead:update-form';

/** What the form remembers while it is open. */
export const updateFormMemory = z.object({
  lead: z.int(),
  version: z.int(),
  /** How the lead stood then. */
  base: sharedState,
  /** Home is drawn again afterwards. */
  fromHome: z.boolean(),
  /** The list behind it, which is drawn again afterwards. */
  list: z.string().optional(),
  /** What the form was drawn from: fields that the screen does not show keep what was typed in them. */
  draft: updateDraft,
});
export type UpdateFormMemory = z.infer<typeof updateFormMemory>;

/**
 * One page; the fields are those that the status asks for. `notice`: what to know before submitting.
 * `opened`: where it is a form that was opened before, what the lead was then.
 */
export function drawUpdateForm(of: {
  lead: LeadWithDetails;
  draft: UpdateDraft;
  settings: Settings;
  fromHome: boolean;
  list?: string | undefined;
  notice?: readonly Inline[];
  meanwhile?: Meanwhile;
  opened?: Pick<UpdateFormMemory, 'version' | 'base'>;
}): ModalView {
  const { lead, draft, fromHome, meanwhile } = of;
  const notice = of.notice ?? meanwhile?.notice;
  const memory: UpdateFormMemory = {
    lead: lead.id,
    version: of.opened?.version ?? lead.version,
    base: of.opened?.base ?? sharedOf(lead),
    fromHome,
    ...(of.list !== undefined && { list: of.list }),
    // Shown whatever the status; and longer than Slack keeps here.
    draft: { ...draft, note: null },
  };
  const about = [line(...titleLine(lead)), ...(notice ? [line(...notice)] : [])];
  return {
    type: 'modal',
    callback_id: updateForm,
    private_metadata: JSON.stringify(memory),
    title: plainText(`Update ${leadNumber(lead.id)}`, 24),
    submit: plainText('Save', 24),
    close: plainText('Cancel', 24),
    blocks: [
      richText(about),
      ...[
        statusInput(draft),
        ...updateInputs(draft, of.settings),
        noteInput(draft, 3_000),
        ...(asksFor(draft.status).stage ? stageInputs(draft) : []),
        // Whoever brings a lead does not grade it.
        ...(asksFor(draft.status).grade && lead.sourceKey !== 'self' ? gradeInputs(draft) : []),
      ].flatMap((block) => (meanwhile ? withMeanwhile(block, meanwhile, lead.version) : [block])),
    ],
  };
}

/** What others set shows, and who did is said below it. */
function withMeanwhile(
  block: KnownBlock,
  { beside, taken }: Meanwhile,
  version: number,
): KnownBlock[] {
  // Undefined of each field that only its owner sets.
  const field = block.block_id?.replace(/:.*/, '') as SharedField;
  const said = beside[field];
  return [
    taken.includes(field) ? { ...block, block_id: `${field}:${version}` } : block,
    ...(said ? [context(markupOf(said))] : []),
  ];
}
