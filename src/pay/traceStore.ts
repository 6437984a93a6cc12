import { sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';
import type { LeadTrace, TraceEvent } from './leadTrace.ts';

/** What takes a lead from its owner: as the index of these events says it. */
const losing = sql`kind in ('released', 'lease-ended', 'reassigned', 'passed', 'took-in', 'let-go')`;

/**
 * Leads that may count in a period that starts then, those of a workspace by number: open, or closed
 * since. Whose they are is for their events to say.
 */
export async function findCandidates(
  db: Db,
  workspaceId: string,
  {
    startsAt,
    endsAt,
    after,
    limit,
  }: { startsAt: Date; endsAt: Date; after: number; limit: number },
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from leads
    where workspace_id = ${workspaceId} and id > ${after} and received_at < ${endsAt}
      and (closed_at is null or closed_at >= ${startsAt})
      and (owner_id is not null or exists (
        select from lead_events e where e.workspace_id = leads.workspace_id and e.lead_id = leads.id
          and e.owner_id is not null))
    order by id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/** The same of some people: what they have, open or closed since, and what they have had since. */
export async function findCandidatesOf(
  db: Db,
  workspaceId: string,
  { personIds, startsAt }: { personIds: readonly string[]; startsAt: Date },
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from leads
    where workspace_id = ${workspaceId} and owner_id = any (${personIds}) and closed_at is null
    union
    select id from leads
    where workspace_id = ${workspaceId} and owner_id = any (${personIds}) and closed_at >= ${startsAt}
    union
    select lead_id from lead_events
    where workspace_id = ${workspaceId} and owner_id = any (${personIds}) and at >= ${startsAt}
      and ${losing}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Who has or had a lead since then, in these channels; null: in any. */
export async function findHolders(
  db: Db,
  workspaceId: string,
  { channelIds, startsAt }: { channelIds: readonly string[] | null; startsAt: Date },
): Promise<string[]> {
  const where = channelIds ? sql`and channel_id = any (${channelIds})` : sql``;
  const { rows } = await sql<{ id: string }>`
    select owner_id as id from leads
    where workspace_id = ${workspaceId} and owner_id is not null and closed_at is null ${where}
    union
    select owner_id from leads
    where workspace_id = ${workspaceId} and owner_id is not null and closed_at >= ${startsAt} ${where}
    union
    select owner_id from lead_events
    where workspace_id = ${workspaceId} and owner_id is not null and at >= ${startsAt}
      and ${losing} ${where}
    order by 1`.execute(db);
  return rows.map(({ id }) => id);
}

type Row = TraceEvent & { readonly leadId: number; readonly hasValue: boolean };

/** All that happened to these leads. */
export async function readTraces(
  db: Db,
  workspaceId: string,
  leadIds: readonly number[],
): Promise<LeadTrace[]> {
  if (leadIds.length === 0) return [];
  const { rows } = await sql<Row>`
    select e.lead_id as "leadId", l.value is not null as "hasValue", e.id, e.at, e.kind,
      e.actor_id as "actorId", e.owner_id as "ownerId", e.status_to as "statusTo",
      e.due_from as "dueFrom", e.due_to as "dueTo", e.undoes,
      e.data ->> 'to' as "to", e.data ->> 'touchOutcome' as touch, e.data ->> 'obstacle' as obstacle,
      e.data ->> 'value' as value
    from lead_events e join leads l on l.workspace_id = e.workspace_id and l.id = e.lead_id
    where e.workspace_id = ${workspaceId} and e.lead_id = any (${leadIds}::integer[])
      and e.kind not in ('noted', 'breached')
    order by e.lead_id, e.id`.execute(db);
  return [...Map.groupBy(rows, ({ leadId }) => leadId)].map(([leadId, events]) => ({
    leadId,
    hasValue: events[0]?.hasValue ?? false,
    events,
  }));
}

/** Managers' exceptions of some kind, by lead or by person, whenever they were in force. */
export async function findExceptions(
  db: Db,
  workspaceId: string,
  kind: 'waived-lead' | 'paused-rep',
  since: Date,
): Promise<{ leadId: number | null; personId: string | null; from: Date; until: Date }[]> {
  const { rows } = await sql<{
    leadId: number | null;
    personId: string | null;
    from: Date;
    until: Date;
  }>`
    select lead_id as "leadId", person_id as "personId", starts_at as "from",
      least(ends_at, coalesce(ended_at, ends_at)) as until
    from overrides
    where workspace_id = ${workspaceId} and kind = ${kind} and ends_at > ${since}`.execute(db);
  return rows;
}
