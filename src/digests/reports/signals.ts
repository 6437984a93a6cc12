import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../db/openDatabase.ts';
import type { Team } from '../digest.ts';

/** What was seen in a rep's updates. Facts only: what they mean is for people to say. */
export type Signal = {
  readonly personId: string;
  /** How many leads it was. */
  readonly leads: number;
  /** The first of them. */
  readonly leadIds: readonly number[];
} & (
  | {
      /** So many of `of` updates were made in the last minutes before `at`. */
      readonly kind: 'burst';
      readonly before: 'digest' | 'cut-off';
      readonly at: Date;
      readonly minutes: number;
      readonly updates: number;
      readonly of: number;
    }
  /** The same note on several leads. */
  | { readonly kind: 'same-note'; readonly note: string }
  /** Another status, with no touch since the status before. */
  | { readonly kind: 'untouched' }
  /** Claims that ended after their whole lease without a touch. */
  | { readonly kind: 'parked'; readonly days: number }
);

type Seen = { readonly personId: string; readonly leads: number; readonly leadIds: number[] };

/** From how many on something is told: once or twice is chance. */
const enough = { burst: 5, sameNote: 4, untouched: 3, parked: 3 } as const;

const ids = (column: string) => sql`
  count(distinct ${sql.ref(column)})::int as leads,
  (array_agg(distinct ${sql.ref(column)}))[1:5] as "leadIds"`;

/** What was done with a team's leads; an index has these kinds by channel and time. */
const worked = (
  { workspaceId, channels }: Team,
  from: Date,
  until: Date,
  kinds: RawBuilder<unknown>,
) => sql`
  e.workspace_id = ${workspaceId} and e.channel_id = any(${channels}) and e.at > ${from} and e.at <= ${until}
  and e.kind in (${kinds})
  and not exists (select from lead_events u where u.workspace_id = e.workspace_id and u.undoes = e.id)`;

const updates = sql`'updated', 'postponed'`;

/** What was seen after `since`. `digestAt`: when the digest is due, before which a burst may fall. */
export async function signals(
  db: Db,
  team: Team,
  { since, digestAt }: { readonly since: Date; readonly digestAt: Date },
): Promise<Signal[]> {
  const cutOff = await lastCutOff(db, team, since);
  return [
    ...(await bursts(db, team, { before: 'digest', from: since, at: digestAt, minutes: 30 })),
    ...(cutOff
      ? await bursts(db, team, {
          before: 'cut-off',
          from: daysBefore(cutOff, 1),
          at: cutOff,
          minutes: 120,
        })
      : []),
    ...(await sameNotes(db, team, since)),
    ...(await untouched(db, team, since)),
    ...(await parked(db, team, since)),
  ];
}

/** Most of somebody's updates in the last minutes before they are looked at. */
async function bursts(
  db: Db,
  team: Team,
  {
    before,
    from,
    at,
    minutes,
  }: { before: 'digest' | 'cut-off'; from: Date; at: Date; minutes: number },
): Promise<Signal[]> {
  const begins = new Date(at.getTime() - minutes * 60_000);
  const { rows } = await sql<Seen & { updates: number; of: number }>`
    select "personId", of, updates, leads, "leadIds" from (
      select actor_id as "personId", count(*)::int as of,
        count(*) filter (where at > ${begins})::int as updates,
        count(distinct lead_id) filter (where at > ${begins})::int as leads,
        (array_agg(distinct lead_id) filter (where at > ${begins}))[1:5] as "leadIds"
      from lead_events e
      where ${worked(team, from, at, updates)} and actor_id is not null
      group by actor_id
    ) person where updates >= ${enough.burst} and 2 * updates >= of order by updates desc, 1`.execute(
    db,
  );
  return rows.map((row) => ({ kind: 'burst', before, at, minutes, ...row }));
}

/** The last cut-off of a pay period, where it has been since. */
async function lastCutOff(db: Db, { workspaceId, now }: Team, since: Date): Promise<Date | null> {
  const last = await db
    .selectFrom('pay_snapshots')
    .where('workspace_id', '=', workspaceId)
    .select('cut_off_at')
    .orderBy('period_from', 'desc')
    .limit(1)
    .executeTakeFirst();
  const at = last?.cut_off_at;
  return at && at > since && at <= now ? at : null;
}

async function sameNotes(db: Db, team: Team, since: Date): Promise<Signal[]> {
  const { rows } = await sql<Seen & { note: string }>`
    select n.author_id as "personId", min(n.body) as note, ${ids('n.lead_id')}
    from lead_events e
    join notes n on n.workspace_id = e.workspace_id and n.lead_id = e.lead_id and n.event_id = e.id
    where ${worked(team, since, team.now, sql`'updated', 'postponed', 'released'`)}
      and n.author_id is not null and length(btrim(n.body)) >= 10
    group by n.author_id, lower(regexp_replace(btrim(n.body), '\\s+', ' ', 'g'))
    having count(distinct n.lead_id) >= ${enough.sameNote} order by leads desc, 1`.execute(db);
  return rows.map((row) => ({ kind: 'same-note', ...row }));
}

async function untouched(db: Db, team: Team, since: Date): Promise<Signal[]> {
  const { rows } = await sql<Seen>`
    select actor_id as "personId", ${ids('lead_id')}
    from lead_events e
    where ${worked(team, since, team.now, sql`'updated'`)} and actor_id is not null
      and status_to in ('attempted', 'connected', 'qualified', 'quoted') and status_from <> status_to
      and not exists (
        select from touches t where t.workspace_id = e.workspace_id and t.lead_id = e.lead_id
          and t.event_id <= e.id and t.event_id > coalesce((
            select max(b.id) from lead_events b
            where b.workspace_id = e.workspace_id and b.lead_id = e.lead_id and b.id < e.id
              and b.status_from <> b.status_to), 0)
          and not exists (
            select from lead_events u where u.workspace_id = t.workspace_id and u.undoes = t.event_id))
    group by actor_id
    having count(distinct lead_id) >= ${enough.untouched} order by leads desc, 1`.execute(db);
  return rows.map((row) => ({ kind: 'untouched', ...row }));
}

const week = 7;

/** Told where one more has ended since. */
async function parked(db: Db, team: Team, since: Date): Promise<Signal[]> {
  const from = new Date(Math.min(since.getTime(), daysBefore(team.now, week).getTime()));
  const { rows } = await sql<Seen>`
    select owner_id as "personId", ${ids('lead_id')}
    from lead_events e
    where ${worked(team, from, team.now, sql`'lease-ended'`)} and owner_id is not null
      and data -> 'held' ->> 'touches' = '0'
    group by owner_id
    having count(distinct lead_id) >= ${enough.parked} and max(at) > ${since} order by leads desc, 1`.execute(
    db,
  );
  return rows.map((row) => ({ kind: 'parked', days: week, ...row }));
}

const daysBefore = (at: Date, days: number): Date => new Date(at.getTime() - days * 86_400_000);
