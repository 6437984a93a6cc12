import { type Insertable, sql } from 'kysely';
import type { Actor } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import type { JsonObject, LeadEvents, Notes } from '../db/schema.ts';
import type { DueOutcome } from './compliance.ts';
import type { Due } from './due.ts';
import type { Lead } from './lead.ts';
import { partsOf } from './leadStore.ts';

export type EventKind =
  | 'received'
  | 'imported'
  | 'repeated'
  | 'posted'
  | 'claimed'
  | 'updated'
  | 'postponed'
  | 'released'
  | 'noted'
  | 'breached'
  | 'more-time'
  /** A manager's exceptions: the lead is not due for a while; one ended before its time. */
  | 'waived'
  | 'exception-ended'
  /** `data.to`: the new owner. Assigned: nobody had it. */
  | 'assigned'
  | 'reassigned'
  /** `data.held`: how long its owner had had it, and their touches. */
  | 'lease-ended'
  /** To a colleague, `data.to`, who became its owner where 'passed' follows. */
  | 'offered'
  | 'passed'
  | 'recalculated'
  /** Its customer asked again: `data.was`, and `data.to`, the former owner who has it again. */
  | 'reopened'
  /** It is the same as `data.lead`, in whose timeline 'took-in' stands (`data.lead`). */
  | 'merged'
  | 'took-in'
  /** It is not the same as `data.lead` after all, in whose timeline 'let-go' stands (`data.lead`). */
  | 'unmerged'
  | 'let-go'
  /** Its rep cannot work it without `data.missing`, and waits. */
  | 'sent-back'
  /** It got what it lacked; `data.missing`: what it still lacks. Whoever waited goes on. */
  | 'completed'
  /** The wait is over, and it still lacks `data.missing`. */
  | 'limit-passed'
  /** The customer asked not to be contacted; 'suppressed': they came again all the same. */
  | 'do-not-contact'
  | 'do-not-contact-lifted'
  | 'suppressed'
  /** What it was worth, said when it ended. */
  | 'graded'
  /** It takes back the event that `undoes` names. */
  | 'undone';

export type EventDraft = {
  readonly kind: EventKind;
  readonly by: Actor;
  readonly at: Date;
  /** Where it sets, meets, moves or cancels a due instant. `outcome`: what becomes of the old one. */
  readonly due?: {
    readonly outcome: DueOutcome;
    readonly next: Due | null;
  } | null;
  readonly settingsVersion: number | null;
  /** Working seconds since the window was opened that it meets. */
  readonly repSeconds?: number | null;
  /** Codes and ids only. */
  readonly data?: JsonObject;
  /** The event that is taken back; the breach that stood before it stands again. */
  readonly undoes?: { readonly eventId: number; readonly breachedAt: Date | null };
};

/** The row that tells what happened to `before`; `set` is what changes of it. */
export function eventRow(
  workspaceId: string,
  before: Lead,
  set: Partial<Lead>,
  { kind, by, at, due, settingsVersion, repSeconds, data = {}, undoes }: EventDraft,
) {
  const dueFrom = due?.outcome ? before.followUpDueAt : null;
  return {
    workspace_id: workspaceId,
    lead_id: before.id,
    at,
    kind,
    actor_id: partsOf(by).actorId || null,
    owner_id: dueFrom ? before.ownerId : (set.ownerId ?? before.ownerId),
    channel_id: dueFrom ? before.channelId : (set.channelId ?? before.channelId),
    status_from: before.status,
    status_to: set.status ?? before.status,
    due_from: dueFrom,
    due_outcome: dueFrom && (due?.outcome ?? null),
    due_to: due?.next?.at ?? null,
    due_rule: due?.next?.rule ?? null,
    settings_version: settingsVersion,
    calendar_version: due?.next?.calendarVersion ?? null,
    data: JSON.stringify(data),
    ...(repSeconds != null && { rep_seconds: repSeconds }),
    ...(undoes && { undoes: undoes.eventId }),
  } satisfies Insertable<LeadEvents>;
}

/** Keeps an event that changes nothing in the lead's own row, and has its card redrawn. */
export async function addEvent(
  trx: Trx,
  workspaceId: string,
  lead: Lead,
  event: EventDraft,
): Promise<number> {
  const { id } = await trx
    .insertInto('lead_events')
    .values(eventRow(workspaceId, lead, {}, event))
    .returning('id')
    .executeTakeFirstOrThrow();
  await trx
    .updateTable('messages')
    .set({ wanted_version: sql`wanted_version + 1` })
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', lead.id)
    .where('kind', '=', 'card')
    .where('live', '=', true)
    .execute();
  return id;
}

/** What somebody wrote, or, with no author, what came with the lead, kept with an event. */
export async function addNote(
  trx: Trx,
  workspaceId: string,
  note: Omit<Insertable<Notes>, 'workspace_id'>,
): Promise<void> {
  await trx
    .insertInto('notes')
    .values({ ...note, workspace_id: workspaceId })
    .execute();
}
