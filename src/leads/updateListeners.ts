import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context, PersonActor } from '../context.ts';
import { bold, type Inline, plain } from '../slack/richText.ts';
import { updateView } from '../slack/updateView.ts';
import { asMember } from './asMember.ts';
import type { LeadWithDetails } from './lead.ts';
import { lastChange } from './lastChange.ts';
import { eventLine } from './leadWords.ts';
import { type Click, readClick, tell } from './place.ts';
import { whyNot } from './refusalWords.ts';
import { readDueList } from './readDueList.ts';
import { showHome } from './showHome.ts';
import {
  draftErrors,
  draftTouch,
  draftValue,
  fieldErrors,
  firstDraft,
  readUpdateForm,
  toDate,
  type UpdateDraft,
  updateFormStatus,
  withStatus,
} from './updateDraft.ts';
import {
  drawUpdateForm,
  updateForm,
  updateFormMemory,
  type UpdateFormMemory,
} from './updateForm.ts';
import { updateLead, type UpdateOutcome } from './updateLead.ts';
import { viewLead } from './viewLead.ts';

const openForm = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  view: z.object({
    id: z.string(),
    hash: z.string(),
    /** The list of what is due, on which it was opened. */
    previous_view_id: z.string().nullish(),
    private_metadata: z
      .string()
      .transform((memory): unknown => JSON.parse(memory))
      .pipe(updateFormMemory),
    state: z.object({ values: z.unknown() }),
  }),
});

/** The form that updates a lead: opened by a button, drawn anew at another status, submitted. */
export function registerUpdateListeners(bolt: App, ctx: Context): void {
  bolt.action('lead:update', async ({ ack, body, respond }) => {
    await openUpdateForm(ctx, readClick(body, respond));
    await ack();
  });

  bolt.action(updateFormStatus, async ({ ack, body }) => {
    const { user, view } = openForm.parse(body);
    const memory = view.private_metadata;
    const typed = readUpdateForm(view.state.values, memory.draft);
    const form = await atStatus(ctx, memory, typed, user.id);
    if (form) await updateView(ctx, { view_id: view.id, hash: view.hash, view: form });
    await ack();
  });

  bolt.view(updateForm, async ({ ack, body }) => {
    const { user, trigger_id: interaction, view } = openForm.parse(body);
    const memory = view.private_metadata;
    const draft = readUpdateForm(view.state.values, memory.draft);
    const by = { kind: 'person', id: user.id, interaction } as const;
    const errors = draftErrors(draft);
    if (Object.keys(errors).length > 0) return ack({ response_action: 'errors', errors });
    const answer = await asMember(ctx, by, () => submit(ctx, memory, draft, by));
    switch (answer.outcome) {
      case 'updated':
      case 'repeated':
        await ack();
        if (memory.fromHome) await showHome(ctx, by.id);
        if (view.previous_view_id) {
          const list = await readDueList(ctx, by.id);
          await updateView(ctx, { view_id: view.previous_view_id, view: list });
        }
        return;
      case 'invalid':
        return ack({ response_action: 'errors', errors: fieldErrors(answer.errors, draft) });
      default: {
        const why =
          answer.outcome === 'changed' ? await whatChanged(ctx, answer.lead) : whyNot(answer);
        const form = await drawnAnew(ctx, answer.lead, memory, draft, why);
        return form ? ack({ response_action: 'update', view: form }) : ack();
      }
    }
  });
}

/** The form for an update: in place of a lead's details, on top of the list of what is due. */
export async function openUpdateForm(ctx: Context, click: Click): Promise<void> {
  const seen = await viewLead(ctx, click.leadId, click.by.id);
  if (seen.outcome !== 'seen') return tell(ctx, click, whyNot(seen));
  const { lead, settings, mayUpdate } = seen.view;
  if (lead.status === 'merged' || lead.status === 'held') {
    return tell(ctx, click, whyNot({ outcome: 'gone', lead }));
  }
  if (!mayUpdate || !lead.ownerId) {
    return tell(ctx, click, whyNot({ outcome: 'not-owner', lead, ownerId: lead.ownerId }));
  }
  const { place } = click;
  const fromHome = place.on === 'home' || (place.on === 'modal' && place.fromHome);
  const view = drawUpdateForm({ lead, draft: firstDraft(lead), settings, fromHome });
  if (place.on === 'modal') return updateView(ctx, { view_id: place.viewId, view });
  const { push, open } = ctx.slack.views;
  await (place.on === 'list' ? push : open)({ trigger_id: click.trigger, view });
}

function submit(
  ctx: Context,
  memory: UpdateFormMemory,
  draft: UpdateDraft,
  by: PersonActor,
): Promise<UpdateOutcome> {
  const amount = draftValue(draft);
  return updateLead(ctx, {
    leadId: memory.lead,
    by,
    expectedVersion: memory.version,
    ...draft,
    touch: draftTouch(draft),
    nextStepAt: draft.nextStepAt === null ? null : toDate(draft.nextStepAt),
    value: amount?.value,
    currency: amount?.currency,
  });
}

/** The form at the status that was chosen. The version stays: what was read is what was shown. */
async function atStatus(
  ctx: Context,
  memory: UpdateFormMemory,
  typed: UpdateDraft,
  personId: string,
) {
  const seen = await viewLead(ctx, memory.lead, personId);
  if (seen.outcome !== 'seen') return null;
  const draft = withStatus({ ...typed, status: memory.draft.status }, typed.status);
  const lead = { ...seen.view.lead, version: memory.version };
  return drawUpdateForm({ lead, draft, settings: seen.view.settings, fromHome: memory.fromHome });
}

async function drawnAnew(
  ctx: Context,
  lead: LeadWithDetails | null,
  { fromHome }: UpdateFormMemory,
  draft: UpdateDraft,
  notice?: readonly Inline[],
) {
  if (!lead) return null;
  const { document: settings } = await ctx.settings.current();
  return drawUpdateForm({ lead, draft, settings, fromHome, ...(notice ? { notice } : {}) });
}

/** For whoever had the form open: what happened meanwhile, and that nothing that was typed is lost. */
async function whatChanged(ctx: Context, lead: LeadWithDetails): Promise<Inline[]> {
  const last = await lastChange(ctx, lead.id);
  return [
    bold('It changed while this was open: '),
    ...(last ? eventLine(last) : []),
    plain('. What you typed is kept. Save again to set it.'),
  ];
}
