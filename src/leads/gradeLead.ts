import type { Context, PersonActor } from '../context.ts';
import { noteInteraction } from '../db/interactionStore.ts';
import { calendarOf } from '../people/calendar.ts';
import { findPerson } from '../people/peopleStore.ts';
import { barred } from '../people/roles.ts';
import { parseWindow } from '../people/window.ts';
import { addWorkingTime } from '../people/workingTime.ts';
import { type Grade, isGradable, type PoorReason } from './grade.ts';
import { saveGrade } from './gradeStore.ts';
import type { LeadWithDetails } from './lead.ts';
import { addEvent } from './leadEventStore.ts';
import { findLeadScene } from './leadStore.ts';
import { may, standingOn } from './permissions.ts';
import type { Gone, Invalid, Refused, Repeated } from './refusal.ts';

export type GradeLead = {
  readonly leadId: number;
  readonly by: PersonActor;
  readonly grade: Grade;
  /** Poor needs one, elsewhere they are ignored. */
  readonly reasons: readonly PoorReason[];
};

export type GradeOutcome =
  | { readonly outcome: 'graded'; readonly lead: LeadWithDetails }
  /** It is open, or nobody's, or its rep brought it. */
  | { readonly outcome: 'not-gradable'; readonly lead: LeadWithDetails }
  /** Its source's owner has answered the grade that it has. */
  | { readonly outcome: 'answered-already'; readonly lead: LeadWithDetails }
  | Invalid<'reasons'>
  | Gone
  | Refused
  | Repeated;

/**
 * Says what a lead was worth that has ended, for the owner of its source, who is to answer within
 * `feedback.answerWindow` of their working time. Whoever may update the lead may; another grade takes
 * its place until it is answered.
 */
export async function gradeLead(
  ctx: Context,
  { leadId, by, grade, reasons }: GradeLead,
): Promise<GradeOutcome> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const { document, version } = await ctx.settings.current();
  const scene = await findLeadScene(db, workspaceId, leadId, by);
  if (!scene) return { outcome: 'gone', lead: null };
  const { lead, actor, owner } = scene;
  const why = barred(actor);
  if (why) return { outcome: 'not-allowed', lead, why };
  const as = standingOn(lead, actor, { owner, settings: document, now });
  if (!may('grade', as)) return { outcome: 'not-allowed', lead, why: 'role' };
  if (!isGradable(lead)) return { outcome: 'not-gradable', lead };
  if (grade === 'poor' && reasons.length === 0) {
    return { outcome: 'invalid', lead, errors: { reasons: 'Choose at least one reason.' } };
  }
  const answers = await whoAnswers(ctx, lead.sourceKey, now);
  const outcome = await db.transaction().execute(async (trx) => {
    if (!(await noteInteraction(trx, workspaceId, by, now))) return 'repeated';
    const saved = await saveGrade(trx, workspaceId, {
      ...{ leadId, sourceKey: lead.sourceKey, channelId: lead.channelId, repId: by.id },
      ...{ grade, reasons: grade === 'poor' ? reasons : [], at: now, ...answers },
    });
    if (!saved) return 'answered-already';
    await addEvent(trx, workspaceId, lead, {
      kind: 'graded',
      by,
      at: now,
      settingsVersion: version,
      data: { grade },
    });
    return 'graded';
  });
  return { outcome, lead };
}

async function whoAnswers({ db, workspaceId, settings }: Context, sourceKey: string, now: Date) {
  const { document } = await settings.current();
  const id = document.sources[sourceKey]?.owner;
  const owner = id ? await findPerson(db, workspaceId, id) : null;
  if (!owner || barred(owner)) return { ownerId: null, dueAt: null };
  const window = parseWindow(document.feedback.answerWindow);
  return { ownerId: owner.id, dueAt: addWorkingTime(now, window, calendarOf(owner, document)) };
}
