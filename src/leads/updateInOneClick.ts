import type { Context, PersonActor } from '../context.ts';
import { calendarOf } from '../people/calendar.ts';
import { findPerson } from '../people/peopleStore.ts';
import { parseWindow } from '../people/window.ts';
import { addWorkingTime } from '../people/workingTime.ts';
import type { LeadWithDetails } from './lead.ts';
import { quickUpdate } from './leadButtons.ts';
import { findLead } from './leadStore.ts';
import { isClosed } from './statuses.ts';
import { updateLead, type UpdateOutcome } from './updateLead.ts';

/**
 * What a quick button says about a lead: `key` is the end of its action id. Who may is as for every
 * update. A closed lead is not reopened by a button that somebody still sees.
 */
export async function updateInOneClick(
  ctx: Context,
  click: { leadId: number; by: PersonActor; key: string },
): Promise<UpdateOutcome> {
  let answer = await asRead(ctx, click);
  // Somebody came in between: what the button means is read anew.
  for (let tries = 1; tries < 3 && answer.outcome === 'changed'; tries++) {
    answer = await asRead(ctx, click);
  }
  return answer;
}

async function asRead(
  ctx: Context,
  { leadId, by, key }: { leadId: number; by: PersonActor; key: string },
): Promise<UpdateOutcome> {
  const lead = await findLead(ctx.db, ctx.workspaceId, leadId);
  const update = lead && quickUpdate(lead, key);
  if (!lead || !update || isClosed(lead.status)) return { outcome: 'gone', lead };
  const tryAgain = key === 'attempted' && update.status !== 'attempted';
  return updateLead(ctx, {
    leadId,
    by,
    // What the button means depends on the status that was just read.
    expectedVersion: lead.version,
    ...update,
    nextStepAt: tryAgain ? await nextTry(ctx, lead) : null,
  });
}

/** A later status has a longer window than a call that nobody took should wait. */
async function nextTry(ctx: Context, lead: LeadWithDetails): Promise<Date | null> {
  const { document } = await ctx.settings.current();
  const owner = lead.ownerId && (await findPerson(ctx.db, ctx.workspaceId, lead.ownerId));
  if (!owner) return null;
  const window = parseWindow(document.windows.attempted);
  return addWorkingTime(ctx.clock.now(), window, calendarOf(owner, document));
}
