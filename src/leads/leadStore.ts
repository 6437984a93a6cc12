import { type Selectable, sql } from 'kysely';
import type { Actor } from '../context.ts';
import type { Db, Trx } from '../db/openDatabase.ts';
import type { LeadDetails as DetailsTable, People } from '../db/schema.ts';
import type { Person } from '../people/person.ts';
import { toPerson } from '../people/peopleStore.ts';
import type { LeadWithDetails } from './lead.ts';
import { toDetails, toLead } from './leadRow.ts';

export async function findLead(
  db: Db | Trx,
  workspaceId: string,
  id: number,
): Promise<LeadWithDetails | null> {
  const [lead] = await findLeads(db, workspaceId, [id]);
  return lead ?? null;
}

/** Those of them that there are, in no order. */
export async function findLeads(
  db: Db | Trx,
  workspaceId: string,
  ids: readonly number[],
): Promise<LeadWithDetails[]> {
  if (ids.length === 0) return [];
  const rows = await leadsWithDetails(db)
    .where('leads.workspace_id', '=', workspaceId)
    .where('leads.id', 'in', ids)
    .execute();
  return rows.map((row) => ({ ...toLead(row), details: toDetails(row.details) }));
}

/** What somebody has open, what is due first, first; what is never due, last. */
export async function findOpenLeadsOf(
  db: Db,
  workspaceId: string,
  ownerId: string,
  limit: number,
): Promise<LeadWithDetails[]> {
  const rows = await leadsWithDetails(db)
    .where('leads.workspace_id', '=', workspaceId)
    .where('owner_id', '=', ownerId)
    .where('closed_at', 'is', null)
    .orderBy('follow_up_due_at', (order) => order.asc().nullsLast())
    .orderBy('leads.id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...toLead(row), details: toDetails(row.details) }));
}

/** What is due next of somebody's leads, after `now`, the first first. */
export async function findUpcomingOf(
  db: Db,
  workspaceId: string,
  ownerId: string,
  { now, limit }: { now: Date; limit: number },
): Promise<LeadWithDetails[]> {
  const rows = await leadsWithDetails(db)
    .where('leads.workspace_id', '=', workspaceId)
    .where('owner_id', '=', ownerId)
    .where('closed_at', 'is', null)
    .where('follow_up_due_at', '>', now)
    .orderBy('follow_up_due_at')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...toLead(row), details: toDetails(row.details) }));
}

/** A lead, and what must be known of those concerned before somebody acts on it. */
export type LeadScene = {
  readonly lead: LeadWithDetails;
  /** Null: the app, or nobody that is known here. */
  readonly actor: Person | null;
  readonly owner: Person | null;
  /** It is to be seen in Slack as a message of its own, posted or about to be. */
  readonly hasCard: boolean;
  /** The actor's interaction has taken effect already. */
  readonly seen: boolean;
};

export async function findLeadScene(
  db: Db | Trx,
  workspaceId: string,
  id: number,
  by: Actor,
): Promise<LeadScene | null> {
  const { actorId, interaction } = partsOf(by);
  const row = await leadsWithDetails(db)
    // Joins would cost more to plan than these do to run.
    .select(({ exists, selectFrom }) => [
      selectFrom('people')
        .select(asRow)
        .where('people.workspace_id', '=', workspaceId)
        .where('people.id', '=', actorId)
        .as('actor'),
      selectFrom('people')
        .select(asRow)
        .where('people.workspace_id', '=', workspaceId)
        .whereRef('people.id', '=', 'leads.owner_id')
        .as('owner'),
      // Constants, so that a prepared plan can use the index of live cards.
      exists(
        selectFrom('messages')
          .select('messages.id')
          .whereRef('messages.workspace_id', '=', 'leads.workspace_id')
          .whereRef('messages.lead_id', '=', 'leads.id')
          .where('messages.kind', '=', sql.lit('card'))
          .where('live', '=', sql.lit(true)),
      ).as('has_card'),
      exists(
        selectFrom('seen_deliveries')
          .select('seen_deliveries.id')
          .where('seen_deliveries.workspace_id', '=', workspaceId)
          .where('seen_deliveries.kind', '=', sql.lit('interaction'))
          .where('seen_deliveries.id', '=', interaction),
      ).as('seen'),
    ])
    .where('leads.workspace_id', '=', workspaceId)
    .where('leads.id', '=', id)
    .executeTakeFirst();
  if (!row) return null;
  return {
    lead: { ...toLead(row), details: toDetails(row.details) },
    actor: row.actor && toPerson(row.actor),
    owner: row.owner && toPerson(row.owner),
    hasCard: row.has_card === true,
    seen: row.seen === true,
  };
}

/** Nobody else changes the lead until the transaction ends. */
export async function lockLead(trx: Trx, workspaceId: string, id: number): Promise<void> {
  await trx
    .selectFrom('leads')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .execute();
}

/** No person and no interaction is called ''. */
export function partsOf(by: Actor): { actorId: string; interaction: string } {
  return by.kind === 'app'
    ? { actorId: '', interaction: '' }
    : { actorId: by.id, interaction: by.interaction ?? '' };
}

function leadsWithDetails(db: Db | Trx) {
  return db
    .selectFrom('leads')
    .leftJoin('lead_details', (join) =>
      join
        .onRef('lead_details.workspace_id', '=', 'leads.workspace_id')
        .onRef('lead_details.lead_id', '=', 'leads.id'),
    )
    .selectAll('leads')
    .select(sql<Selectable<DetailsTable> | null>`to_json(lead_details)`.as('details'));
}

const asRow = sql<Selectable<People>>`to_json(people)`.as('person');
