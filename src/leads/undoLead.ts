import type { Context, PersonActor } from '../context.ts';
import { type Plan, type Situation, changeLead } from './changeLead.ts';
import { type DueRule, dueAt } from './due.ts';
import type { LeadWithDetails } from './lead.ts';
import { calendarFor } from './ownersOnly.ts';
import type { Gone, Refused, Repeated } from './refusal.ts';
import { findUndo, type Undo } from './undoStore.ts';

export const undoMinutes = 10;

export type UndoOutcome =
  | { readonly outcome: 'undone'; readonly lead: LeadWithDetails }
  | { readonly outcome: 'nothing-to-undo'; readonly lead: null }
  /** They changed it more than ten minutes ago. */
  | { readonly outcome: 'undo-too-late'; readonly lead: LeadWithDetails }
  /** Something else has happened to it since then. */
  | { readonly outcome: 'changed-since'; readonly lead: LeadWithDetails }
  | Gone
  | Refused
  | Repeated;

/**
 * Takes back what the person did to a lead last, for ten minutes: status, owner, due instant and lease
 * are as they were. Both events stay on record, and neither counts for compliance. `leadId` null: the
 * lead that they changed last.
 */
export async function undoLead(
  ctx: Context,
  { leadId, by }: { leadId: number | null; by: PersonActor },
): Promise<UndoOutcome> {
  const undo = await findUndo(ctx.db, ctx.workspaceId, { leadId, actorId: by.id });
  if (!undo) return { outcome: 'nothing-to-undo', lead: null };
  return changeLead(ctx, { leadId: undo.leadId, by }, (situation) => takeBack(situation, undo));
}

/** Whether this person may take it back now. */
export const canUndo = (undo: Undo, lead: { version: number }, personId: string, now: Date) =>
  undo.actorId === personId && undo.version === lead.version && !isTooLate(undo, now);

const isTooLate = ({ at }: Undo, now: Date) => now.getTime() - at.getTime() > undoMinutes * 60_000;

function takeBack(situation: Situation, undo: Undo): Plan<UndoOutcome> | UndoOutcome {
  const { lead, actor, now } = situation;
  if (undo.version !== lead.version || undo.actorId !== actor?.id) {
    return { outcome: 'changed-since', lead };
  }
  if (isTooLate(undo, now)) return { outcome: 'undo-too-late', lead };

  const { followUpDueAt, dueOpenedAt, dueRule, breachedAt, ...set } = undo.before;
  const calendar = calendarFor(situation);
  const next =
    followUpDueAt && dueRule
      ? // Stored as a rule.
        dueAt(followUpDueAt, dueRule as DueRule, calendar, dueOpenedAt ?? now)
      : null;
  return {
    change: {
      kind: 'undone',
      set,
      due: { outcome: 'cancelled', next },
      undoes: { eventId: undo.eventId, breachedAt },
    },
    answer: (undone) => ({ outcome: 'undone', lead: undone }),
  };
}
