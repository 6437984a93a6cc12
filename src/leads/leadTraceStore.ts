import { sql } from 'kysely';
import type { Lead } from './lead.ts';
import type { LeadChange } from './leadChangeStore.ts';
import { withCard, withAssigned, withAssignedEnded, withShownSoon } from './changeMessageStore.ts';
import {
  isTakenAway,
  withBreachEnded,
  withBreachReopened,
  withEscalationsEnded,
  withPassEnded,
} from './changeEndStore.ts';
import { type Changing, columnsOf, valuesOf } from './changingRow.ts';
import { partsOf } from './leadStore.ts';
import { withDoNotContact } from './changeDoNotContactStore.ts';
import {
  withDetails,
  withFieldsBefore,
  withHoldShown,
  withIdentities,
  withTimeFound,
  withTimeLost,
} from './holdTraceStore.ts';
import { isBad } from './timeLost.ts';
import { toStored } from './undoStore.ts';

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
  if (lead.breachedAt && change.due) all = withBreachEnded(all, workspaceId, lead, change.at);
  if ((lead.breachedAt && change.due) || isTakenAway(lead, change)) {
    all = withEscalationsEnded(all, workspaceId, lead, change);
  }
  if (lead.ownerId && !lead.breachedAt) all = withShownSoon(all, workspaceId, lead);
  if (change.newCard) all = withCard(all, workspaceId, lead, change.at);
  if (isTakenAway(lead, change)) all = withPassEnded(all, workspaceId, lead, change);
  if (change.undoable) all = withUndo(all, workspaceId, lead, change);
  if (change.undoes?.breachedAt) all = withBreachReopened(all, workspaceId, lead, change);
  if (change.tell) all = withAssigned(all, workspaceId, lead, change.at, change.tell);
  if (change.doNotContact) {
    all = withDoNotContact(all, workspaceId, lead, change, change.doNotContact);
  }
  if (change.exception) all = withOverride(all, workspaceId, lead, change, change.exception);
  if (change.endsException !== undefined) {
    all = withOverrideEnded(all, workspaceId, change, change.endsException);
  }
  if (change.details) all = withDetails(all, workspaceId, lead, change.details);
  if (change.before) all = withFieldsBefore(all, workspaceId, lead, change, change.before);
  if (change.identities) all = withIdentities(all, workspaceId, lead, change.identities);
  for (const lost of change.lost ?? []) all = withTimeLost(all, workspaceId, lead, change, lost);
  if (change.undoes || isNoLongerBad(lead, change))
    all = withTimeFound(all, workspaceId, lead, change);
  if (lead.missing.length > 0 || change.set.missing) all = withHoldShown(all, workspaceId, lead);
  // The last is carried out first: people are locked before messages, everywhere.
  if (change.leaseEnded) all = withLeaseEnded(all, workspaceId, lead);
  if (change.caughtUp) all = withCaughtUp(all, workspaceId, lead);
  // It is the same query, beside which more is written that it does not read.
  return all as Query;
}

const isNoLongerBad = (lead: Lead, { set }: LeadChange) =>
  isBad(lead) && !isBad({ ...lead, ...set });

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

function withOverride(
  query: Changing,
  workspaceId: string,
  lead: Lead,
  { by, at }: LeadChange,
  { kind, until, reason }: NonNullable<LeadChange['exception']>,
): Changing {
  const row = {
    workspace_id: workspaceId,
    kind,
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

function withOverrideEnded(
  query: Changing,
  workspaceId: string,
  { by, at }: LeadChange,
  id: number,
): Changing {
  return query.with('override_ended', (cte) =>
    cte
      .updateTable('overrides')
      .from('event')
      .set({ ended_at: at, ended_by: partsOf(by).actorId })
      .where('overrides.workspace_id', '=', workspaceId)
      .where('overrides.id', '=', id)
      .where('overrides.ended_at', 'is', null),
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
