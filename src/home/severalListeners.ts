import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { updateView } from '../slack/updateView.ts';
import { changeSeveral } from '../leads/changeSeveral.ts';
import { colleagueError } from '../leads/colleagueError.ts';
import { isHomeList } from './home.ts';
import { reassignSeveral } from '../leads/reassignSeveral.ts';
import {
  drawReassignSeveral,
  readReassignment,
  reassignSeveralAll,
  reassignSeveralForm,
  reassignSeveralMemory,
} from './reassignSeveralForm.ts';
import { readReassignSeveral } from './readReassignSeveral.ts';
import { readSeveral } from './readSeveral.ts';
import { chosenLeads, openChoice, readChoices, withAll } from './severalChoice.ts';
import { orderOf, readSeveralDraft, severalAct, withAct } from './severalDraft.ts';
import { severalErrors } from './severalErrors.ts';
import { drawSeveralForm, severalAll, severalForm, severalMemory } from './severalForm.ts';
import {
  doneWords,
  drawSeveralDone,
  drawWorking,
  reassignedWords,
  saySeveralDone,
  type SeveralDone,
} from './severalSummary.ts';
import { showHome } from './showHome.ts';

const opened = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  actions: z.tuple([z.object({ value: z.string() })]),
  view: z.object({ id: z.string(), type: z.string() }).optional(),
});

const formOf = <Memory>(memory: z.ZodType<Memory>) =>
  z.object({
    user: z.object({ id: z.string() }),
    trigger_id: z.string(),
    actions: z
      .tuple([z.object({ value: z.enum(['all', 'none']).optional().catch(undefined) })])
      .optional(),
    view: openChoice.extend({
      id: z.string(),
      hash: z.string(),
      private_metadata: z
        .string()
        .transform((text): unknown => JSON.parse(text))
        .pipe(memory),
    }),
  });
const ownForm = formOf(severalMemory);
const managersForm = formOf(reassignSeveralMemory);

/** The forms for several leads: of one's own, and of a rep's for their managers. */
export function registerSeveralListeners(bolt: App, ctx: Context): void {
  registerOwn(bolt, ctx);
  registerManagers(bolt, ctx);
}

function registerOwn(bolt: App, ctx: Context): void {
  bolt.action('lead:several', async ({ ack, body }) => {
    const { user, trigger_id, actions, view: on } = opened.parse(body);
    const [list = '', from = ''] = actions[0].value.split(':');
    const view = await readSeveral(ctx, {
      personId: user.id,
      list: isHomeList(list) ? list : 'open',
      from: /^\d{1,6}$/.test(from) ? Number(from) : 0,
      fromHome: on?.type === 'home',
    });
    await ctx.slack.views.open({ trigger_id, view });
    await ack();
  });

  for (const actionId of [severalAct, severalAll]) {
    bolt.action(actionId, async ({ ack, body }) => {
      const { view, actions } = ownForm.parse(body);
      const memory = view.private_metadata;
      const typed = readSeveralDraft(view.state.values, memory.draft);
      const draft = withAct(typed, memory.draft.act);
      const which = actions?.[0].value;
      const leads = readChoices(view);
      const { document } = await ctx.settings.current();
      const form = drawSeveralForm(
        which ? withAll(leads, which) : leads,
        { ...memory, draft },
        document,
      );
      await updateView(ctx, { view_id: view.id, hash: view.hash, view: form });
      await ack();
    });
  }

  bolt.view(severalForm, async ({ ack, body }) => {
    const { user, trigger_id: interaction, view } = ownForm.parse(body);
    const { draft: before, fromHome } = view.private_metadata;
    const draft = readSeveralDraft(view.state.values, before);
    const errors = await severalErrors(ctx, draft, user.id);
    const order = orderOf(draft);
    if (!order || Object.keys(errors).length > 0) {
      return ack({ response_action: 'errors', errors });
    }
    const chosen = chosenLeads(readChoices(view));
    const by = { kind: 'person', id: user.id, interaction } as const;
    const shown = {
      viewId: view.id,
      personId: user.id,
      fromHome,
      show: (next: ModalView) => ack({ response_action: 'update', view: next }),
    };
    await answer(ctx, shown, chosen.length, async () => ({
      asked: doneWords(order),
      undoable: order.act !== 'pass',
      results: await changeSeveral(ctx, { chosen, by, order }),
    }));
  });
}

function registerManagers(bolt: App, ctx: Context): void {
  bolt.action('lead:reassign-several', async ({ ack, body }) => {
    const { user, trigger_id, actions, view: on } = opened.parse(body);
    const view = await readReassignSeveral(ctx, { repId: actions[0].value, by: user.id });
    // In place of the rep's leads: on top of it, a lead's own forms would be one too many for Slack.
    if (on) await updateView(ctx, { view_id: on.id, view });
    else await ctx.slack.views.open({ trigger_id, view });
    await ack();
  });

  bolt.action(reassignSeveralAll, async ({ ack, body }) => {
    const { view, actions } = managersForm.parse(body);
    const leads = withAll(readChoices(view), actions?.[0].value ?? 'all');
    const form = drawReassignSeveral(leads, view.private_metadata);
    await updateView(ctx, { view_id: view.id, hash: view.hash, view: form });
    await ack();
  });

  bolt.view(reassignSeveralForm, async ({ ack, body }) => {
    const { user, trigger_id: interaction, view } = managersForm.parse(body);
    const { from } = view.private_metadata;
    const { to, reason } = readReassignment(view.state.values);
    const errors = to === null ? {} : await colleagueError(ctx, to, from);
    if (Object.keys(errors).length > 0) return ack({ response_action: 'errors', errors });
    const chosen = chosenLeads(readChoices(view));
    const by = { kind: 'person', id: user.id, interaction } as const;
    const shown = {
      viewId: view.id,
      personId: user.id,
      fromHome: true,
      show: (next: ModalView) => ack({ response_action: 'update', view: next }),
    };
    await answer(ctx, shown, chosen.length, async () => {
      const results = await reassignSeveral(ctx, { chosen, by, from, to, reason });
      return { asked: reassignedWords(results), undoable: true, results };
    });
  });
}

/** Leads that are surely dealt with within the three seconds that Slack waits. */
const few = 5;

type Answered = {
  /** In place of the form, as the answer to its submission. */
  show(view: ModalView): Promise<void>;
  readonly viewId: string;
  readonly personId: string;
  readonly fromHome: boolean;
};

/** Deals with the leads and shows what became of each; where they are many, says first that it will. */
async function answer(
  ctx: Context,
  { show, viewId, personId, fromHome }: Answered,
  count: number,
  deal: () => Promise<SeveralDone>,
): Promise<void> {
  const many = count > few;
  if (many) await show(drawWorking(count));
  const done = await deal();
  const view = drawSeveralDone(done);
  if (many) await updateView(ctx, { view_id: viewId, view });
  else await show(view);
  if (fromHome) await showHome(ctx, personId, { said: saySeveralDone(done) });
}
