import type { Context } from '../context.ts';
import { sourceName } from '../settings/settings.ts';
import { contactHashes, findDoNotContact } from './doNotContactStore.ts';
import { type LeadDetailsView, shownEvents, shownNotes } from './leadDetailsView.ts';
import { findGrade } from './gradeStore.ts';
import { findFieldValues } from './fieldStore.ts';
import { findMergedInto } from './mergeStore.ts';
import { findEvents, findNotes } from './leadHistoryStore.ts';
import { canUndo } from './undoLead.ts';
import { findUndo } from './undoStore.ts';
import type { LeadView } from './viewLead.ts';

/** A lead as somebody may see it, with what happened to it and what was written about it. */
export async function studyLead(ctx: Context, view: LeadView): Promise<LeadDetailsView> {
  const { db, workspaceId } = ctx;
  const { lead, person, now } = view;
  // A modal has three seconds to open: none of these waits for another.
  const [undo, events, notes, doNotContact, others, graded, merged] = await Promise.all([
    findUndo(db, workspaceId, { leadId: lead.id, actorId: person.id }),
    findEvents(db, workspaceId, lead.id, shownEvents + 1, { merged: true }),
    findNotes(db, workspaceId, lead.id, shownNotes + 1),
    lead.doNotContactAt
      ? findDoNotContact(db, workspaceId, contactHashes(lead.details, ctx.secrets))
      : null,
    findFieldValues(db, workspaceId, [lead.id]),
    findGrade(db, workspaceId, lead.id),
    view.mayMerge ? findMergedInto(db, workspaceId, lead.id) : [],
  ]);
  return {
    ...view,
    mayUndo: undo !== null && canUndo(undo, lead, person.id, now),
    events,
    notes,
    others: others.map((value) => ({
      ...value,
      by: value.sourceKey === null ? null : sourceName(view.settings, value.sourceKey),
    })),
    doNotContact,
    graded,
    merged,
  };
}
