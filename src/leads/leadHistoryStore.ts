import { sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';
import type { JsonValue } from '../db/schema.ts';
import type { AskedAgain, Held, LeadEvent, Note, StageChange, Was } from './leadEvent.ts';
import type { Status } from './statuses.ts';

/** The lead and those that were merged into it. */
const withMerged = (workspaceId: string, leadId: number) => sql<number>`(
  select id from leads where workspace_id = ${workspaceId} and merged_into_id = ${leadId}
  union all select ${leadId}::integer)`;

/** What happened to a lead, newest first; `merged`: and to those that were merged into it. */
export async function findEvents(
  db: Db,
  workspaceId: string,
  leadId: number,
  limit: number,
  { merged = false } = {},
): Promise<LeadEvent[]> {
  const rows = await db
    .selectFrom('lead_events as e')
    .leftJoin('touches as t', (join) =>
      join
        .onRef('t.workspace_id', '=', 'e.workspace_id')
        .onRef('t.lead_id', '=', 'e.lead_id')
        .onRef('t.event_id', '=', 'e.id'),
    )
    .where('e.workspace_id', '=', workspaceId)
    .where('e.lead_id', merged ? 'in' : '=', merged ? withMerged(workspaceId, leadId) : leadId)
    .orderBy('e.id', 'desc')
    .limit(limit)
    .select([
      'e.id',
      'e.lead_id as leadId',
      'e.at',
      'e.kind',
      'e.actor_id as actorId',
      'e.owner_id as ownerId',
      'e.status_from as statusFrom',
      'e.status_to as statusTo',
      'e.due_to as dueTo',
      'e.data',
      't.kind as touchKind',
      't.outcome as touchOutcome',
      't.occurred_at as occurredAt',
    ])
    .execute();
  return rows.map(
    ({ touchKind, touchOutcome, occurredAt, statusFrom, statusTo, data, ...event }) => ({
      ...event,
      ...toldIn(data),
      // Copies of leads.status, which is checked.
      statusFrom: statusFrom as Status | null,
      statusTo: statusTo as Status | null,
      touch:
        touchKind && touchOutcome && occurredAt
          ? { kind: touchKind, outcome: touchOutcome, occurredAt }
          : null,
    }),
  );
}

type Told = Pick<LeadEvent, 'toId' | 'held' | 'stage' | 'inThread' | 'otherId' | 'missing'>;

function toldIn(data: JsonValue): Told {
  // Written by the verbs only.
  const told = data as {
    to?: string;
    held?: Held;
    stage?: StageChange;
    thread?: boolean;
    lead?: number;
    missing?: string[];
  };
  const { to = null, held = null, stage = null, thread = false, lead = null, missing } = told;
  return {
    ...{ toId: to, held, stage, inThread: thread, otherId: lead },
    ...(missing && { missing }),
  };
}

/** The repeat enquiry that reopened the lead last. Null: none has. */
export async function findAskedAgain(
  db: Db,
  workspaceId: string,
  leadId: number,
): Promise<AskedAgain | null> {
  const { rows } = await sql<{
    at: Date;
    status: Status | null;
    was: Was;
    formerOwner: string | null;
    message: string | null;
  }>`
    select e.at, e.status_from as status, e.data -> 'was' as was,
      (select name from people p
        where p.workspace_id = ${workspaceId} and p.id = e.data -> 'was' ->> 'ownerId') as "formerOwner",
      (select body from notes n
        where n.workspace_id = ${workspaceId} and n.kind = 'enquiry'
          and n.lead_id in ${withMerged(workspaceId, leadId)}
        order by n.id desc limit 1) as message
    from lead_events e
    where e.workspace_id = ${workspaceId} and e.lead_id = ${leadId} and e.kind = 'reopened'
    order by e.id desc limit 1`.execute(db);
  return rows[0] ?? null;
}

/** The event that was recorded last. */
export async function findLastEventId(
  db: Db,
  workspaceId: string,
  leadId: number,
): Promise<number> {
  const { id } = await db
    .selectFrom('lead_events')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', leadId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return id;
}

/** What was written about a lead and about those that were merged into it, newest first. */
export async function findNotes(
  db: Db,
  workspaceId: string,
  leadId: number,
  limit: number,
): Promise<Note[]> {
  return db
    .selectFrom('notes as n')
    .innerJoin('lead_events as e', (join) =>
      join.onRef('e.workspace_id', '=', 'n.workspace_id').onRef('e.id', '=', 'n.event_id'),
    )
    .where('n.workspace_id', '=', workspaceId)
    .where('n.lead_id', 'in', withMerged(workspaceId, leadId))
    .orderBy('n.id', 'desc')
    .limit(limit)
    .select([
      'n.kind',
      'n.author_id as authorId',
      'n.body',
      'n.created_at as createdAt',
      sql<boolean>`coalesce((e.data->>'thread')::boolean, false)`.as('inThread'),
    ])
    .execute();
}
