import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context, PersonActor } from '../context.ts';
import { notAllowed } from '../leads/refusalWords.ts';
import { drawNotice } from '../leads/shortForms.ts';
import { plain } from '../slack/richText.ts';
import { exportLeads } from './exportLeads.ts';
import { exportWords } from './exportMessage.ts';
import { faultWords } from './period.ts';
import type { ReportWords } from './report.ts';
import { askedOf } from './reportAsked.ts';
import {
  drawReportForm,
  exportAction,
  readExport,
  readReportForm,
  reportForm,
} from './reportForm.ts';
import { drawReport } from './reportMessage.ts';
import { type ReportOutcome, reportOn } from './reportOn.ts';
import { sendReportPicture } from './sendReportPicture.ts';

const clicked = z.object({ user: z.object({ id: z.string() }), trigger_id: z.string() });
const pressed = clicked.extend({ actions: z.tuple([z.object({ value: z.string() })]) });
const submitted = clicked.extend({
  view: z.object({ state: z.object({ values: z.unknown() }) }),
});

const byOf = ({ user, trigger_id: interaction }: z.infer<typeof clicked>): PersonActor => ({
  kind: 'person',
  id: user.id,
  interaction,
});

/** Reports from Home: the same as `/lead report` and `/lead export`. */
export function registerReportListeners(bolt: App, ctx: Context): void {
  bolt.action('report:open', async ({ ack, body }) => {
    const click = clicked.parse(body);
    const asked = await askedOf(ctx, byOf(click), 'week');
    const view =
      asked.outcome === 'theirs'
        ? drawReportForm(asked.reach, { period: 'week', by: null })
        : drawNotice('Report', [plain(refusal(asked))]);
    await ctx.slack.views.open({ trigger_id: click.trigger_id, view });
    await ack();
  });
  bolt.view(reportForm, async ({ ack, body }) => {
    const { view, ...click } = submitted.parse(body);
    const by = byOf(click);
    const words = readReportForm(view.state.values);
    if ('errors' in words) return ack({ response_action: 'errors', errors: words.errors });
    const answer = await reportOn(ctx, { by, words });
    if (answer.outcome === 'no-such-period') {
      const errors = { until: faultWords[answer.fault.why] };
      return ack({ response_action: 'errors', errors });
    }
    await ack({ response_action: 'update', view: await answered(ctx, by, words, answer) });
  });
  bolt.action(exportAction, async ({ ack, body }) => {
    const { actions, ...click } = pressed.parse(body);
    const period = readExport(actions[0].value);
    const answer = await exportLeads(ctx, { by: byOf(click), period });
    const said =
      answer.outcome === 'no-such-period' || answer.outcome === 'not-allowed'
        ? refusal(answer)
        : exportWords(answer);
    const view = drawNotice('Export', [plain(said)]);
    await ctx.slack.views.push({ trigger_id: click.trigger_id, view });
    await ack();
  });
}

async function answered(ctx: Context, by: PersonActor, words: ReportWords, answer: ReportOutcome) {
  if (answer.outcome !== 'reported') return drawNotice('Report', [plain(refusal(answer))]);
  const { report } = answer;
  const { document } = await ctx.settings.current();
  const pictured = await sendReportPicture(ctx, { by, report });
  return drawReportForm(report.reach, words, drawReport(report, document, { pictured }).blocks);
}

function refusal(answer: Exclude<ReportOutcome, { outcome: 'reported' }>): string {
  switch (answer.outcome) {
    case 'no-such-period':
      return faultWords[answer.fault.why];
    case 'not-theirs':
      return 'Figures of single reps are for the managers of their channels.';
    case 'not-allowed':
      return notAllowed(answer.why);
  }
}
