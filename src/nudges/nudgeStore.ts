import { type RawBuilder, sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';

/** No nudge tells the breach `b` to its owner: none was posted, or it went to whoever stood in. */
const untold = sql`(m.id is null or m.state in ('dropped', 'dead') or m.person_id <> b.owner_id)`;

/** Each message by its id: few breaches are open, and there are ever more messages. */
const withMessage = sql`breaches b left join lateral (select id, state, person_id from messages
  where workspace_id = b.workspace_id and id = b.message_id offset 0) m on true`;

/**
 * Owners who have something to be told of what is theirs: an open breach that no nudge has told them,
 * or one about to go to their manager.
 */
export async function ownersToTell(db: Db, workspaceId: string, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct b.owner_id as id from ${withMessage}
    where b.workspace_id = ${workspaceId} and b.dealt_with_at is null and b.owner_id is not null
      and (${untold} or (b.warned_at is null and b.warn_at <= ${now}))`.execute(db);
  return rows.map(({ id }) => id);
}

/** Says which nudge tells a person what none has told them so far, and warns them. */
export async function tellOwnBy(
  trx: Trx,
  workspaceId: string,
  ownerId: string,
  { messageId, now }: { messageId: number; now: Date },
): Promise<void> {
  await sql`
    update breaches set message_id = ${messageId},
      warned_at = case when breaches.warn_at <= ${now} then coalesce(breaches.warned_at, ${now}) end
    from ${withMessage}
    where b.workspace_id = ${workspaceId} and b.owner_id = ${ownerId} and b.dealt_with_at is null
      and (${untold} or (b.warned_at is null and b.warn_at <= ${now}))
      and breaches.workspace_id = b.workspace_id and breaches.lead_id = b.lead_id
      and breaches.due_at = b.due_at`.execute(trx);
}

/**
 * The same for urgent leads of somebody whom the nudge's reader stands in for. Their owner is told once
 * more when they are back.
 */
export async function tellUrgentBy(
  trx: Trx,
  workspaceId: string,
  urgent: readonly { readonly leadId: number }[],
  messageId: number,
): Promise<void> {
  await sql`
    update breaches set message_id = ${messageId}, owner_away = true
    where workspace_id = ${workspaceId} and lead_id = any(${urgent.map(({ leadId }) => leadId)}::int[])
      and dealt_with_at is null`.execute(trx);
}

/** A person's nudge that stands in Slack, or is about to: what is folded in goes there. */
export type StandingNudge = { readonly id: number; readonly state: 'waiting' | 'posted' };

/** The newest one, those that are to wait left out, and how many keys of a local date are taken. */
export async function findNudges(
  trx: Trx,
  workspaceId: string,
  personId: string,
  { localDate, now }: { localDate: string; now: Date },
): Promise<{ standing: StandingNudge | null; keys: number }> {
  const { rows } = await sql<{ standing: StandingNudge | null; keys: number }>`
    select (select json_build_object('id', id, 'state', state) from messages
        where workspace_id = ${workspaceId} and person_id = ${personId} and kind = 'nudge' and live
          and state in ('waiting', 'posted') and not_before <= ${now} order by id desc limit 1) as standing,
      (select count(*)::int from messages where workspace_id = ${workspaceId} and person_id = ${personId}
        and kind = 'nudge' and starts_with(key, ${`nudge:${personId}:${localDate}:`})) as keys`.execute(
    trx,
  );
  return rows[0] ?? { standing: null, keys: 0 };
}

/**
 * The nudges of a person that a newer one, `messageId`, replaces: their messages are to go, and what
 * they told and is still open is told by the newer one from now on. Messages are locked last, as by
 * whoever deals with one of the leads at that moment.
 */
export async function replaceOlderNudges(
  trx: Trx,
  workspaceId: string,
  personId: string,
  messageId: number,
): Promise<void> {
  await sql`
    with older as materialized (
      select id from messages
      where workspace_id = ${workspaceId} and person_id = ${personId} and kind = 'nudge' and live
        and state = 'posted' and id < ${messageId}
    ), told as (
      update breaches set message_id = ${messageId}
      from older
      where workspace_id = ${workspaceId} and dealt_with_at is null and message_id = older.id
      returning lead_id
    )
    update messages set wanted_version = wanted_version + 1,
      subject = subject || jsonb_build_object('replaced_by', ${messageId}::bigint)
    from older
    where workspace_id = ${workspaceId} and messages.id = older.id and live and state = 'posted'
      and (select count(*) from told) >= 0`.execute(trx);
}

/** A breach as its owner's nudge shows it. */
export type NudgeBreach = {
  readonly leadId: number;
  readonly dueAt: Date;
  readonly warnAt: Date | null;
  readonly escalateAt: Date | null;
  readonly escalatedAt: Date | null;
  /** Null: it is still due. */
  readonly dealtWithAt: Date | null;
  /** The nudge that tells it, or told it first. */
  readonly messageId: number | null;
};

/** A person's open breaches, and those that the nudge `messageId` told and that were dealt with after an instant. */
export async function findNudgeBreaches(
  db: Db,
  workspaceId: string,
  personId: string,
  { messageId, dealtWithAfter }: { messageId: number; dealtWithAfter: Date },
): Promise<NudgeBreach[]> {
  const columns = sql`b.lead_id as "leadId", b.due_at as "dueAt", b.warn_at as "warnAt",
    b.escalate_at as "escalateAt", b.escalated_at as "escalatedAt",
    b.dealt_with_at as "dealtWithAt", b.message_id as "messageId"`;
  const { rows } = await sql<NudgeBreach>`
    select ${columns} from breaches b
      join leads l on l.workspace_id = b.workspace_id and l.id = b.lead_id
    where b.workspace_id = ${workspaceId} and b.owner_id = ${personId} and b.dealt_with_at is null
      and l.owner_id = b.owner_id and l.follow_up_due_at = b.due_at
    union all
    select ${columns} from breaches b
    where b.workspace_id = ${workspaceId} and b.message_id = ${messageId}
      and b.dealt_with_at > ${dealtWithAfter}`.execute(db);
  return rows;
}

/** A person's leads that are past their follow-up window now. */
export async function openBreaches(
  db: Db,
  workspaceId: string,
  personId: string,
): Promise<{ leadId: number; channelId: string }[]> {
  return db
    .selectFrom('breaches')
    .where('workspace_id', '=', workspaceId)
    .where('owner_id', '=', personId)
    .where('dealt_with_at', 'is', null)
    .select(['lead_id as leadId', 'channel_id as channelId'])
    .execute();
}

/** Who has breaches in these channels that are not dealt with. */
export async function repsWithBreaches(
  db: Db,
  workspaceId: string,
  channels: readonly string[],
): Promise<string[]> {
  if (channels.length === 0) return [];
  const rows = await db
    .selectFrom('breaches')
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', 'in', channels)
    .where('owner_id', 'is not', null)
    .where('dealt_with_at', 'is', null)
    .select('owner_id')
    .distinct()
    .orderBy('owner_id')
    .execute();
  return rows.flatMap(({ owner_id: id }) => id ?? []);
}

/** Whose claims the app ended after an instant, without any nudge that would have told them since. */
export async function ownersOfEndedLeases(
  db: Db,
  workspaceId: string,
  after: Date,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select e.owner_id as id from lead_events e
    where e.workspace_id = ${workspaceId} and e.kind = 'lease-ended' and e.at > ${after}
    group by e.owner_id
    having max(e.at) > coalesce((${toldUntil(sql`${workspaceId}`, sql`e.owner_id`)}), '-infinity')`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** Until when a person has been told what happened, by nudges older than `messageId`. Null: none has. */
export async function findToldUntil(
  db: Db,
  workspaceId: string,
  personId: string,
  messageId: number,
): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select (${toldUntil(sql`${workspaceId}`, sql`${personId}`)} and m.id < ${messageId}) as at`.execute(
    db,
  );
  return rows[0]?.at ?? null;
}

/** What a nudge tells it tells as of its making, or of when something was folded in last. */
const toldUntil = (workspaceId: RawBuilder<unknown>, personId: RawBuilder<unknown>) => sql`
  select max((m.subject ->> 'told_until')::timestamptz) from messages m
  where m.workspace_id = ${workspaceId} and m.person_id = ${personId} and m.kind = 'nudge'
    and m.state in ('waiting', 'posted')`;

/** Says that a standing nudge, redrawn, tells all that happened until `now`. */
export async function foldIn(
  trx: Trx,
  workspaceId: string,
  messageId: number,
  now: Date,
): Promise<void> {
  await sql`update messages set wanted_version = wanted_version + 1,
      subject = subject || jsonb_build_object('told_until', ${now.toISOString()}::text)
    where workspace_id = ${workspaceId} and id = ${messageId}`.execute(trx);
}
