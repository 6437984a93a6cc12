import { sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';
import type { Lead } from './lead.ts';
import type { BreachSoFar, LastMessage, MoreTime } from './why.ts';

/** How far the ladder has been climbed since the lead's due instant passed. Null: it has not. */
export async function breachSoFar(
  db: Db,
  workspaceId: string,
  { id, followUpDueAt }: Lead,
): Promise<BreachSoFar | null> {
  if (!followUpDueAt) return null;
  const row = await db
    .selectFrom('breaches as b')
    .leftJoin('messages as m', (join) =>
      join.onRef('m.workspace_id', '=', 'b.workspace_id').onRef('m.id', '=', 'b.message_id'),
    )
    .leftJoin('messages as e', (join) =>
      join.onRef('e.workspace_id', '=', 'b.workspace_id').onRef('e.id', '=', 'b.escalation_id'),
    )
    .where('b.workspace_id', '=', workspaceId)
    .where('b.lead_id', '=', id)
    .where('b.due_at', '=', followUpDueAt)
    .where('b.dealt_with_at', 'is', null)
    .select([
      'm.state',
      'e.state as escalation',
      'b.warn_at as warnAt',
      'b.escalate_at as escalateAt',
      'b.escalated_at as escalatedAt',
      'b.escalated_to as escalatedTo',
    ])
    .executeTakeFirst();
  if (!row) return null;
  const { state, escalation, ...steps } = row;
  return { ...steps, told: state === 'posted', escalationTold: escalation === 'posted' };
}

/** The time that a manager gave last and that is not over. */
export async function moreTimeFor(
  db: Db,
  workspaceId: string,
  leadId: number,
  now: Date,
): Promise<MoreTime | null> {
  const row = await db
    .selectFrom('overrides')
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', leadId)
    .where('kind', '=', 'more-time')
    .where('starts_at', '<=', now)
    .where('ends_at', '>', now)
    .orderBy('id', 'desc')
    .select(['given_by as givenBy', 'reason', 'ends_at as until'])
    .executeTakeFirst();
  return row ?? null;
}

/** The last message about a lead that was posted: one of its own, or one that told a breach of it. */
export async function lastMessageAbout(
  db: Db,
  workspaceId: string,
  leadId: number,
): Promise<LastMessage | null> {
  const { rows } = await sql<{
    kind: string;
    at: Date;
    personId: string | null;
    askedBy: string | null;
    ranOutAt: Date | null;
    rule: string | null;
  }>`
    with about as (
      select m.id, null::timestamptz as due_at from messages m
      where m.workspace_id = ${workspaceId} and m.lead_id = ${leadId}
      union all
      select told.id, b.due_at
      from breaches b, lateral (values (b.message_id), (b.escalation_id)) told (id)
      where b.workspace_id = ${workspaceId} and b.lead_id = ${leadId} and told.id is not null
    )
    select m.kind, m.posted_at as at, m.person_id as "personId", m.subject->>'asked_by' as "askedBy",
      about.due_at as "ranOutAt", (
        select data->>'rule' from lead_events e
        where e.workspace_id = ${workspaceId} and e.lead_id = ${leadId} and e.kind = 'breached'
          and (data->>'due_at')::timestamptz = about.due_at limit 1) as rule
    from about join messages m on m.workspace_id = ${workspaceId} and m.id = about.id
    where m.posted_at is not null
    order by m.posted_at desc, m.id desc, about.due_at desc nulls last limit 1`.execute(db);
  const row = rows[0];
  if (!row) return null;
  const { ranOutAt, rule, ...message } = row;
  return { ...message, ranOut: ranOutAt && { at: ranOutAt, rule } };
}
