import { sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';
import { type HomeLook, isHomeList } from './home.ts';

/** How somebody has Home before them, and whether it is their first time. */
export type Looking = HomeLook & { readonly isNew: boolean };

const columns = sql`list, page, first_at = opened_at as "isNew"`;
type Row = { list: string; page: number; isNew: boolean };

const toLooking = ({ list, ...row }: Row): Looking => ({
  ...row,
  list: isHomeList(list) ? list : 'open',
});

/** They have opened it: from its first page. */
export async function noteOpened(
  db: Db,
  workspaceId: string,
  personId: string,
  now: Date,
): Promise<Looking> {
  const { rows } = await sql<Row>`
    insert into homes (workspace_id, person_id, first_at, opened_at, looked_at)
    values (${workspaceId}, ${personId}, ${now}, ${now}, ${now})
    on conflict (workspace_id, person_id) do update
      set opened_at = ${now}, looked_at = ${now}, page = 0, shows = null
    returning ${columns}`.execute(db);
  return looked(rows);
}

/**
 * Another list or page is what they look at from now on; nothing said: what they look at. Until
 * `readUntil` it is left as it is drawn now.
 */
export async function noteLook(
  db: Db,
  workspaceId: string,
  personId: string,
  now: Date,
  {
    list = null,
    page = null,
    readUntil = null,
  }: { list?: string | null; page?: number | null; readUntil?: Date | null } = {},
): Promise<Looking> {
  const { rows } = await sql<Row>`
    insert into homes (workspace_id, person_id, first_at, opened_at, looked_at)
    values (${workspaceId}, ${personId}, ${now}, ${now}, ${now})
    on conflict (workspace_id, person_id) do update
      set list = coalesce(${list}, homes.list), page = coalesce(${page}, homes.page),
        looked_at = coalesce(${readUntil}::timestamptz, homes.looked_at)
    returning ${columns}`.execute(db);
  return looked(rows);
}

/** Whether it is to be left as it is for now: see `readUntil`. */
export async function isBeingRead(
  db: Db,
  workspaceId: string,
  personId: string,
  now: Date,
): Promise<boolean> {
  const row = await db
    .selectFrom('homes')
    .select('looked_at')
    .where('workspace_id', '=', workspaceId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row !== undefined && row.looked_at > now;
}

function looked([row]: readonly Row[]): Looking {
  if (!row) throw new Error('an upsert returned no row');
  return toLooking(row);
}

/**
 * Those who opened Home since `since` and whose leads, or whose channels' leads, are not as they were
 * when this was last looked at. Each is looked at by one process at a time; at most `limit`.
 */
export async function findOutdatedHomes(
  db: Db,
  workspaceId: string,
  {
    since,
    now,
    limit,
    managedBy,
  }: {
    since: Date;
    now: Date;
    limit: number;
    /** Channel ids by manager. */
    managedBy: Readonly<Record<string, readonly string[]>>;
  },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with looking as (
      select person_id, shows from homes
      where workspace_id = ${workspaceId} and opened_at > ${since} and looked_at <= ${now}
      order by looked_at for update skip locked
    ), now_shows as (
      select person_id, shows, concat_ws(' ',
        (select concat_ws('/', count(*), sum(version), count(breached_at)) from leads
          where workspace_id = ${workspaceId} and owner_id = person_id and closed_at is null),
        (select concat_ws('/', count(*), sum(version), count(breached_at)) from leads
          where workspace_id = ${workspaceId} and closed_at is null and channel_id in
            (select jsonb_array_elements_text(${JSON.stringify(managedBy)}::jsonb -> person_id)))
      ) as becomes from looking
    ), outdated as (
      select * from now_shows where shows is distinct from becomes limit ${limit}
    ), noted as (
      update homes set shows = becomes, looked_at = ${now} from outdated
      where homes.workspace_id = ${workspaceId} and homes.person_id = outdated.person_id
    )
    select person_id as id from outdated`.execute(db);
  return rows.map(({ id }) => id);
}
