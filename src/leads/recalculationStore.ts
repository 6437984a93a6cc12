import { sql } from 'kysely';
import type { Trx } from '../db/openDatabase.ts';
import type { Lead } from './lead.ts';
import { toLead } from './leadRow.ts';
import type { Recalculated } from './recalculation.ts';

/** The next open leads on which a clock runs, or is to: of everyone or of one owner, by number. */
export async function openLeadsAfter(
  trx: Trx,
  workspaceId: string,
  { after, ownerId, limit }: { after: number; ownerId?: string; limit: number },
): Promise<Lead[]> {
  const rows = await trx
    .selectFrom('leads')
    .selectAll()
    .select(openedAt.as('opened_at'))
    .where('workspace_id', '=', workspaceId)
    .where('id', '>', after)
    .where('closed_at', 'is', null)
    // Nothing is due on what waits to be completed.
    .where('held_until', 'is', null)
    .$if(ownerId !== undefined, (query) => query.where('owner_id', '=', ownerId ?? null))
    .where(runsClock)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...toLead(row), dueOpenedAt: row.opened_at }));
}

/** Rows of an older version do not say it, but their events do. */
const openedAt = sql<Date | null>`coalesce(due_opened_at, (
  select max(e.at) from lead_events e where e.workspace_id = leads.workspace_id
    and e.lead_id = leads.id and e.due_to = leads.follow_up_due_at))`;

/** Where nothing is due on a lead that nobody owns, it is to be before reps. */
const runsClock = sql<boolean>`(status not in ('new', 'held') or follow_up_due_at is not null or exists (
  select from messages m where m.workspace_id = leads.workspace_id and m.lead_id = leads.id
    and m.kind = 'card' and m.live and m.state = 'posted'))`;

export type Move = {
  readonly lead: Lead;
  readonly anew: Recalculated;
  readonly calendarVersion: string;
};

/**
 * Moves due instants and leases, each with an event, where the lead is still as it was read; answers
 * which. Versions stay: a form that is open meanwhile must still be taken.
 */
export async function moveDue(
  trx: Trx,
  workspaceId: string,
  moves: readonly Move[],
  { settingsVersion, now }: { settingsVersion: number; now: Date },
): Promise<readonly Moved[]> {
  if (moves.length === 0) return [];
  const { rows } = await sql<Moved>`
    with wanted as materialized (
      select * from json_to_recordset(${JSON.stringify(moves.map(wantedOf))}::json) as w (id integer,
        version integer, due_from timestamptz, due_to timestamptz, opened_at timestamptz, rule text,
        timezone text, lease_was timestamptz, lease_ends_at timestamptz, lease_from_at timestamptz,
        calendar_version text)
    ), moved as (
      update leads set follow_up_due_at = w.due_to, due_opened_at = w.opened_at, due_rule = w.rule,
        due_timezone = w.timezone, lease_ends_at = w.lease_ends_at, lease_from_at = w.lease_from_at
      from wanted w
      where leads.workspace_id = ${workspaceId} and leads.id = w.id and leads.version = w.version
        and date_trunc('milliseconds', leads.follow_up_due_at) is not distinct from w.due_from
        and (leads.breached_at is null or w.due_to = w.due_from)
      returning leads.id, owner_id, channel_id, status
    )
    , told as (
      insert into lead_events (workspace_id, lead_id, at, kind, owner_id, channel_id, status_from,
        status_to, due_from, due_outcome, due_to, due_rule, settings_version, calendar_version, data)
      select ${workspaceId}, id, ${now}, 'recalculated', owner_id, channel_id, status, status,
        case when due_to is distinct from due_from then due_from end,
        case when due_to is distinct from due_from and due_from is not null then 'moved' end,
        case when due_to is distinct from due_from then due_to end,
        case when due_to is distinct from due_from then rule end,
        ${settingsVersion}, calendar_version,
        case when lease_ends_at is distinct from lease_was
          then jsonb_build_object('lease_was', lease_was, 'lease_ends_at', lease_ends_at)
          else '{}' end
      from moved join wanted using (id)
    )
    select id, owner_id as "ownerId" from moved`.execute(trx);
  return rows;
}

export type Moved = { readonly id: number; readonly ownerId: string | null };

function wantedOf({ lead, anew, calendarVersion }: Move) {
  const { due, lease = lead } = anew;
  const next =
    due === undefined
      ? {
          due_to: lead.followUpDueAt,
          opened_at: lead.dueOpenedAt,
          rule: lead.dueRule,
          timezone: lead.dueTimezone,
        }
      : {
          due_to: due?.at,
          opened_at: due?.openedAt,
          rule: due?.rule,
          timezone: due?.timezone,
        };
  return {
    id: lead.id,
    version: lead.version,
    due_from: lead.followUpDueAt,
    ...next,
    lease_was: lead.leaseEndsAt,
    lease_ends_at: lease.leaseEndsAt,
    lease_from_at: lease.leaseFromAt,
    calendar_version: calendarVersion,
  };
}

/**
 * Has what shows these leads' due instants or leases redrawn: the cards of those that are owned, what
 * told their owners of them, their owners' nudges. Behind all other redraws, since they may be many.
 */
export async function redrawMoved(
  trx: Trx,
  workspaceId: string,
  moved: readonly Moved[],
): Promise<void> {
  const owned = moved.filter(({ ownerId }) => ownerId !== null);
  if (owned.length === 0) return;
  const later = sql`wanted_version = wanted_version + 1, redraw_after = greatest(redraw_after, now())`;
  const leads = owned.map(({ id }) => id);
  for (const kind of ['card', 'assigned'])
    await sql`update messages set ${later}
      where workspace_id = ${workspaceId} and lead_id = any (${leads}::integer[])
        and kind = ${sql.lit(kind)} and live`.execute(trx);
  const owners = [...new Set(owned.map(({ ownerId }) => ownerId))];
  await sql`update messages set ${later}
    where workspace_id = ${workspaceId} and person_id = any (${owners}::text[])
      and kind = 'nudge' and live and state = 'posted'`.execute(trx);
}

/** What is still to follow from the breaches of these leads is planned anew, on their owners' clocks. */
export async function planStepsAnew(
  trx: Trx,
  workspaceId: string,
  leads: readonly Lead[],
): Promise<void> {
  const breached = leads.filter(({ breachedAt, ownerId }) => breachedAt && ownerId !== null);
  if (breached.length === 0) return;
  await trx
    .updateTable('breaches')
    .set({ planned_at: null })
    .where('workspace_id', '=', workspaceId)
    .where(
      'lead_id',
      'in',
      breached.map(({ id }) => id),
    )
    .where('owner_id', 'is not', null)
    .where('dealt_with_at', 'is', null)
    .where('escalated_at', 'is', null)
    .execute();
}
