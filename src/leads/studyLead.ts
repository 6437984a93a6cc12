import type { Context } from '../context.ts';
import { type LeadDetailsView, shownEvents, shownNotes } from './leadDetailsForm.ts';
import { findEvents, findNotes } from './leadHistoryStore.ts';
import { canUndo } from './undoLead.ts';
import { findUndo } from './undoStore.ts';
import type { LeadView } from './viewLead.ts';

/** A lead as somebody may see it, with what happened to it and what was written about it. */
export async function studyLead(ctx: Context, view: LeadView): Promise<LeadDetailsView> {
  const { db, workspaceId } = ctx;
  const undo = await findUndo(db, workspaceId, { leadId: view.lead.id, actorId: view.person.id });
  return {
    ...view,
    mayUndo: undo !== null && canUndo(undo, view.lead, view.person.id, view.now),
    events: await findEvents(db, workspaceId, view.lead.id, shownEvents + 1),
    notes: await findNotes(db, workspaceId, view.lead.id, shownNotes + 1),
  };
}
