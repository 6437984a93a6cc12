import type { Context, PersonActor } from '../context.ts';
import { gradeLead } from './gradeLead.ts';
import type { LeadWithDetails } from './lead.ts';
import type { Changed } from './refusal.ts';
import { asksFor } from './updateAsks.ts';
import { draftStage, draftTouch, draftValue, toDate, type UpdateDraft } from './updateDraft.ts';
import { updateLead, type UpdateOutcome } from './updateLead.ts';
import { mergeUpdate, type SharedState, sharedOf, type UpdateMerge } from './updateMerge.ts';

export type SubmitOutcome =
  | Exclude<UpdateOutcome, Changed>
  /** Others changed it since the form was opened, in a way that has to be seen first. */
  | {
      readonly outcome: 'meanwhile';
      readonly lead: LeadWithDetails;
      readonly merge: UpdateMerge;
    };

/**
 * Updates a lead by what a form holds that was opened when the lead was at `version` and stood as
 * `base` says. What others changed meanwhile is merged, and asked about only where it has to be.
 */
export async function submitUpdate(
  ctx: Context,
  opened: { readonly lead: number; readonly version: number; readonly base: SharedState },
  typed: UpdateDraft,
  by: PersonActor,
): Promise<SubmitOutcome> {
  let { version } = opened;
  let merge: UpdateMerge | null = null;
  for (;;) {
    const answer = await update(ctx, { leadId: opened.lead, version, by }, merge?.draft ?? typed);
    // Its fields may not be on the screen.
    if (answer.outcome === 'invalid' && merge) {
      return { outcome: 'meanwhile', lead: answer.lead, merge };
    }
    if (answer.outcome === 'updated') await grade(ctx, opened.lead, typed, by);
    if (answer.outcome !== 'changed') return answer;
    const { lead } = answer;
    merge = mergeUpdate(opened.base, sharedOf(lead), typed);
    // An older one: the lead was restored from a backup.
    if (!merge.isClear || lead.version <= version) return { outcome: 'meanwhile', lead, merge };
    version = lead.version;
  }
}

/** The update stands, whatever becomes of this: the details offer it once more. */
async function grade(
  ctx: Context,
  leadId: number,
  { status, grade: said, reasons }: UpdateDraft,
  { kind, id }: PersonActor,
): Promise<void> {
  if (!said || !asksFor(status).grade) return;
  // The interaction has taken effect, as the update.
  await gradeLead(ctx, { leadId, by: { kind, id }, grade: said, reasons });
}

function update(
  ctx: Context,
  { leadId, version, by }: { leadId: number; version: number; by: PersonActor },
  draft: UpdateDraft,
): Promise<UpdateOutcome> {
  const amount = asksFor(draft.status).value ? draftValue(draft) : null;
  return updateLead(ctx, {
    leadId,
    by,
    expectedVersion: version,
    ...draft,
    touch: draftTouch(draft),
    nextStepAt: draft.nextStepAt === null ? null : toDate(draft.nextStepAt),
    value: amount?.value,
    currency: amount?.currency,
    stage: draftStage(draft),
  });
}
