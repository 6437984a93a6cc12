import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { updateView } from '../slack/updateView.ts';
import { asMember } from './asMember.ts';
import {
  drawMergeForm,
  drawUnmergeForm,
  mergeChoice,
  mergeForm,
  mergeMemory,
  readMergeForm,
  unmergeForm,
} from './mergeForm.ts';
import { cannotMergeWords } from './merge.ts';
import { mergeLeads } from './mergeLeads.ts';
import { type Click, isFromHome, isModal, readClick, showAgain, tell } from './place.ts';
import { previewMerge } from './previewMerge.ts';
import { whyNot } from './refusalWords.ts';
import { suggestLeads } from './suggestLeads.ts';
import { unmergeLead } from './unmergeLead.ts';
import { viewLead } from './viewLead.ts';
import { drawNotice } from './shortForms.ts';

const memory = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(mergeMemory);
const looking = z.object({ user: z.object({ id: z.string() }), value: z.string().default('') });
const chosen = z.object({
  user: z.object({ id: z.string() }),
  view: z.object({
    id: z.string(),
    hash: z.string().optional(),
    private_metadata: memory,
    state: z.object({ values: z.unknown() }),
  }),
});
const submitted = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  view: z.object({
    /** The details on which it was opened. */
    previous_view_id: z.string().nullish(),
    private_metadata: memory,
    state: z.object({ values: z.unknown() }),
  }),
});

/** Managers make one lead of two, and take them apart again. */
export function registerMergeListeners(bolt: App, ctx: Context): void {
  bolt.action('merge:open', async ({ ack, body, respond }) => {
    await openForm(ctx, readClick(body, respond), (lead, fromHome) =>
      drawMergeForm({ lead, fromHome, preview: null }),
    );
    await ack();
  });
  bolt.action(/^merge:open:\d{1,9}$/, async ({ ack, body, respond }) => {
    const click = readClick(body, respond);
    const otherId = Number(click.actionId.split(':').at(-1));
    const preview = await previewMerge(ctx, click.leadId, otherId);
    const other = await viewLead(ctx, otherId, click.by.id);
    await openForm(ctx, click, (lead, fromHome) =>
      drawMergeForm({
        ...{ lead, fromHome, preview },
        ...(other.outcome === 'seen' && { other: other.view.lead }),
      }),
    );
    await ack();
    // What they clicked on may be dealt with.
    await showAgain(ctx, click);
  });
  bolt.action(/^merge:undo(:\d{1,9})?$/, async ({ ack, body, respond }) => {
    await openForm(ctx, readClick(body, respond), (lead, fromHome) =>
      drawUnmergeForm(lead, { fromHome }),
    );
    await ack();
  });
  bolt.options(mergeChoice, async ({ ack, body }) => {
    const { user, value } = looking.parse(body);
    await ack({ options: await suggestLeads(ctx, { text: value, personId: user.id }) });
  });
  bolt.action(mergeChoice, async ({ ack, body }) => {
    const { user, view } = chosen.parse(body);
    const { lead: leadId, fromHome } = view.private_metadata;
    const otherId = readMergeForm(view.state.values);
    const seen = await viewLead(ctx, leadId, user.id);
    if (otherId !== null && seen.outcome === 'seen' && seen.view.mayMerge) {
      const preview = await previewMerge(ctx, leadId, otherId);
      await updateView(ctx, {
        view_id: view.id,
        view: drawMergeForm({ lead: seen.view.lead, fromHome, preview }),
      });
    }
    await ack();
  });
  bolt.view(mergeForm, async ({ ack, body }) => {
    const { user, trigger_id: interaction, view } = submitted.parse(body);
    const { lead: leadId, fromHome } = view.private_metadata;
    const by = { kind: 'person', id: user.id, interaction } as const;
    const otherId = readMergeForm(view.state.values) ?? 0;
    const answer = await asMember(ctx, by, () => mergeLeads(ctx, { leadId, otherId, by }));
    switch (answer.outcome) {
      case 'merged':
      case 'repeated':
        await ack();
        return showBehind(ctx, by, { leadId, previous: view.previous_view_id, fromHome });
      case 'cannot-merge':
        return ack({ response_action: 'errors', errors: { other: cannotMergeWords(answer.why) } });
      default:
        return ack({ response_action: 'update', view: drawNotice('Merge leads', whyNot(answer)) });
    }
  });
  bolt.view(unmergeForm, async ({ ack, body }) => {
    const { user, trigger_id: interaction, view } = submitted.parse(body);
    const { lead: leadId, fromHome } = view.private_metadata;
    const by = { kind: 'person', id: user.id, interaction } as const;
    const answer = await asMember(ctx, by, () => unmergeLead(ctx, { leadId, by }));
    switch (answer.outcome) {
      case 'unmerged':
      case 'repeated':
      case 'not-merged':
        await ack();
        return showBehind(ctx, by, { leadId, previous: view.previous_view_id, fromHome });
      default:
        return ack({ response_action: 'update', view: drawNotice('Take apart', whyNot(answer)) });
    }
  });
}

type Drawn = ReturnType<typeof drawMergeForm>;

async function openForm(
  ctx: Context,
  click: Click,
  draw: (lead: Parameters<typeof drawUnmergeForm>[0], fromHome: boolean) => Drawn,
): Promise<void> {
  const seen = await viewLead(ctx, click.leadId, click.by.id);
  if (seen.outcome !== 'seen') return tell(ctx, click, whyNot(seen));
  const { lead, mayMerge } = seen.view;
  if (!mayMerge) return tell(ctx, click, whyNot({ outcome: 'not-allowed', lead, why: 'manager' }));
  const view = { trigger_id: click.trigger, view: draw(lead, isFromHome(click.place)) };
  const { views } = ctx.slack;
  await (isModal(click.place) ? views.push(view) : views.open(view));
}

/** The details, where they are open behind the form, else Home. */
async function showBehind(
  ctx: Context,
  by: Click['by'],
  {
    leadId,
    previous,
    fromHome,
  }: { leadId: number; previous?: string | null | undefined; fromHome: boolean },
): Promise<void> {
  if (previous) {
    const place = { on: 'modal', viewId: previous, fromHome } as const;
    return showAgain(ctx, { leadId, by, place });
  }
  return fromHome ? ctx.showHome(by.id) : undefined;
}
