import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import type { About, Matter } from './escalation.ts';

/**
 * What is to be escalated by now and has not been, at most `limit` of each kind: windows that ran out,
 * and after which the ladder's time has passed; from `connected` on, the leads of those who have left;
 * leads whose card waits for a channel that takes none.
 */
export async function mattersToPlan(
  db: Db,
  workspaceId: string,
  now: Date,
  limit: number,
): Promise<Matter[]> {
  const { rows } = await sql<Matter>`
    (select lead_id as "leadId", channel_id as "channelId", owner_id as "ownerId", due_at as since,
        case when owner_id is null then 'unclaimed' else 'overdue' end as about
      from breaches
      where workspace_id = ${workspaceId} and escalated_at is null and dealt_with_at is null
        and escalate_at <= ${now}
      order by escalate_at limit ${limit})
    union all
    (select l.id, l.channel_id, l.owner_id, ${now}, 'left'
      from people p join leads l on l.workspace_id = p.workspace_id and l.owner_id = p.id
      where p.workspace_id = ${workspaceId} and p.is_deactivated and l.closed_at is null
        and l.status in ('connected', 'qualified', 'quoted') and ${unknown(sql`l.id`, workspaceId)}
      limit ${limit})
    union all
    (select l.id, l.channel_id, null, ${now}, 'unposted'
      from destinations d
        join messages m on m.workspace_id = d.workspace_id and m.destination = d.id
        join leads l on l.workspace_id = m.workspace_id and l.id = m.lead_id
      where d.workspace_id = ${workspaceId} and d.parked_at is not null
        and m.kind = 'card' and m.state = 'waiting' and m.live
        and l.owner_id is null and l.closed_at is null and ${unknown(sql`l.id`, workspaceId)}
      limit ${limit})`.execute(db);
  return rows;
}

const unknown = (leadId: ReturnType<typeof sql>, workspaceId: string) => sql`not exists (
  select from escalations e
  where e.workspace_id = ${workspaceId} and e.lead_id = ${leadId} and e.over_at is null)`;

/**
 * Says who is to be told of it; of a breach that it has been escalated. What was over, and holds again
 * since an update was undone, is shown again where it was told.
 */
export async function addEscalation(
  db: Db,
  workspaceId: string,
  { leadId, ownerId, about, since }: Matter,
  personIds: readonly string[],
  now: Date,
): Promise<void> {
  await sql`
    with escalated as (
      update breaches set escalated_at = ${now}, escalated_to = ${personIds[0] ?? null}
      where workspace_id = ${workspaceId} and lead_id = ${leadId} and due_at = ${since}
    ), again as (
      update escalations e set over_at = null, about = ${about}, owner_id = ${ownerId}
      where workspace_id = ${workspaceId} and lead_id = ${leadId} and since = ${since}
        and person_id = any (${personIds}::text[]) and over_at is not null
        and not exists (select from escalations other where other.workspace_id = e.workspace_id
          and other.lead_id = e.lead_id and other.person_id = e.person_id and other.over_at is null)
      returning message_id
    ), shown as (
      update messages set wanted_version = wanted_version + 1
      where workspace_id = ${workspaceId} and id in (select message_id from again) and live
    )
    insert into escalations (workspace_id, person_id, lead_id, since, about, owner_id, at)
    select ${workspaceId}, person_id, ${leadId}, ${since}, ${about}, ${ownerId}, ${now}
    from unnest(${personIds}::text[]) person_id
    on conflict do nothing`.execute(db);
}

/** Ends those that no longer hold, and has the messages that tell them redrawn. Answers how many. */
export async function endEscalations(db: Db, workspaceId: string, now: Date): Promise<number> {
  const { rows } = await sql<{ ended: number }>`
    with ended as (
      update escalations e set over_at = ${now} from leads l
      where e.workspace_id = ${workspaceId} and e.over_at is null
        and l.workspace_id = e.workspace_id and l.id = e.lead_id
        and not (l.closed_at is null and l.owner_id is not distinct from e.owner_id and case e.about
          when 'left' then exists (select from people p
            where p.workspace_id = e.workspace_id and p.id = e.owner_id and p.is_deactivated)
          when 'unposted' then exists (
            select from messages m join destinations d on d.workspace_id = m.workspace_id and d.id = m.destination
            where m.workspace_id = e.workspace_id and m.lead_id = e.lead_id
              and m.kind = 'card' and m.live and m.state = 'waiting' and d.parked_at is not null)
          else l.follow_up_due_at = e.since end)
      returning e.message_id
    ), shown as (
      update messages set wanted_version = wanted_version + 1
      where workspace_id = ${workspaceId} and id in (select message_id from ended) and live
    )
    select count(*)::int as ended from ended`.execute(db);
  return rows[0]?.ended ?? 0;
}

/** What only people were told who have left since is to be planned once more. */
export async function forgetDeparted(db: Db, workspaceId: string, now: Date): Promise<void> {
  await sql`
    with departed as (
      update escalations e set over_at = ${now} from people p
      where e.workspace_id = ${workspaceId} and e.over_at is null
        and p.workspace_id = e.workspace_id and p.id = e.person_id and p.is_deactivated
      returning e.lead_id, e.since
    )
    update breaches b set escalated_at = null, escalated_to = null, escalation_id = null
    from departed
    where b.workspace_id = ${workspaceId} and b.lead_id = departed.lead_id
      and b.due_at = departed.since and b.dealt_with_at is null`.execute(db);
}

const untold = sql`not exists (select from messages m
  where m.workspace_id = e.workspace_id and m.id = e.message_id and m.state in ('waiting', 'posted'))`;

/** Who is to be told of something that no message has told them, or only one that was never posted. */
export async function peopleToTell(db: Db, workspaceId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct person_id as id from escalations e
    where workspace_id = ${workspaceId} and over_at is null and ${untold}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Says which message tells a person what none has told them so far. */
export async function tellEscalationsBy(
  trx: Trx,
  workspaceId: string,
  personId: string,
  messageId: number,
): Promise<void> {
  await sql`
    with told as (
      update escalations e set message_id = ${messageId}
      where workspace_id = ${workspaceId} and person_id = ${personId} and over_at is null and ${untold}
      returning lead_id, since
    )
    update breaches b set escalation_id = ${messageId} from told
    where b.workspace_id = ${workspaceId} and b.lead_id = told.lead_id and b.due_at = told.since
      and b.escalated_to = ${personId}`.execute(trx);
}

/** The person's escalation message that stands or waits, and how many keys of a local date are taken. */
export async function findEscalationMessages(
  trx: Trx,
  workspaceId: string,
  personId: string,
  localDate: string,
): Promise<{ standing: { id: number; state: 'waiting' | 'posted' } | null; keys: number }> {
  const { rows } = await sql<Awaited<ReturnType<typeof findEscalationMessages>>>`
    with theirs as (
      select * from messages
      where workspace_id = ${workspaceId} and person_id = ${personId} and kind = 'escalation'
    )
    select (select json_build_object('id', id, 'state', state) from theirs
        where live and state in ('waiting', 'posted') order by id desc limit 1) as standing,
      (select count(*)::int from theirs
        where starts_with(key, ${`escalation:${personId}:${localDate}:`})) as keys`.execute(trx);
  return rows[0] ?? { standing: null, keys: 0 };
}

/**
 * The escalation messages of a person that a newer one, `messageId`, replaces: they are to go, and what
 * they told and still holds is told by the newer one from now on. Messages are locked last, as by
 * whoever deals with one of the leads at that moment.
 */
export async function replaceOlderEscalations(
  trx: Trx,
  workspaceId: string,
  personId: string,
  messageId: number,
): Promise<void> {
  await sql`
    with told as (
      update escalations set message_id = ${messageId}
      where workspace_id = ${workspaceId} and person_id = ${personId} and over_at is null
        and message_id < ${messageId}
      returning lead_id, since
    ), known as (
      update breaches b set escalation_id = ${messageId} from told
      where b.workspace_id = ${workspaceId} and b.lead_id = told.lead_id and b.due_at = told.since
        and b.escalated_to = ${personId}
      returning b.lead_id
    )
    update messages set wanted_version = wanted_version + 1,
      subject = subject || jsonb_build_object('replaced_by', ${messageId}::bigint)
    where workspace_id = ${workspaceId} and person_id = ${personId} and kind = 'escalation'
      and id < ${messageId} and state = 'posted' and live
      and (select count(*) from told) >= 0 and (select count(*) from known) >= 0`.execute(trx);
}

export type Escalation = {
  readonly leadId: number;
  readonly about: About;
  readonly since: Date;
  /** Whose the lead was then. */
  readonly ownerId: string | null;
  /** Null: it still holds. */
  readonly overAt: Date | null;
};

/** What a person's message lists: what holds, and what it told and no longer holds. */
export async function escalationsOf(
  db: Db,
  workspaceId: string,
  personId: string,
  messageId: number,
): Promise<Escalation[]> {
  const columns = sql`lead_id as "leadId", about, since, owner_id as "ownerId", over_at as "overAt"`;
  const { rows } = await sql<Escalation>`
    select ${columns} from escalations
    where workspace_id = ${workspaceId} and person_id = ${personId} and over_at is null
    union all
    select ${columns} from escalations
    where workspace_id = ${workspaceId} and message_id = ${messageId} and over_at is not null`.execute(
    db,
  );
  return rows;
}
