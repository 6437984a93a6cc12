import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { notAllowed } from '../leads/refusalWords.ts';
import { drawNotice } from '../leads/shortForms.ts';
import type { Barred } from '../people/roles.ts';
import { writtenDay } from '../people/zone.ts';
import { type Inline, plain } from '../slack/richText.ts';
import { updateView } from '../slack/updateView.ts';
import { endGoal, type EndGoalOutcome } from './endGoal.ts';
import { goalInWords } from './goal.ts';
import { drawGoalForm, endGoalAction, goalForm, notTheirs, readGoalForm } from './goalForm.ts';
import { readGoals } from './readGoals.ts';
import { setGoals } from './setGoals.ts';

const goalsAction = 'goals:open';

const clicked = z.object({ user: z.object({ id: z.string() }), trigger_id: z.string() });
const ending = clicked.extend({
  actions: z.tuple([z.object({ value: z.coerce.number().int().catch(0) })]),
  view: z.object({ id: z.string() }),
});
const submitted = clicked.extend({
  view: z.object({ state: z.object({ values: z.unknown() }) }),
});

/** What managers want of their channels. */
export function registerGoalListeners(bolt: App, ctx: Context): void {
  bolt.action(goalsAction, async ({ ack, body }) => {
    const { user, trigger_id } = clicked.parse(body);
    await openGoals(ctx, user.id, trigger_id);
    await ack();
  });
  bolt.action(endGoalAction, async ({ ack, body }) => {
    const { user, trigger_id: interaction, actions, view } = ending.parse(body);
    const by = { kind: 'person', id: user.id, interaction } as const;
    const answer = await endGoal(ctx, { by, goalId: actions[0].value });
    await ack();
    const form = drawGoalForm(await readGoals(ctx, user.id), endedWords(answer));
    await updateView(ctx, { view_id: view.id, view: form });
  });
  bolt.view(goalForm, async ({ ack, body }) => {
    const { user, trigger_id: interaction, view } = submitted.parse(body);
    const by = { kind: 'person', id: user.id, interaction } as const;
    const answer = await setGoals(ctx, { by, wanted: readGoalForm(view.state.values) });
    switch (answer.outcome) {
      case 'set': {
        const said = [plain(`Set, from ${writtenDay(answer.startsOn)} on.`)];
        const form = drawGoalForm(await readGoals(ctx, user.id), said);
        return ack({ response_action: 'update', view: form });
      }
      case 'repeated':
        return ack();
      case 'invalid':
        return ack({ response_action: 'errors', errors: { ...answer.errors } });
      case 'not-allowed':
        return ack({
          response_action: 'update',
          view: drawNotice('Goals', [plain(refused(answer.why))]),
        });
    }
  });
}

const refused = (why: Barred | 'manager'): string =>
  why === 'manager' ? notTheirs : notAllowed(why);

/** `/lead goals`, or Goals in Home. */
export async function openGoals(ctx: Context, personId: string, trigger: string): Promise<void> {
  const view = drawGoalForm(await readGoals(ctx, personId));
  await ctx.slack.views.open({ trigger_id: trigger, view });
}

function endedWords(answer: EndGoalOutcome): Inline[] {
  switch (answer.outcome) {
    case 'ended':
      return [plain(`Ended: ${goalInWords(answer.goal)}.`)];
    case 'not-allowed':
      return [plain(refused(answer.why))];
    default:
      return [plain('This goal has ended.')];
  }
}
