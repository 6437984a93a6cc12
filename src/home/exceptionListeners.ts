import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { endOverride, type EndOverrideOutcome } from '../leads/endOverride.ts';
import { pauseRep } from '../leads/pauseRep.ts';
import { notAllowed, whyNot } from '../leads/refusalWords.ts';
import { drawNotice } from '../leads/shortForms.ts';
import { calendarOf, workspaceCalendar } from '../people/calendar.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { nextWorkingDate } from '../people/ownHours.ts';
import { type Inline, mention, moment, plain } from '../slack/richText.ts';
import { updateView } from '../slack/updateView.ts';
import { drawPauseForm, pauseForm, pauseMemory, readPauseForm } from './exceptionForms.ts';
import { readExceptions } from './readExceptions.ts';

const clicked = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  actions: z.tuple([z.object({ value: z.string() })]),
  view: z.object({ id: z.string(), type: z.string() }).optional(),
});
const submitted = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  view: z.object({
    private_metadata: z
      .string()
      .transform((memory): unknown => JSON.parse(memory))
      .pipe(pauseMemory),
    state: z.object({ values: z.unknown() }),
  }),
});

/** Managers' exceptions: pausing a rep, and ending what is in force. Those for a lead are in its details. */
export function registerExceptionListeners(bolt: App, ctx: Context): void {
  bolt.action('exception:list', async ({ ack, body }) => {
    const { user, trigger_id } = clicked.parse(body);
    await ctx.slack.views.open({ trigger_id, view: await readExceptions(ctx, user.id) });
    await ack();
  });
  bolt.action('exception:pause', async ({ ack, body }) => {
    const { trigger_id, actions } = clicked.parse(body);
    const repId = actions[0].value;
    const { document } = await ctx.settings.current();
    const rep = await meetPerson(ctx, repId);
    const calendar = rep ? calendarOf(rep, document) : workspaceCalendar(document);
    const view = drawPauseForm(repId, nextWorkingDate(calendar, ctx.clock.now()));
    // On top of the rep's leads.
    await ctx.slack.views.push({ trigger_id, view });
    await ack();
  });
  bolt.view(pauseForm, async ({ ack, body }) => {
    const { user, trigger_id: interaction, view } = submitted.parse(body);
    const by = { kind: 'person', id: user.id, interaction } as const;
    const { rep: repId } = view.private_metadata;
    const answer = await pauseRep(ctx, { repId, by, ...readPauseForm(view.state.values) });
    const say = (...words: Inline[]) =>
      ack({ response_action: 'update', view: drawNotice('Pause a rep', words) });
    switch (answer.outcome) {
      case 'paused':
        return say(mention(repId), plain(' is paused until '), moment(answer.until), plain('.'));
      case 'oneself':
        return say(plain('Nobody makes an exception for themselves. Another manager can.'));
      case 'not-allowed':
        return say(
          plain(
            answer.why === 'manager'
              ? 'This is for the managers of a channel where this person works, and for admins.'
              : notAllowed(answer.why),
          ),
        );
      case 'invalid':
        return ack({ response_action: 'errors', errors: { ...answer.errors } });
      case 'repeated':
        return ack();
    }
  });
  bolt.action('exception:end', async ({ ack, body }) => {
    const { user, trigger_id, actions, view } = clicked.parse(body);
    const by = { kind: 'person', id: user.id, interaction: trigger_id } as const;
    const answer = await endOverride(ctx, { overrideId: Number(actions[0].value) || 0, by });
    await ack();
    if (view) await updateView(ctx, { view_id: view.id, view: await readExceptions(ctx, user.id) });
    const why = notEnded(answer);
    if (why) await ctx.slack.views.push({ trigger_id, view: drawNotice('Exception', why) });
  });
}

function notEnded(answer: EndOverrideOutcome): Inline[] | null {
  switch (answer.outcome) {
    case 'ended':
    case 'repeated':
      return null;
    case 'not-in-force':
      return [plain('It has ended already.')];
    case 'oneself':
      return [plain('Nobody ends an exception of their own. Another manager can.')];
    case 'not-allowed':
      return [plain(notAllowed(answer.why))];
    default:
      return whyNot(answer);
  }
}
