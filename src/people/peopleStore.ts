import { type Selectable, sql, type Updateable } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import type { People } from '../db/schema.ts';
import type { Away, OwnClock, Person } from './person.ts';
import type { SeenPerson } from './slackUser.ts';

export async function findPerson(db: Db, workspaceId: string, id: string): Promise<Person | null> {
  const row = await db
    .selectFrom('people')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toPerson(row) : null;
}

/** The active admins: those whom settings name or, where they name none, Slack's. */
export async function findAdmins(
  db: Db,
  workspaceId: string,
  named: readonly string[],
): Promise<Person[]> {
  const active = db
    .selectFrom('people')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('is_deactivated', '=', false)
    .where('is_bot', '=', false);
  const rows = await (
    named.length > 0 ? active.where('id', 'in', named) : active.where('is_admin', '=', true)
  ).execute();
  return rows.map(toPerson);
}

/** By any spelling of the address; of two who had it, the one who is still active. */
export async function findPersonByEmail(
  db: Db,
  workspaceId: string,
  email: string,
): Promise<Person | null> {
  const row = await db
    .selectFrom('people')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where(({ fn }) => fn<string>('lower', ['email']), '=', email.trim().toLowerCase())
    .orderBy('is_deactivated')
    .orderBy('id')
    .executeTakeFirst();
  return row ? toPerson(row) : null;
}

/** Everyone who is known here, those who have gone included. */
export async function findEveryone(db: Db, workspaceId: string): Promise<Person[]> {
  const rows = await db
    .selectFrom('people')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .execute();
  return rows.map(toPerson);
}

export async function findPeople(
  db: Db | Trx,
  workspaceId: string,
  ids: readonly string[],
): Promise<Person[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('people')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .execute();
  return rows.map(toPerson);
}

/** Those who have named this stand-in, for now, for later or in the past. */
export async function findStoodInFor(
  db: Db,
  workspaceId: string,
  standInId: string,
): Promise<Person[]> {
  const rows = await db
    .selectFrom('people')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where(sql<boolean>`away @> ${JSON.stringify([{ standInId }])}::jsonb`)
    .execute();
  return rows.map(toPerson);
}

/** Those of them who are known, so that nobody else changes them until the transaction ends. */
export async function lockPeople(
  trx: Trx,
  workspaceId: string,
  ids: readonly string[],
): Promise<Person[]> {
  const rows = await trx
    .selectFrom('people')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(toPerson);
}

/** Changes when somebody works; what is due of theirs is then calculated anew. */
export async function saveClock(
  trx: Trx,
  workspaceId: string,
  id: string,
  clock: Partial<Pick<OwnClock, 'holidayRegion' | 'ownHours' | 'away'>>,
  now: Date,
): Promise<void> {
  const { holidayRegion, ownHours, away } = clock;
  const set: Updateable<People> = {
    due_changed_at: now,
    ...(holidayRegion === undefined ? {} : { holiday_region: holidayRegion }),
    ...(ownHours && { own_hours: JSON.stringify(ownHours) }),
    ...(away && { away: JSON.stringify(away) }),
  };
  await trx
    .updateTable('people')
    .set(set)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute();
}

/** Nothing follows from it for what is due. */
export async function saveNudgesADay(
  db: Db,
  workspaceId: string,
  id: string,
  most: number | null,
): Promise<void> {
  await db
    .updateTable('people')
    .set({ nudges_a_day: most })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute();
}

/**
 * Keeps what Slack said of these people at `now`, but not what is older than what is known. Where it
 * gave no timezone, the one that was known stays; a new person gets `fallbackTimezone`. Somebody's
 * new timezone has what is due of theirs calculated anew. Answers whose news was kept.
 */
export async function savePeople(
  db: Db,
  workspaceId: string,
  people: readonly SeenPerson[],
  { now, fallbackTimezone }: { now: Date; fallbackTimezone: string },
): Promise<ReadonlySet<string>> {
  if (people.length === 0) return new Set();
  const rows = people.map((person) => ({
    workspace_id: workspaceId,
    id: person.id,
    name: person.name,
    email: person.email,
    timezone: person.timezone ?? fallbackTimezone,
    is_admin: person.isAdmin,
    is_guest: person.isGuest,
    is_bot: person.isBot,
    is_deactivated: person.isDeactivated,
    told_at: person.toldAt,
    refreshed_at: now,
  }));
  const withTimezone = people.flatMap(({ id, timezone }) => (timezone === null ? [] : [id]));
  const follows = sql<boolean>`excluded.id = any(${withTimezone})`;
  const kept = await db
    .insertInto('people')
    // In one order, so that two processes never wait for each other.
    .values(rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'id'])
        .doUpdateSet(({ ref }) => ({
          ...Object.fromEntries(told.map((column) => [column, ref(`excluded.${column}`)])),
          told_at: sql`coalesce(excluded.told_at, people.told_at)`,
          timezone: sql`case when ${follows} then excluded.timezone else people.timezone end`,
          due_changed_at: sql`case when ${follows} and excluded.timezone <> people.timezone
            then excluded.refreshed_at else people.due_changed_at end`,
        }))
        .where(sql<boolean>`coalesce(excluded.told_at >= people.told_at, true)`),
    )
    .returning('id')
    .execute();
  return new Set(kept.map(({ id }) => id));
}

const told = [
  'name',
  'email',
  'is_admin',
  'is_guest',
  'is_bot',
  'is_deactivated',
  'refreshed_at',
] as const satisfies readonly (keyof People)[];

/** A row as `to_json` or a select gives it. */
export function toPerson(row: Selectable<People>): Person {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    timezone: row.timezone,
    isAdmin: row.is_admin,
    isGuest: row.is_guest,
    isBot: row.is_bot,
    isDeactivated: row.is_deactivated,
    holidayRegion: row.holiday_region,
    // Written by peopleStore only.
    ownHours: row.own_hours as unknown as Person['ownHours'],
    away: (row.away as unknown as StoredAway[]).map(({ from, until, ...more }) => ({
      ...more,
      from: new Date(from),
      until: new Date(until),
    })),
    leasesEnded: row.leases_ended,
    nudgesADay: row.nudges_a_day,
  };
}

type StoredAway = Omit<Away, 'from' | 'until'> & { from: string; until: string };
