import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import type { Overrides } from '../db/schema.ts';

/** A manager's exception that is in force. */
export type Override = {
  readonly id: number;
  readonly kind: Overrides['kind'];
  /** Null: a rep is paused. */
  readonly leadId: number | null;
  /** The rep; of a lead, whose it was when the exception was made. */
  readonly personId: string | null;
  readonly givenBy: string;
  readonly reason: string;
  readonly endsAt: Date;
};

const columns = sql`o.id, o.kind, o.lead_id as "leadId", o.person_id as "personId",
  o.given_by as "givenBy", o.reason, o.ends_at as "endsAt"`;

export async function findOverride(
  db: Db | Trx,
  workspaceId: string,
  id: number,
  now: Date,
): Promise<Override | null> {
  const { rows } = await sql<Override>`
    select ${columns} from overrides o where o.workspace_id = ${workspaceId} and o.id = ${id}
      and o.ends_at > ${now} and o.ended_at is null`.execute(db);
  return rows[0] ?? null;
}

/**
 * In force for leads of these channels, and for these people or whoever has open leads there; what
 * ends first, first.
 */
export async function findOverrides(
  db: Db,
  workspaceId: string,
  {
    channels,
    people,
    now,
    limit,
  }: { channels: readonly string[]; people: readonly string[]; now: Date; limit: number },
): Promise<Override[]> {
  const { rows } = await sql<Override>`
    select ${columns} from overrides o
    left join leads l on l.workspace_id = o.workspace_id and l.id = o.lead_id
    where o.workspace_id = ${workspaceId} and o.ends_at > ${now} and o.ended_at is null
      and case when o.lead_id is not null then l.channel_id = any(${channels})
        else o.person_id = any(${people}) or exists (
          select from leads own where own.workspace_id = o.workspace_id and own.owner_id = o.person_id
            and own.closed_at is null and own.channel_id = any(${channels})) end
    order by o.ends_at, o.id limit ${limit}`.execute(db);
  return rows;
}

export async function insertPause(
  trx: Trx,
  workspaceId: string,
  pause: { repId: string; givenBy: string; reason: string; from: Date; until: Date },
): Promise<void> {
  await trx
    .insertInto('overrides')
    .values({
      workspace_id: workspaceId,
      kind: 'paused-rep',
      person_id: pause.repId,
      given_by: pause.givenBy,
      reason: pause.reason,
      starts_at: pause.from,
      ends_at: pause.until,
    })
    .execute();
}

/** Of a rep: a new pause takes the place of the one in force. */
export async function endPauses(
  trx: Trx,
  workspaceId: string,
  { repId, by, now }: { repId: string; by: string; now: Date },
): Promise<void> {
  await trx
    .updateTable('overrides')
    .set({ ended_at: now, ended_by: by })
    .where('workspace_id', '=', workspaceId)
    .where('person_id', '=', repId)
    .where('kind', '=', 'paused-rep')
    .where('ends_at', '>', now)
    .where('ended_at', 'is', null)
    .execute();
}

/** The channels in which somebody has open leads. */
export async function channelsOfOpenLeads(
  db: Db | Trx,
  workspaceId: string,
  ownerId: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom('leads')
    .select('channel_id')
    .distinct()
    .where('workspace_id', '=', workspaceId)
    .where('owner_id', '=', ownerId)
    .where('closed_at', 'is', null)
    .execute();
  return rows.map(({ channel_id: id }) => id);
}
