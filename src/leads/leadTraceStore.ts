import { type QueryCreator, sql } from 'kysely';
import type { DB } from '../db/schema.ts';
import type { Lead } from './lead.ts';
import type { LeadChange } from './leadChangeStore.ts';
import { partsOf } from './leadStore.ts';
import { toStored } from './undoStore.ts';

/**
 * The statement that changes a lead, being put together. There is an event where the lead changed, and
 * a card where it had one.
 */
type Changing = QueryCreator<DB & { event: { id: number }; card: { id: number } }>;

/** Adds to that statement what only some changes leave behind. */
export function withTraces<Query extends Changing>(
  query: Query,
  workspaceId: string,
  lead: Lead,
  change: LeadChange,
): Query {
  let all: Changing = query;
  if (partsOf(change.by).interaction) all = withInteraction(all, workspaceId, change);
  if (change.touch) all = withTouch(all, workspaceId, lead, change, change.touch);
  if (change.notes) all = withNotes(all, workspaceId, lead, change, change.notes);
  if (lead.ownerId) all = withAssignedEnded(all, workspaceId, lead);
  if (lead.breachedAt) all = withBreachEnded(all, workspaceId, lead, change.at);
  if (lead.breachedAt || isTakenAway(lead, change)) {
    all = withEscalationsEnded(all, workspaceId, lead, change);
  }
  if (lead.ownerId && !lead.breachedAt) all = withShownSoon(all, workspaceId, lead);
  if (change.newCard) all = withCard(all, workspaceId, lead, change.at);
  if (isTakenAway(lead, change)) all = withPassEnded(all, workspaceId, lead, change);
  if (change.undoable) all = withUndo(all, workspaceId, lead, change);
  if (change.undoes?.breachedAt) all = withBreachReopened(all, workspaceId, lead, change);
  if (change.tell) all = withAssigned(all, workspaceId, lead, change.at, change.tell);
  if (change.moreTime) all = withOverride(all, workspaceId, lead, change, change.moreTime);
  // The last is carried out first: people are locked before messages, everywhere.
  if (change.leaseEnded) all = withLeaseEnded(all, workspaceId, lead);
  if (change.caughtUp) all = withCaughtUp(all, workspaceId, lead);
  // It is the same query, beside which more is written that it does not read.
  return all as Query;
}

function withInteraction(query: Changing, workspaceId: string, { by, at }: LeadChange): Changing {
  const { interaction } = partsOf(by);
  const seen = { workspace_id: workspaceId, kind: 'interaction', id: interaction } as const;
  const row = { ...seen, seen_at: at };
  return query.with('seen', (cte) =>
    cte
      .insertInto('seen_deliveries')
      .columns(columnsOf(row))
      .expression((eb) => eb.selectFrom('event').select(valuesOf(row))),
  );
}

function withTouch(
  query: Changing,
  workspaceId: string,
  lead: Lead,
  { by, at }: LeadChange,
  { kind, outcome, occurredAt = at }: NonNullable<LeadChange['touch']>,
): Changing {
  const row = {
    workspace_id: workspaceId,
    lead_id: lead.id,
    person_id: partsOf(by).actorId,
    kind,
    outcome,
    occurred_at: occurredAt,
    recorded_at: at,
  };
  return query.with('touch', (cte) =>
    cte
      .insertInto('touches')
      .columns([...columnsOf(row), 'event_id'])
      .expression((eb) => eb.selectFrom('event').select([...valuesOf(row), 'event.id'])),
  );
}

function withNotes(
  query: Changing,
  workspaceId: string,
  lead: Lead,
  { by, at }: LeadChange,
  notes: NonNullable<LeadChange['notes']>,
): Changing {
  const author = partsOf(by).actorId || null;
  const ofLead = { workspace_id: workspaceId, lead_id: lead.id, author_id: author, created_at: at };
  const withNote = (all: Changing, note: (typeof notes)[number], index: number): Changing => {
    const row = { ...ofLead, ...note };
    // The name is made up, so its type would be an index signature; nothing reads it.
    return all.with(`note_${index}`, (cte) =>
      cte
        .insertInto('notes')
        .columns([...columnsOf(row), 'event_id'])
        .expression((eb) => eb.selectFrom('event').select([...valuesOf(row), 'event.id'])),
    ) as Changing;
  };
  return notes.reduce(withNote, query);
}

/** The DM that told its owner of it is redrawn, once; while it waits, it is drawn when it is sent. */
function withAssignedEnded(query: Changing, workspaceId: string, lead: Lead): Changing {
  return query.with('assigned_before', (cte) =>
    cte
      .updateTable('messages')
      .from('event')
      .set({ wanted_version: 2 })
      .where('messages.workspace_id', '=', workspaceId)
      .where('messages.lead_id', '=', lead.id)
      // Constants, so that a prepared plan can use the index of these.
      .where('messages.kind', '=', sql.lit('assigned'))
      .where('messages.live', '=', sql.lit(true))
      .where('messages.wanted_version', '=', 1)
      .where((eb) =>
        eb.or([
          eb('messages.state', '=', 'posted'),
          // It is being sent just now.
          eb('messages.leased_by', 'is not', null),
        ]),
      ),
  );
}

/** The nudge that told the breach is redrawn. */
function withBreachEnded(query: Changing, workspaceId: string, lead: Lead, at: Date): Changing {
  return query
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
        .where('messages.live', '=', sql.lit(true)),
    );
}

/** What its owner had let lie is no longer theirs. */
const isTakenAway = ({ ownerId }: Lead, { set }: LeadChange): boolean =>
  ownerId !== null && (('ownerId' in set && set.ownerId !== ownerId) || Boolean(set.closedAt));

/** The messages of those who were told of it are redrawn. That its owner has left, an update does not mend. */
function withEscalationsEnded(
  query: Changing,
  workspaceId: string,
  lead: Lead,
  change: LeadChange,
): Changing {
  const all = isTakenAway(lead, change);
  return query
    .with('escalation', (cte) =>
      cte
        .updateTable('escalations')
        .from('event')
        .set({ over_at: change.at })
        .where('escalations.workspace_id', '=', workspaceId)
        .where('escalations.lead_id', '=', lead.id)
        .where('escalations.over_at', 'is', null)
        .$if(!all, (some) => some.where('escalations.about', '<>', 'left'))
        .returning('escalations.message_id'),
    )
    .with('escalation_shown', (cte) =>
      cte
        .updateTable('messages')
        .from('escalation')
        .set({ wanted_version: sql`wanted_version + 1` })
        .where('messages.workspace_id', '=', workspaceId)
        .whereRef('messages.id', '=', 'escalation.message_id')
        .where('messages.live', '=', sql.lit(true)),
    );
}

/** Where the owner's nudge shows it as about to run out, that is redrawn. */
function withShownSoon(query: Changing, workspaceId: string, { id, ownerId }: Lead): Changing {
  return query.with('shown_soon', (cte) =>
    cte
      .updateTable('messages')
      .from('event')
      .set({ wanted_version: sql`wanted_version + 1` })
      .where('messages.workspace_id', '=', workspaceId)
      .where('messages.person_id', '=', ownerId)
      // Constants, so that a prepared plan can use the index of these.
      .where('messages.kind', '=', sql.lit('nudge'))
      .where('messages.live', '=', sql.lit(true))
      .where('messages.state', '=', sql.lit('posted'))
      .where(sql<boolean>`messages.subject -> 'silent' @> to_jsonb(${id}::int)`),
  );
}

function withCard(query: Changing, workspaceId: string, lead: Lead, at: Date): Changing {
  const destination = { workspace_id: workspaceId, id: lead.channelId };
  const card = {
    workspace_id: workspaceId,
    lead_id: lead.id,
    kind: 'card',
    destination: lead.channelId,
    created_at: at,
    not_before: '-infinity',
  };
  return query
    .with('destination', (cte) =>
      cte
        .insertInto('destinations')
        .columns(columnsOf(destination))
        .expression((eb) => eb.selectFrom('event').select(valuesOf(destination)))
        .onConflict((conflict) => conflict.doNothing()),
    )
    .with('new_card', (cte) =>
      cte
        .insertInto('messages')
        .columns([...columnsOf(card), 'key'])
        .expression((eb) =>
          eb
            .selectFrom('event')
            // Counted first, so that the past one has left the index that allows one card.
            .where((of) => of.selectFrom('card').select(of.fn.countAll<number>().as('n')), '>=', 0)
            .select(valuesOf(card))
            .select(sql<string>`concat('card:', ${lead.id}::text, ':', event.id)`.as('key')),
        ),
    );
}

function withAssigned(
  query: Changing,
  workspaceId: string,
  lead: Lead,
  at: Date,
  { personId, notBefore, why }: NonNullable<LeadChange['tell']>,
): Changing {
  const destination = { workspace_id: workspaceId, id: personId };
  const message = {
    workspace_id: workspaceId,
    lead_id: lead.id,
    kind: 'assigned',
    key: `assigned:${lead.id}:${personId}:${lead.version + 1}`,
    person_id: personId,
    subject: JSON.stringify(why),
    destination: personId,
    created_at: at,
    not_before: notBefore,
  };
  return query
    .with('dm', (cte) =>
      cte
        .insertInto('destinations')
        .columns(columnsOf(destination))
        .expression((eb) => eb.selectFrom('event').select(valuesOf(destination)))
        .onConflict((conflict) => conflict.doNothing()),
    )
    .with('assigned', (cte) =>
      cte
        .insertInto('messages')
        .columns(columnsOf(message))
        .expression((eb) => eb.selectFrom('event').select(valuesOf(message))),
    );
}

/** What was offered to a colleague goes to them, or is offered no more. */
function withPassEnded(
  query: Changing,
  workspaceId: string,
  lead: Lead,
  { at, passAccepted }: LeadChange,
): Changing {
  return query
    .with('pass', (cte) =>
      cte
        .updateTable('passes')
        .from('event')
        .set({ settled_at: at, outcome: passAccepted ? 'accepted' : 'withdrawn' })
        .where('passes.workspace_id', '=', workspaceId)
        .where('passes.lead_id', '=', lead.id)
        .where('passes.settled_at', 'is', null)
        .returning(sql<string>`'pass:' || passes.id`.as('key')),
    )
    .with('offer', (cte) =>
      cte
        .updateTable('messages')
        .from('pass')
        .set({ wanted_version: sql`wanted_version + 1` })
        .where('messages.workspace_id', '=', workspaceId)
        .whereRef('messages.key', '=', 'pass.key')
        .where('messages.live', '=', sql.lit(true)),
    );
}

function withUndo(
  query: Changing,
  workspaceId: string,
  lead: Lead,
  { by, at }: LeadChange,
): Changing {
  const row = {
    workspace_id: workspaceId,
    lead_id: lead.id,
    actor_id: partsOf(by).actorId,
    at,
    version: lead.version + 1,
    before: toStored(lead),
  };
  return query.with('undo', (cte) =>
    cte
      .insertInto('undos')
      .columns([...columnsOf(row), 'event_id'])
      .expression((eb) => eb.selectFrom('event').select([...valuesOf(row), 'event.id']))
      .onConflict((conflict) =>
        conflict.columns(['workspace_id', 'lead_id']).doUpdateSet(({ ref }) => ({
          event_id: ref('excluded.event_id'),
          actor_id: ref('excluded.actor_id'),
          at: ref('excluded.at'),
          version: ref('excluded.version'),
          before: ref('excluded.before'),
        })),
      ),
  );
}

/** What was past its window before is so again, and told by the nudge that told it. */
function withBreachReopened(
  query: Changing,
  workspaceId: string,
  lead: Lead,
  { due }: LeadChange,
): Changing {
  return query
    .with('reopened', (cte) =>
      cte
        .updateTable('breaches')
        .from('event')
        .set({ dealt_with_at: null })
        .where('breaches.workspace_id', '=', workspaceId)
        .where('breaches.lead_id', '=', lead.id)
        .where('breaches.due_at', '=', due.next?.at ?? null)
        .returning('breaches.message_id'),
    )
    .with('reopened_nudge', (cte) =>
      cte
        .updateTable('messages')
        .from('reopened')
        .set({ wanted_version: sql`wanted_version + 1` })
        .where('messages.workspace_id', '=', workspaceId)
        .whereRef('messages.id', '=', 'reopened.message_id')
        .where('messages.live', '=', sql.lit(true)),
    );
}

function withOverride(
  query: Changing,
  workspaceId: string,
  lead: Lead,
  { by, at }: LeadChange,
  { until, reason }: NonNullable<LeadChange['moreTime']>,
): Changing {
  const row = {
    workspace_id: workspaceId,
    kind: 'more-time',
    lead_id: lead.id,
    person_id: lead.ownerId,
    given_by: partsOf(by).actorId,
    reason,
    starts_at: at,
    ends_at: until,
  };
  return query.with('override', (cte) =>
    cte
      .insertInto('overrides')
      .columns(columnsOf(row))
      .expression((eb) => eb.selectFrom('event').select(valuesOf(row))),
  );
}

function withLeaseEnded(query: Changing, workspaceId: string, { ownerId }: Lead): Changing {
  return query.with('leaser', (cte) =>
    cte
      .updateTable('people')
      .from('event')
      .set({ leases_ended: sql`leases_ended + 1` })
      .where('people.workspace_id', '=', workspaceId)
      .where('people.id', '=', ownerId),
  );
}

function withCaughtUp(query: Changing, workspaceId: string, { id, ownerId }: Lead): Changing {
  return query.with('forgiven', (cte) =>
    cte
      .updateTable('people')
      .from('event')
      .set({ leases_ended: 0 })
      .where('people.workspace_id', '=', workspaceId)
      .where('people.id', '=', ownerId)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('breaches')
              .select('breaches.lead_id')
              .where('breaches.workspace_id', '=', workspaceId)
              .where('breaches.owner_id', '=', ownerId)
              .where('breaches.dealt_with_at', 'is', null)
              .where('breaches.lead_id', '<>', id),
          ),
        ),
      ),
  );
}

// keyof of a literal: Object.keys only forgets it.
export const columnsOf = <Row extends object>(row: Row) =>
  Object.keys(row) as (keyof Row & string)[];

export const valuesOf = <Row extends object>(row: Row) =>
  columnsOf(row).map((column) => sql.val(row[column]).as(column));
