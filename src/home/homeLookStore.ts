import type { KnownBlock } from '@slack/types';
import { sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';
import { type HomeLook, isHomeList } from './home.ts';

/** How somebody has Home before them, whether it is their first time, and what they have just done. */
export type Looking = HomeLook & { readonly isNew: boolean; readonly said: readonly KnownBlock[] };

const columns = (now: Date) => sql`list, page, first_at = opened_at as "isNew",
  case when said_until > ${now} then said else '[]' end as said`;
type Row = { list: string; page: number; isNew: boolean; said: KnownBlock[] };

const toLooking = ({ list, ...row }: Row): Looking => ({
  ...row,
  list: isHomeList(list) ? list : 'open',
});

/** What is said in Home, and until when: nobody reads it for longer. */
export type Saying = { readonly blocks: readonly KnownBlock[]; readonly until: Date };

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
    returning ${columns(now)}`.execute(db);
  return looked(rows);
}

/**
 * Another list or page is what they look at from now on; nothing given: what they look at. `said`:
 * instead of what was said before, whoever draws it and however often.
 */
export async function noteLook(
  db: Db,
  workspaceId: string,
  personId: string,
  now: Date,
  {
    list = null,
    page = null,
    said = null,
  }: { list?: string | null; page?: number | null; said?: Saying | null } = {},
): Promise<Looking> {
  const { rows } = await sql<Row>`
    insert into homes (workspace_id, person_id, first_at, opened_at, looked_at, said, said_until)
    values (${workspaceId}, ${personId}, ${now}, ${now}, ${now},
      ${said && JSON.stringify(said.blocks)}, ${said && said.until})
    on conflict (workspace_id, person_id) do update
      set list = coalesce(${list}, homes.list), page = coalesce(${page}, homes.page),
        said = coalesce(excluded.said, homes.said),
        said_until = coalesce(excluded.said_until, homes.said_until)
    returning ${columns(now)}`.execute(db);
  return looked(rows);
}

function looked([row]: readonly Row[]): Looking {
  if (!row) throw new Error('an upsert returned no row');
  return toLooking(row);
}

/**
 * Those who opened Home since `since` and whose leads, or whose channels' leads, are not as they were
 * when this was last looked at; and those to whom something was said that is old by now: it is
 * forgotten. Each is looked at by one process at a time; at most `limit`.
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
      select person_id, shows, said_until <= ${now} as said_enough from homes
      where workspace_id = ${workspaceId} and (opened_at > ${since} or said_until <= ${now})
      order by looked_at for update skip locked
    ), now_shows as (
      select person_id, shows, said_enough, concat_ws(' ',
        (select concat_ws('/', count(*), sum(version), count(breached_at)) from leads
          where workspace_id = ${workspaceId} and owner_id = person_id and closed_at is null),
        (select concat_ws('/', count(*), sum(version), count(breached_at)) from leads
          where workspace_id = ${workspaceId} and closed_at is null and channel_id in
            (select jsonb_array_elements_text(${JSON.stringify(managedBy)}::jsonb -> person_id)))
      ) as becomes from looking
    ), outdated as (
      select * from now_shows where said_enough or shows is distinct from becomes limit ${limit}
    ), noted as (
      update homes set shows = becomes, looked_at = ${now},
        said = case when not said_enough then said end,
        said_until = case when not said_enough then said_until end
      from outdated
      where homes.workspace_id = ${workspaceId} and homes.person_id = outdated.person_id
    )
    select person_id as id from outdated`.execute(db);
  return rows.map(({ id }) => id);
}
