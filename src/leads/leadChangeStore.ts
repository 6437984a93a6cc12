import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import type { WhyAssigned } from './assignment.ts';
import type { DueOutcome } from './compliance.ts';
import type { IdentityHash } from './doNotContactStore.ts';
import type { Due } from './due.ts';
import { excuseOf } from './excuseStore.ts';
import type { FieldValue } from './fieldNews.ts';
import type { Lead, LeadDetails } from './lead.ts';
import { type EventDraft, eventRow } from './leadEventStore.ts';
import { toColumns } from './leadRow.ts';
import { columnsOf, valuesOf } from './changingRow.ts';
import { withTraces } from './leadTraceStore.ts';
import type { TimeLost } from './timeLost.ts';
import type { Touch } from './touch.ts';

/** What happens to a lead, as one event. */
export type LeadChange = EventDraft & {
  /** Null: what is due stays as it is. */
  readonly due: { readonly outcome: NonNullable<DueOutcome>; readonly next: Due | null } | null;
  readonly settingsVersion: number;
  /** Everything but the due instant, which follows from `due`. */
  readonly set: Partial<Omit<Lead, 'id' | 'version' | DueProperty>>;
  readonly touch?: Touch | null;
  readonly notes?: readonly {
    readonly kind: 'note' | 'evidence' | 'reason';
    readonly body: string;
  }[];
  /** It is to be posted again: a card that it has stays where it stands, as a past one. */
  readonly newCard?: boolean;
  /** Its owner is told, in a message of its own, that they have it: from `notBefore` on. */
  readonly tell?: {
    readonly personId: string;
    readonly notBefore: Date;
    readonly why: WhyAssigned;
  };
  /** Whoever does it may take it back for some minutes. */
  readonly undoable?: boolean;
  /** The colleague to whom it was offered takes it. */
  readonly passAccepted?: boolean;
  /** Its owner let the claim end. */
  readonly leaseEnded?: boolean;
  /** A touch of its owner's, who let claims end: forgiven where nothing else of theirs is overdue. */
  readonly caughtUp?: boolean;
  /** By these hashes the customer is known who is not to be contacted, or may be again. */
  readonly doNotContact?:
    | { readonly record: readonly IdentityHash[] }
    | { readonly lift: readonly IdentityHash[] };
  /** A manager's exception for its owner, or the end of one. */
  readonly exception?: {
    readonly kind: 'more-time' | 'waived-lead';
    readonly until: Date;
    readonly reason: string;
  };
  readonly endsException?: number;
  /** What of its details is put right. */
  readonly details?: Partial<LeadDetails>;
  /** What its fields said before. */
  readonly before?: readonly FieldValue[];
  /** By what it is known from now on, too, where nobody else is. */
  readonly identities?: readonly { readonly kind: 'email' | 'phone'; readonly hash: Buffer }[];
  /** What it cost so far: see timeLost. */
  readonly lost?: readonly TimeLost[];
};
type DueProperty = 'followUpDueAt' | 'dueOpenedAt' | 'dueRule' | 'dueTimezone' | 'breachedAt';

/**
 * Changes the lead as it was read, in one statement: the row, its event, touch and notes, the redraw
 * of its card, the end of its breach and the redraw of the nudge that told it, the trace of the
 * interaction. Null, and nothing happened: it is no longer as it was read.
 *
 * `version` counts what verbs such as these did. What the clock and the delivery do leaves it alone
 * (a form that is open meanwhile must still be taken), but makes one of three columns null, or not.
 */
export async function changeAsRead(
  db: Db | Trx,
  workspaceId: string,
  lead: Lead,
  change: LeadChange,
): Promise<Lead | null> {
  const set = {
    ...change.set,
    ...(change.due && dueProperties(change.due.next, change.undoes?.breachedAt)),
    version: lead.version + 1,
  };
  const changing = db
    .with('changed', (cte) =>
      cte
        .updateTable('leads')
        .set(toColumns(set))
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', lead.id)
        .where('version', '=', lead.version)
        .where('posted_at', lead.postedAt ? 'is not' : 'is', null)
        .where('follow_up_due_at', lead.followUpDueAt ? 'is not' : 'is', null)
        .where('breached_at', lead.breachedAt ? 'is not' : 'is', null)
        .returning('leads.id'),
    )
    .with('event', (cte) => {
      const { data, ...event } = eventRow(workspaceId, lead, change.set, change);
      return cte
        .insertInto('lead_events')
        .columns([...columnsOf(event), 'data'])
        .expression((eb) =>
          eb
            .selectFrom('changed')
            .select([
              ...valuesOf(event),
              withExcuse(data, workspaceId, lead, change.at).as('data'),
            ]),
        )
        .returning('lead_events.id');
    })
    .with('card', (cte) =>
      cte
        .updateTable('messages')
        .from('changed')
        .set({
          wanted_version: sql`wanted_version + 1`,
          ...(change.newCard && { kind: 'past-card' }),
        })
        .where('messages.workspace_id', '=', workspaceId)
        .whereRef('messages.lead_id', '=', 'changed.id')
        // Constants, so that a prepared plan can use the index of live cards.
        .where('messages.kind', '=', sql.lit('card'))
        .where('messages.live', '=', sql.lit(true))
        .returning('messages.id'),
    );
  const row = await withTraces(changing, workspaceId, lead, change)
    .selectFrom('changed')
    .select('changed.id')
    .executeTakeFirst();
  return row ? { ...lead, ...set } : null;
}

/** A due instant that has passed is decided for good, so its event says what excuses its owner. */
function withExcuse(data: string, workspaceId: string, lead: Lead, at: Date) {
  const { ownerId, followUpDueAt } = lead;
  const missed = ownerId !== null && followUpDueAt !== null && followUpDueAt < at;
  if (!missed) return sql<string>`${data}::jsonb`;
  // As the lead was before this statement.
  return sql<string>`${data}::jsonb || coalesce((
    select jsonb_build_object('excused', why)
    from (select ${excuseOf('l')} as why from leads l
      where l.workspace_id = ${workspaceId} and l.id = ${lead.id}) as excuse
    where why is not null), '{}')`;
}

/** The lead must be locked. Its version stays, and so does its card, which shows nothing of this. */
export async function markPosted(
  trx: Trx,
  workspaceId: string,
  lead: Lead,
  event: EventDraft,
): Promise<void> {
  await trx
    .updateTable('leads')
    .set(
      toColumns({
        postedAt: lead.postedAt ?? event.at,
        ...(event.due && dueProperties(event.due.next)),
      }),
    )
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', lead.id)
    .execute();
  await trx
    .insertInto('lead_events')
    .values(eventRow(workspaceId, lead, {}, event))
    .execute();
}

function dueProperties(next: Due | null, breachedAt: Date | null = null): Pick<Lead, DueProperty> {
  return {
    followUpDueAt: next?.at ?? null,
    dueOpenedAt: next?.openedAt ?? null,
    dueRule: next?.rule ?? null,
    dueTimezone: next?.timezone ?? null,
    breachedAt,
  };
}
