import type { Context, PersonActor } from '../context.ts';
import { exportLeads } from '../digests/exportLeads.ts';
import { exportWords } from '../digests/exportMessage.ts';
import { drawReport } from '../digests/reportMessage.ts';
import { reportOn } from '../digests/reportOn.ts';
import { sendReportPicture } from '../digests/sendReportPicture.ts';
import { notAllowed } from '../leads/refusalWords.ts';
import type { Drawing } from '../slack/message.ts';
import { plain } from '../slack/richText.ts';
import { drawProblem, sentence } from './commandAnswers.ts';
import { otherBreakdown, periodProblem, type ReportCommand } from './reportCommand.ts';

/** `/lead report …` and `/lead export …`: the figures at once, pictures and files by direct message. */
export async function reportByCommand(
  ctx: Context,
  by: PersonActor,
  command: ReportCommand,
): Promise<Drawing> {
  const answer =
    command.verb === 'export'
      ? await exportLeads(ctx, { by, period: command.words.period })
      : await reportOn(ctx, { by, words: command.words });
  switch (answer.outcome) {
    case 'no-such-period':
      return drawProblem(periodProblem(command, answer.fault));
    case 'not-theirs':
      return drawProblem(otherBreakdown(command, answer.instead));
    case 'not-allowed':
      return sentence(plain(notAllowed(answer.why)));
    case 'reported': {
      const { document } = await ctx.settings.current();
      const pictured = await sendReportPicture(ctx, { by, report: answer.report });
      return drawReport(answer.report, document, { pictured });
    }
    default:
      return sentence(plain(exportWords(answer)));
  }
}
