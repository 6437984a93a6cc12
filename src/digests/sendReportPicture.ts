import type { Context, PersonActor } from '../context.ts';
import { enqueueMessage } from '../slack/messageStore.ts';
import type { Report } from './report.ts';

/** Sends a report's picture to whoever asked for the report, once an asking. False: there is nothing in it to draw. */
export async function sendReportPicture(
  ctx: Context,
  { by, report }: { by: PersonActor; report: Report },
): Promise<boolean> {
  if (!report.touches.some((n) => n > 0)) return false;
  const { workspaceId } = ctx;
  const now = ctx.clock.now();
  await ctx.db.transaction().execute((trx) =>
    enqueueMessage(trx, {
      ...{ workspaceId, kind: 'report-picture', now, personId: by.id, destination: by.id },
      key: `report-picture:${by.interaction ?? `${by.id}:${now.toISOString()}`}`,
      // Figures only: what the whisper said is what the picture shows.
      subject: { ...report.period, touches: report.touches },
    }),
  );
  ctx.wakeDelivery();
  return true;
}
