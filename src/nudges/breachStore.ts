import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import type { Status } from '../leads/statuses.ts';

export type Breach = {
  readonly leadId: number;
  readonly dueAt: Date;
  /** Null: nobody had claimed the lead. */
  readonly ownerId: string | null;
  readonly channelId: string;
};

/**
 * Records that follow-up windows have run out: at most `limit` leads whose due instant has passed and
 * which are not recorded yet. What it costs follows what is due, not how many leads there are. The
 * cards of unclaimed ones are to be redrawn.
 */
export async function recordBreaches(
  db: Db,
  workspaceId: string,
  now: Date,
  limit: number,
): Promise<Breach[]> {
  // Mostly nothing is due, and asking that costs a third of preparing to write.
  const { rows: due } = await sql`select from leads where workspace_id = ${workspaceId}
    and follow_up_due_at <= ${now} and breached_at is null order by follow_up_due_at limit 1`.execute(
    db,
  );
  if (due.length === 0) return [];
  const { rows } = await sql<Breach>`
    with due as materialized (
      select workspace_id, id from leads
      where workspace_id = ${workspaceId} and follow_up_due_at <= ${now} and breached_at is null
      order by follow_up_due_at limit ${limit} for update skip locked
    ), marked as (
      update leads set breached_at = ${now} from due
      where leads.workspace_id = due.workspace_id and leads.id = due.id
      returning leads.*
    ), noted as (
      insert into lead_events (workspace_id, lead_id, at, kind, owner_id, channel_id, data)
      select workspace_id, id, ${now}, 'breached', owner_id, channel_id,
        jsonb_build_object('due_at', follow_up_due_at, 'rule', due_rule)
      from marked
    ), shown as (
      update messages set wanted_version = wanted_version + 1 from marked
      where messages.workspace_id = marked.workspace_id and messages.lead_id = marked.id
        and kind = 'card' and live and marked.owner_id is null
    )
    insert into breaches (workspace_id, lead_id, due_at, owner_id, channel_id, noticed_at)
    select workspace_id, id, follow_up_due_at, owner_id, channel_id, ${now} from marked
    on conflict (workspace_id, lead_id, due_at) do nothing
    returning lead_id as "leadId", due_at as "dueAt", owner_id as "ownerId", channel_id as "channelId"
  `.execute(db);
  return rows;
}

/** Owners with an open breach that no nudge has told them, or only one that was never posted. */
export async function ownersToTell(db: Db, workspaceId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('breaches')
    .leftJoin('messages', (join) =>
      join
        .onRef('messages.workspace_id', '=', 'breaches.workspace_id')
        .onRef('messages.id', '=', 'breaches.message_id'),
    )
    .where('breaches.workspace_id', '=', workspaceId)
    .where('breaches.dealt_with_at', 'is', null)
    .where('breaches.owner_id', 'is not', null)
    .where(untold)
    .select('breaches.owner_id')
    .distinct()
    .execute();
  return rows.flatMap(({ owner_id }) => owner_id ?? []);
}

const untold = sql<boolean>`(messages.id is null or messages.state in ('dropped', 'dead'))`;

/** Says which nudge tells a person's open breaches that none has told so far. */
export async function tellBreachesBy(
  trx: Trx,
  workspaceId: string,
  ownerId: string,
  messageId: number,
): Promise<void> {
  await sql`
    update breaches set message_id = ${messageId}
    where workspace_id = ${workspaceId} and owner_id = ${ownerId} and dealt_with_at is null
      and not exists (
        select from messages where messages.workspace_id = breaches.workspace_id
          and messages.id = breaches.message_id and messages.state in ('waiting', 'posted'))
  `.execute(trx);
}

export type Nudge = {
  readonly id: number;
  readonly state: 'waiting' | 'posted' | 'dropped' | 'dead';
  /** False: what it shows does not change any more. */
  readonly live: boolean;
  /** From when on it may be posted. */
  readonly notBefore: Date;
};

/**
 * A person's nudges of a local date, oldest first. Nobody else counts them, to add one, until the
 * transaction ends.
 */
export async function lockNudgesOf(
  trx: Trx,
  workspaceId: string,
  personId: string,
  date: string,
): Promise<Nudge[]> {
  await trx
    .selectFrom('people')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', personId)
    .select('id')
    .forUpdate()
    .execute();
  return trx
    .selectFrom('messages')
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', 'nudge')
    .where('key', 'like', `nudge:${personId}:${date}:%`)
    .orderBy('id')
    .select(['id', 'state', 'live', sql<Date>`greatest(created_at, not_before)`.as('notBefore')])
    .execute();
}

/**
 * The nudges of a person that a newer one, `messageId`, replaces: their messages are to go, and what
 * they told and is still open is told by the newer one from now on.
 */
export async function replaceOlderNudges(
  trx: Trx,
  workspaceId: string,
  personId: string,
  messageId: number,
): Promise<void> {
  await trx
    .updateTable('messages')
    .set((eb) => ({
      wanted_version: eb('wanted_version', '+', 1),
      subject: sql`subject || jsonb_build_object('replaced_by', ${messageId}::bigint)`,
    }))
    .where('workspace_id', '=', workspaceId)
    .where('person_id', '=', personId)
    .where('kind', '=', 'nudge')
    .where('id', '<', messageId)
    .where('state', '=', 'posted')
    .where('live', '=', true)
    .execute();
  await trx
    .updateTable('breaches')
    .set({ message_id: messageId })
    .where('workspace_id', '=', workspaceId)
    .where('owner_id', '=', personId)
    .where('dealt_with_at', 'is', null)
    .where('message_id', '<', messageId)
    .execute();
}

export type NudgeLine = {
  readonly leadId: number;
  readonly status: Status;
  readonly value: number | null;
  readonly currency: string | null;
  readonly dueAt: Date;
  readonly name: string | null;
  readonly company: string | null;
  readonly email: string | null;
  readonly emailAsGiven: string | null;
  readonly phone: string | null;
  readonly phoneAsGiven: string | null;
  /** Null: it is still due. */
  readonly dealtWithAt: Date | null;
};

/** What a nudge lists: the person's open breaches, and those that it told and that were dealt with since. */
export async function nudgeLines(
  db: Db,
  workspaceId: string,
  personId: string,
  messageId: number,
): Promise<NudgeLine[]> {
  return db
    .selectFrom('breaches as b')
    .innerJoin('leads as l', (join) =>
      join.onRef('l.workspace_id', '=', 'b.workspace_id').onRef('l.id', '=', 'b.lead_id'),
    )
    .innerJoin('lead_details as d', (join) =>
      join.onRef('d.workspace_id', '=', 'l.workspace_id').onRef('d.lead_id', '=', 'l.id'),
    )
    .where('b.workspace_id', '=', workspaceId)
    .where('b.owner_id', '=', personId)
    .where(({ and, or, ref, eb }) =>
      or([
        and([
          eb('b.dealt_with_at', 'is', null),
          eb('l.owner_id', '=', personId),
          eb('l.follow_up_due_at', '=', ref('b.due_at')),
        ]),
        and([eb('b.dealt_with_at', 'is not', null), eb('b.message_id', '=', messageId)]),
      ]),
    )
    .select([
      'l.id as leadId',
      'l.status',
      'l.value',
      'l.currency',
      'b.due_at as dueAt',
      'd.name',
      'd.company',
      'd.email',
      'd.email_as_given as emailAsGiven',
      'd.phone',
      'd.phone_as_given as phoneAsGiven',
      'b.dealt_with_at as dealtWithAt',
    ])
    .execute();
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
