import { type QueryCreator, sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import type { DB } from '../db/schema.ts';
import type { DueOutcome } from './compliance.ts';
import type { Due } from './due.ts';
import type { Lead } from './lead.ts';
import { type EventDraft, eventRow } from './leadEventStore.ts';
import { toColumns, toLead } from './leadRow.ts';
import { partsOf } from './leadStore.ts';
import type { Touch } from './touch.ts';

/** What happens to a lead, as one event. */
export type LeadChange = EventDraft & {
  readonly due: { readonly outcome: NonNullable<DueOutcome>; readonly next: Due | null };
  readonly settingsVersion: number;
  /** Everything but the due instant, which follows from `due`. */
  readonly set: Partial<Omit<Lead, 'id' | 'version' | DueProperty>>;
  readonly touch?: Touch | null;
  readonly notes?: readonly {
    readonly kind: 'note' | 'evidence' | 'reason';
    readonly body: string;
  }[];
  /** It has no card, and is to get one. */
  readonly newCard?: boolean;
};
type DueProperty = 'followUpDueAt' | 'dueRule' | 'dueTimezone' | 'breachedAt';

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
  const changing = db
    .with('changed', (cte) =>
      cte
        .updateTable('leads')
        .set({ ...toColumns(change.set), ...dueColumns(change.due), version: lead.version + 1 })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', lead.id)
        .where('version', '=', lead.version)
        .where('posted_at', lead.postedAt ? 'is not' : 'is', null)
        .where('follow_up_due_at', lead.followUpDueAt ? 'is not' : 'is', null)
        .where('breached_at', lead.breachedAt ? 'is not' : 'is', null)
        .returningAll(),
    )
    .with('event', (cte) => {
      const event = eventRow(workspaceId, lead, change.set, change);
      return cte
        .insertInto('lead_events')
        .columns(columnsOf(event))
        .expression((eb) => eb.selectFrom('changed').select(valuesOf(event)))
        .returning('lead_events.id');
    })
    .with('card', (cte) =>
      cte
        .updateTable('messages')
        .from('changed')
        .set({ wanted_version: sql`wanted_version + 1` })
        .whereRef('messages.workspace_id', '=', 'changed.workspace_id')
        .whereRef('messages.lead_id', '=', 'changed.id')
        .where('messages.kind', '=', 'card')
        .where('messages.live', '=', true),
    );
  const row = await withMore(changing, workspaceId, lead, change)
    .selectFrom('changed')
    .selectAll()
    .executeTakeFirst();
  return row ? toLead(row) : null;
}

/** What only some changes have. It happens where there is an event, that is where the lead changed. */
function withMore<Changing extends QueryCreator<DB & { event: { id: number } }>>(
  changing: Changing,
  workspaceId: string,
  lead: Lead,
  { by, at, touch, notes = [], newCard = false }: LeadChange,
): Changing {
  const { actorId, interaction } = partsOf(by);
  const ofLead = { workspace_id: workspaceId, lead_id: lead.id };
  let all: QueryCreator<DB & { event: { id: number } }> = changing;
  if (interaction) {
    const seen = {
      workspace_id: workspaceId,
      kind: 'interaction',
      id: interaction,
      seen_at: at,
    } as const;
    all = all.with('seen', (cte) =>
      cte
        .insertInto('seen_deliveries')
        .columns(columnsOf(seen))
        .expression((eb) => eb.selectFrom('event').select(valuesOf(seen))),
    );
  }
  if (touch) {
    const { kind, outcome, occurredAt = at } = touch;
    const row = {
      ...ofLead,
      person_id: actorId,
      kind,
      outcome,
      occurred_at: occurredAt,
      recorded_at: at,
    };
    all = all.with('touch', (cte) =>
      cte
        .insertInto('touches')
        .columns([...columnsOf(row), 'event_id'])
        .expression((eb) => eb.selectFrom('event').select([...valuesOf(row), 'event.id'])),
    );
  }
  for (const [index, { kind, body }] of notes.entries()) {
    const row = { ...ofLead, kind, body, author_id: actorId || null, created_at: at };
    all = all.with(`note_${index}`, (cte) =>
      cte
        .insertInto('notes')
        .columns([...columnsOf(row), 'event_id'])
        .expression((eb) => eb.selectFrom('event').select([...valuesOf(row), 'event.id'])),
    ) as typeof all;
  }
  if (lead.breachedAt) {
    all = all
      .with('breach', (cte) =>
        cte
          .updateTable('breaches')
          .from('event')
          .set({ dealt_with_at: at })
          .where('breaches.workspace_id', '=', workspaceId)
          .where('breaches.lead_id', '=', lead.id)
          .where('breaches.dealt_with_at', 'is', null)
          .returning('breaches.message_id'),
      )
      .with('nudge', (cte) =>
        cte
          .updateTable('messages')
          .from('breach')
          .set({ wanted_version: sql`wanted_version + 1` })
          .where('messages.workspace_id', '=', workspaceId)
          .whereRef('messages.id', '=', 'breach.message_id')
          .where('messages.live', '=', true),
      );
  }
  if (newCard) {
    const row = {
      ...ofLead,
      kind: 'card',
      destination: lead.channelId,
      created_at: at,
      not_before: '-infinity',
    };
    const destination = { workspace_id: workspaceId, id: lead.channelId };
    all = all.with('destination', (cte) =>
      cte
        .insertInto('destinations')
        .columns(columnsOf(destination))
        .expression((eb) => eb.selectFrom('event').select(valuesOf(destination)))
        .onConflict((conflict) => conflict.doNothing()),
    );
    all = all.with('new_card', (cte) =>
      cte
        .insertInto('messages')
        .columns([...columnsOf(row), 'key'])
        .expression((eb) =>
          eb
            .selectFrom('event')
            .select(valuesOf(row))
            .select(sql<string>`concat('card:', ${lead.id}::text, ':', event.id)`.as('key')),
        ),
    );
  }
  // It is the same query, beside which more is written that it does not read.
  return all as Changing;
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
    .set({ posted_at: lead.postedAt ?? event.at, ...(event.due && dueColumns(event.due)) })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', lead.id)
    .execute();
  await trx
    .insertInto('lead_events')
    .values(eventRow(workspaceId, lead, {}, event))
    .execute();
}

function dueColumns({ next }: { next: Due | null }) {
  return {
    follow_up_due_at: next?.at ?? null,
    due_rule: next?.rule ?? null,
    due_timezone: next?.timezone ?? null,
    breached_at: null,
  };
}

// keyof of a literal: Object.keys only forgets it.
const columnsOf = <Row extends object>(row: Row) => Object.keys(row) as (keyof Row & string)[];

const valuesOf = <Row extends object>(row: Row) =>
  columnsOf(row).map((column) => sql.val(row[column]).as(column));
