import type { Context } from '../context.ts';
import { stepsAfter } from '../leads/ladder.ts';
import { calendarOf, channelCalendar } from '../people/calendar.ts';
import { findUnplanned, isAnythingDue, planSteps, recordBreaches } from './breachStore.ts';

const batch = 500;

/**
 * Records all follow-up windows that have run out, each once, and plans what follows from each.
 * Answers how many ran out. What a crash leaves unplanned is planned by the next run.
 */
export async function noticeBreaches(ctx: Context, now: Date): Promise<number> {
  if (!(await isAnythingDue(ctx.db, ctx.workspaceId, now))) return 0;
  let breaches = 0;
  for (let recorded = batch; recorded === batch; breaches += recorded) {
    recorded = (await recordBreaches(ctx.db, ctx.workspaceId, now, batch)).length;
  }
  while ((await planBatch(ctx, now)) === batch);
  return breaches;
}

async function planBatch(ctx: Context, now: Date): Promise<number> {
  const { db, workspaceId, settings } = ctx;
  const unplanned = await findUnplanned(db, workspaceId, batch);
  if (unplanned.length === 0) return 0;
  const { document } = await settings.current();
  const plans = unplanned.map(({ lead, dueAt, owner }) => {
    try {
      const calendar = owner
        ? calendarOf(owner, document)
        : channelCalendar(lead.channelId, document);
      return { leadId: lead.id, ...stepsAfter(lead, dueAt, document, calendar) };
    } catch (err) {
      // Its manager is told at once, since nobody knows when its owner works.
      ctx.log.error({ err, lead: lead.id }, 'what follows a breach could not be planned');
      return { leadId: lead.id, warnAt: null, escalateAt: now };
    }
  });
  return planSteps(db, workspaceId, now, plans);
}
