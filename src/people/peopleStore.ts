import type { Insertable, Selectable } from 'kysely';
import type { Db } from '../db/openDatabase.ts';
import type { People } from '../db/schema.ts';
import type { Away, Person } from './person.ts';
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

/**
 * Keeps what Slack said of these people at `now`. Where it gave no timezone, the one that was known
 * stays; a new person gets `fallbackTimezone`.
 */
export async function savePeople(
  db: Db,
  workspaceId: string,
  people: readonly SeenPerson[],
  { now, fallbackTimezone }: { now: Date; fallbackTimezone: string },
): Promise<void> {
  const toRow = ({ timezone, ...person }: SeenPerson): Insertable<People> => ({
    workspace_id: workspaceId,
    id: person.id,
    name: person.name,
    email: person.email,
    timezone: timezone ?? fallbackTimezone,
    is_admin: person.isAdmin,
    is_guest: person.isGuest,
    is_bot: person.isBot,
    is_deactivated: person.isDeactivated,
    refreshed_at: now,
  });
  const withTimezone = people.filter(({ timezone }) => timezone !== null);
  const without = people.filter(({ timezone }) => timezone === null);
  await upsert(db, withTimezone.map(toRow), [...told, 'timezone']);
  await upsert(db, without.map(toRow), told);
}

const told = [
  'name',
  'email',
  'is_admin',
  'is_guest',
  'is_bot',
  'is_deactivated',
  'refreshed_at',
] as const;

async function upsert(
  db: Db,
  rows: readonly Insertable<People>[],
  columns: readonly (keyof People)[],
): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto('people')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'id'])
        .doUpdateSet(({ ref }) =>
          Object.fromEntries(columns.map((column) => [column, ref(`excluded.${column}`)])),
        ),
    )
    .execute();
}

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
  };
}

type StoredAway = Omit<Away, 'from' | 'until'> & { from: string; until: string };
