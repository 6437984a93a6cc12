import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import type { Person } from '../people/person.ts';
import { toPerson } from '../people/peopleStore.ts';

/** A run over all open leads after the settings changed. */
export type Run = {
  readonly settingsVersion: number;
  /** The last lead that is done. */
  readonly afterLead: number;
  readonly done: number;
  readonly moved: number;
  /** Open leads when it began. */
  readonly total: number;
  readonly finished: boolean;
};

const newest = (workspaceId: string) =>
  sql`select max(settings_version) from recalculations where workspace_id = ${workspaceId}`;

const runColumns = sql`settings_version as "settingsVersion", after_lead as "afterLead", done, moved,
  total, finished_at is not null as finished`;

/** The newest run, and whether anybody's clock has changed since their leads were last calculated. */
export async function findWork(
  db: Db,
  workspaceId: string,
): Promise<{ run: Run | null; people: boolean }> {
  const { rows } = await sql<Run & { people: boolean }>`
    select ${runColumns}, p.people from
      (select exists (select from people
        where workspace_id = ${workspaceId} and due_changed_at is not null) as people) p
      left join recalculations on workspace_id = ${workspaceId}
        and settings_version = (${newest(workspaceId)})`.execute(db);
  const { people = false, ...run } = rows[0] ?? {};
  return { run: 'settingsVersion' in run && run.settingsVersion !== null ? run : null, people };
}

/** Where it is a new one. `finished`: nothing that matters has changed. */
export async function addRun(
  db: Db,
  workspaceId: string,
  settingsVersion: number,
  { finished, now }: { finished: boolean; now: Date },
): Promise<void> {
  await sql`
    insert into recalculations (workspace_id, settings_version, started_at, total, finished_at)
    select ${workspaceId}, ${settingsVersion}, ${now},
      case when ${finished} then 0 else (
        select count(*) from leads where workspace_id = ${workspaceId} and closed_at is null) end,
      case when ${finished} then ${now}::timestamptz end
    on conflict do nothing`.execute(db);
}

/** Nobody else calculates anew until the transaction ends. Null: somebody does. */
export async function lockRun(trx: Trx, workspaceId: string): Promise<Run | null> {
  const { rows } = await sql<Run>`
    select ${runColumns} from recalculations
    where workspace_id = ${workspaceId} and settings_version = (${newest(workspaceId)})
    for update skip locked`.execute(trx);
  return rows[0] ?? null;
}

export async function keepRun(
  trx: Trx,
  workspaceId: string,
  { settingsVersion, afterLead, done, moved, finished }: Run,
  now: Date,
): Promise<void> {
  await trx
    .updateTable('recalculations')
    .set({ after_lead: afterLead, done, moved, finished_at: finished ? now : null })
    .where('workspace_id', '=', workspaceId)
    .where('settings_version', '=', settingsVersion)
    .execute();
}

/** Somebody whose clock has changed since their leads were last calculated; since when. */
export async function findChangedPerson(
  trx: Trx,
  workspaceId: string,
): Promise<{ person: Person; changedAt: Date } | null> {
  const row = await trx
    .selectFrom('people')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('due_changed_at', 'is not', null)
    .orderBy('due_changed_at')
    .limit(1)
    .executeTakeFirst();
  return row?.due_changed_at ? { person: toPerson(row), changedAt: row.due_changed_at } : null;
}

/** Their leads are calculated, unless their clock has changed once more meanwhile. */
export async function endChange(
  trx: Trx,
  workspaceId: string,
  personId: string,
  changedAt: Date,
): Promise<void> {
  await trx
    .updateTable('people')
    .set({ due_changed_at: null })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', personId)
    .where(sql<boolean>`date_trunc('milliseconds', due_changed_at) = ${changedAt}`)
    .execute();
}
