import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { type Inline, plain } from '../slack/richText.ts';
import { asMember } from './asMember.ts';
import type { Grade } from './grade.ts';
import { drawPoorForm, poorForm, poorMemory, readReasons } from './gradeForm.ts';
import { gradeLead, type GradeOutcome } from './gradeLead.ts';
import { leadNumber } from './lead.ts';
import { type Click, isFromHome, isModal, readClick, showAgain, tell } from './place.ts';
import { whyNot } from './refusalWords.ts';
import { drawNotice } from './shortForms.ts';

const submitted = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  view: z.object({
    previous_view_id: z.string().nullish(),
    private_metadata: z
      .string()
      .transform((memory): unknown => JSON.parse(memory))
      .pipe(poorMemory),
    state: z.object({ values: z.unknown() }),
  }),
});

/** What a lead was worth: one click, and for a poor one a form that asks why. */
export function registerGradeListeners(bolt: App, ctx: Context): void {
  bolt.action(/^grade:(good|fair)$/, async ({ ack, body, respond }) => {
    const click = readClick(body, respond);
    // By the pattern of the action.
    const grade = click.actionId.replace('grade:', '') as Grade;
    const { leadId, by } = click;
    const answer = await asMember(ctx, by, () =>
      gradeLead(ctx, { leadId, by, grade, reasons: [] }),
    );
    await ack();
    await showGraded(ctx, click, answer);
  });
  bolt.action('grade:poor', async ({ ack, body, respond }) => {
    const { place, leadId, trigger } = readClick(body, respond);
    const view = drawPoorForm(leadId, isFromHome(place));
    const { push, open } = ctx.slack.views;
    await (isModal(place) ? push : open)({ trigger_id: trigger, view });
    await ack();
  });
  bolt.view(poorForm, async ({ ack, body }) => {
    const { user, trigger_id: interaction, view } = submitted.parse(body);
    const { lead: leadId, fromHome } = view.private_metadata;
    const by = { kind: 'person', id: user.id, interaction } as const;
    const reasons = readReasons(view.state.values);
    const answer = await asMember(ctx, by, () =>
      gradeLead(ctx, { leadId, by, grade: 'poor', reasons }),
    );
    if (answer.outcome === 'invalid') {
      return ack({ response_action: 'errors', errors: { ...answer.errors } });
    }
    const why = notGraded(answer);
    if (why) return ack({ response_action: 'update', view: drawNotice('Grade', why) });
    await ack();
    if (!view.previous_view_id) return;
    const place = { on: 'modal', viewId: view.previous_view_id, fromHome } as const;
    await showAgain(ctx, { leadId, by, place });
  });
}

async function showGraded(ctx: Context, click: Click, answer: GradeOutcome): Promise<void> {
  const why = notGraded(answer);
  if (why) return tell(ctx, click, why);
  const said = [plain('Thank you. The owner of its source reads it.')];
  await showAgain(ctx, click, { whisper: said });
}

function notGraded(answer: GradeOutcome): Inline[] | null {
  switch (answer.outcome) {
    case 'graded':
    case 'repeated':
      return null;
    case 'not-gradable':
      return [
        plain(
          `${leadNumber(answer.lead.id)} is graded when it has ended, and only where somebody else brought it.`,
        ),
      ];
    case 'answered-already':
      return [
        plain(
          `The grade of ${leadNumber(answer.lead.id)} has been answered, so it stays. Its details show the answer.`,
        ),
      ];
    case 'invalid':
      return [plain(Object.values(answer.errors).join(' '))];
    default:
      return whyNot(answer);
  }
}
