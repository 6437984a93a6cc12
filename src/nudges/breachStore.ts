import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';
import type { People } from '../db/schema.ts';
import { excuseNow } from '../leads/excuseStore.ts';
import type { Steps } from '../leads/ladder.ts';
import type { Lead } from '../leads/lead.ts';
import { toLead } from '../leads/leadRow.ts';
import type { Person } from '../people/person.ts';
import { toPerson } from '../people/peopleStore.ts';

export type Breach = {
  readonly leadId: number;
  readonly dueAt: Date;
  /** Null: nobody had claimed the lead. */
  readonly ownerId: string | null;
  readonly channelId: string;
};

/** Whether a window has run out, or something is still to be planned. Mostly not, and asking is cheap. */
export async function isAnythingDue(db: Db, workspaceId: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    (select from leads where workspace_id = ${workspaceId} and follow_up_due_at <= ${now}
      and breached_at is null order by follow_up_due_at limit 1)
    union all
    (select from breaches where workspace_id = ${workspaceId} and planned_at is null
      and dealt_with_at is null order by noticed_at limit 1)`.execute(db);
  return rows.length > 0;
}

/**
 * Records that follow-up windows have run out: at most `limit` leads whose due instant has passed and
 * which are not recorded yet, each with what excuses its owner. What it costs follows what is due, not
 * how many leads there are. Their cards are to be redrawn as overdue.
 */
export async function recordBreaches(
  db: Db,
  workspaceId: string,
  now: Date,
  limit: number,
): Promise<Breach[]> {
  const { rows } = await sql<Breach>`
    with due as materialized (
      select workspace_id, id from leads
      where workspace_id = ${workspaceId} and follow_up_due_at <= ${now} and breached_at is null
      order by follow_up_due_at limit ${limit} for update skip locked
    ), marked as (
      update leads set breached_at = ${now} from due
      where leads.workspace_id = due.workspace_id and leads.id = due.id
      returning leads.*
    ), judged as (
      select marked.*, ${excuseNow('marked')} as excused
      from marked
    ), noted as (
      insert into lead_events (workspace_id, lead_id, at, kind, owner_id, channel_id, data)
      select workspace_id, id, ${now}, 'breached', owner_id, channel_id,
        jsonb_build_object('due_at', follow_up_due_at, 'rule', due_rule)
          || case when excused is null then '{}' else jsonb_build_object('excused', excused) end
      from judged
    ), shown as (
      update messages set wanted_version = wanted_version + 1 from marked
      where messages.workspace_id = marked.workspace_id and messages.lead_id = marked.id
        and kind = 'card' and live
    )
    insert into breaches (workspace_id, lead_id, due_at, owner_id, channel_id, noticed_at, owner_away, excused)
    select workspace_id, id, follow_up_due_at, owner_id, channel_id, ${now}, exists (
      select from people, ${awayNow(sql`people.away`, now)}
      where people.workspace_id = judged.workspace_id and people.id = judged.owner_id), excused
    from judged
    on conflict (workspace_id, lead_id, due_at) do nothing
    returning lead_id as "leadId", due_at as "dueAt", owner_id as "ownerId", channel_id as "channelId"
  `.execute(db);
  return rows;
}

/** `away` as it is stored: the period that somebody is in. */
const awayNow = (away: RawBuilder<unknown>, now: Date) => sql`lateral (
  select period ->> 'standInId' as stand_in, (period ->> 'until')::timestamptz as until
  from jsonb_array_elements(${away}) period
  where (period ->> 'from')::timestamptz <= ${now} and ${now} < (period ->> 'until')::timestamptz
  limit 1) away`;

/** A breach whose steps are still to be planned, its lead, and its owner at that time. */
export type Unplanned = {
  readonly lead: Lead;
  readonly dueAt: Date;
  readonly owner: Person | null;
};

export async function findUnplanned(
  db: Db,
  workspaceId: string,
  limit: number,
): Promise<Unplanned[]> {
  const rows = await db
    .selectFrom('breaches as b')
    .innerJoin('leads', (join) =>
      join.onRef('leads.workspace_id', '=', 'b.workspace_id').onRef('leads.id', '=', 'b.lead_id'),
    )
    .where('b.workspace_id', '=', workspaceId)
    .where('b.planned_at', 'is', null)
    .where('b.dealt_with_at', 'is', null)
    .orderBy('b.noticed_at')
    .limit(limit)
    .selectAll('leads')
    .select('b.due_at as dueAt')
    .select(
      sql<Selectable<People> | null>`(select to_json(people) from people
        where people.workspace_id = b.workspace_id and people.id = b.owner_id)`.as('owner'),
    )
    .execute();
  return rows.map(({ dueAt, owner, ...lead }) => ({
    lead: toLead(lead),
    dueAt,
    owner: owner && toPerson(owner),
  }));
}

/** A lead has one open breach at most. Answers how many were planned. */
export async function planSteps(
  db: Db,
  workspaceId: string,
  now: Date,
  plans: readonly (Steps & { readonly leadId: number })[],
): Promise<number> {
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  const { numAffectedRows = 0n } = await sql`
    update breaches b set planned_at = ${now}, warn_at = plan.warn_at, escalate_at = plan.escalate_at
    from unnest(
      ${plans.map(({ leadId }) => leadId)}::int[],
      ${plans.map(({ warnAt }) => iso(warnAt))}::timestamptz[],
      ${plans.map(({ escalateAt }) => iso(escalateAt))}::timestamptz[]
    ) plan (lead_id, warn_at, escalate_at)
    where b.workspace_id = ${workspaceId} and b.lead_id = plan.lead_id
      and b.planned_at is null and b.dealt_with_at is null`.execute(db);
  return Number(numAffectedRows);
}

/** A lead that is past its window while its owner is away. */
export type UrgentLead = {
  readonly leadId: number;
  readonly channelId: string;
  readonly dueAt: Date;
  readonly ownerId: string;
  /** When the owner is back. */
  readonly until: Date;
  /** Who takes it meanwhile. Null: nobody is named, or they are away or gone themselves. */
  readonly standInId: string | null;
  /** The nudge that tells the stand-in. */
  readonly messageId: number | null;
};

/** Those that no manager has been told of yet, the longest over first. */
export async function urgentOfAway(db: Db, workspaceId: string, now: Date): Promise<UrgentLead[]> {
  const { rows } = await sql<UrgentLead>`
    with gone as materialized (
      select people.id, away.stand_in, away.until
      from people cross join ${awayNow(sql`people.away`, now)}
      where people.workspace_id = ${workspaceId} and people.away <> '[]'
    )
    select b.lead_id as "leadId", b.channel_id as "channelId", b.due_at as "dueAt",
      b.owner_id as "ownerId", gone.until, standing_in.id as "standInId",
      (select m.id from messages m where m.workspace_id = b.workspace_id and m.id = b.message_id
        and m.state in ('waiting', 'posted') and m.person_id = standing_in.id) as "messageId"
    from gone
      join breaches b on b.workspace_id = ${workspaceId} and b.owner_id = gone.id
      left join people standing_in on standing_in.workspace_id = b.workspace_id
        and standing_in.id = gone.stand_in
        and not (standing_in.is_deactivated or standing_in.is_guest or standing_in.is_bot)
        and standing_in.id not in (select id from gone)
    where b.escalated_at is null and b.dealt_with_at is null
    order by b.due_at, b.lead_id`.execute(db);
  return rows;
}
