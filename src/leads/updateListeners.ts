import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { localDate } from '../people/zone.ts';
import { updateView } from '../slack/updateView.ts';
import { asMember } from './asMember.ts';
import { drawDone } from './drawDone.ts';
import type { LeadWithDetails } from './lead.ts';
import { readMeanwhile } from './meanwhile.ts';
import { type Click, isFromHome, readClick, tell } from './place.ts';
import { whyNot } from './refusalWords.ts';
import { submitUpdate } from './submitUpdate.ts';
import {
  asNurture,
  draftErrors,
  fieldErrors,
  firstDraft,
  readUpdateForm,
  type UpdateDraft,
  updateFormGrade,
  updateFormObstacle,
  updateFormStatus,
  withStatus,
} from './updateDraft.ts';
import {
  drawUpdateForm,
  updateForm,
  updateFormMemory,
  type UpdateFormMemory,
} from './updateForm.ts';
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

  /** Draws the form with what is typed in it, changed. `today`: the person's own. */
  const redrawOn = (
    actionId: string,
    changed: (typed: UpdateDraft, shown: UpdateDraft, today: string) => UpdateDraft,
  ) =>
    bolt.action(actionId, async ({ ack, body }) => {
      const { user, view } = openForm.parse(body);
      const memory = view.private_metadata;
      const typed = readUpdateForm(view.state.values, memory.draft);
      const form = await withDraft(ctx, memory, user.id, (today) =>
        changed(typed, memory.draft, today),
      );
      if (form) await updateView(ctx, { view_id: view.id, hash: view.hash, view: form });
      await ack();
    });
  redrawOn(updateFormStatus, (typed, { status }) => withStatus({ ...typed, status }, typed.status));
  redrawOn(updateFormObstacle, (typed) => typed);
  redrawOn(updateFormGrade, (typed) => typed);
  redrawOn('lead:nurture-instead', (typed, _, today) => asNurture(typed, today));

  bolt.view(updateForm, async ({ ack, body }) => {
    const { user, trigger_id: interaction, view } = openForm.parse(body);
    const memory = view.private_metadata;
    const draft = readUpdateForm(view.state.values, memory.draft);
    const by = { kind: 'person', id: user.id, interaction } as const;
    const refuse = (errors: Record<string, string>) =>
      ack({ response_action: 'errors', errors: onScreen(errors, view.state.values) });
    const errors = draftErrors(draft, memory.base.stage);
    if (Object.keys(errors).length > 0) return refuse(errors);
    const answer = await asMember(ctx, by, () => submitUpdate(ctx, memory, draft, by));
    switch (answer.outcome) {
      case 'updated':
      case 'repeated':
        await ack();
        if (memory.fromHome)
          await ctx.showHome(
            by.id,
            answer.outcome === 'updated' ? { said: drawDone(answer.lead, ctx.clock.now()) } : {},
          );
        // From Home there is no list of what is due behind it.
        if (view.previous_view_id && !memory.fromHome) {
          const list = await ctx.drawList(memory.list ?? 'due', by.id);
          await updateView(ctx, { view_id: view.previous_view_id, view: list });
        }
        return;
      case 'invalid':
        return refuse(fieldErrors(answer.errors, draft));
      case 'meanwhile': {
        const { lead, merge } = answer;
        const meanwhile = await readMeanwhile(ctx, lead, merge);
        const form = await drawnAnew(ctx, lead, memory, merge.draft, { meanwhile });
        return form ? ack({ response_action: 'update', view: form }) : ack();
      }
      default: {
        const form = await drawnAnew(ctx, answer.lead, memory, draft, { notice: whyNot(answer) });
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
  const fromHome = isFromHome(place);
  const list = place.on === 'list' ? place.list : undefined;
  const view = drawUpdateForm({ lead, draft: firstDraft(lead), settings, fromHome, list });
  if (place.on === 'modal') return updateView(ctx, { view_id: place.viewId, view });
  const { push, open } = ctx.slack.views;
  await (place.on === 'list' ? push : open)({ trigger_id: click.trigger, view });
}

/** The form anew, on the person's own day. The version stays: what was read is what was shown. */
async function withDraft(
  ctx: Context,
  memory: UpdateFormMemory,
  personId: string,
  draftOn: (today: string) => UpdateDraft,
) {
  const seen = await viewLead(ctx, memory.lead, personId);
  if (seen.outcome !== 'seen') return null;
  const { lead, settings, person, now } = seen.view;
  const draft = draftOn(localDate(now, person.timezone));
  const { fromHome, list } = memory;
  return drawUpdateForm({ lead, draft, settings, fromHome, list, opened: memory });
}

async function drawnAnew(
  ctx: Context,
  lead: LeadWithDetails | null,
  { fromHome, list }: UpdateFormMemory,
  draft: UpdateDraft,
  said: Pick<Parameters<typeof drawUpdateForm>[0], 'notice' | 'meanwhile'>,
) {
  if (!lead) return null;
  const { document: settings } = await ctx.settings.current();
  return drawUpdateForm({ lead, draft, settings, fromHome, list, ...said });
}

/** The errors by the ids of the blocks that are on the screen: `value` may be `value:7` there. */
function onScreen(errors: Record<string, string>, values: unknown): Record<string, string> {
  const ids = Object.keys(z.record(z.string(), z.unknown()).parse(values));
  return Object.fromEntries(
    Object.entries(errors).map(([field, error]) => [
      ids.find((id) => id === field || id.startsWith(`${field}:`)) ?? field,
      error,
    ]),
  );
}
