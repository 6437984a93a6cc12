import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Db } from './openDatabase.ts';

/** A time in which nothing could be judged or sent, and what was made good after it. */
export type Outage = {
  readonly kind: 'downtime' | 'slack' | 'restored';
  readonly from: Date;
  readonly until: Date;
  readonly caughtUp: CaughtUp;
};

export type CaughtUp = {
  /** Follow-up windows that ran out meanwhile. */
  readonly breaches: number;
  /** Messages that were posted within ten minutes after. */
  readonly nudges: number;
  readonly digests: number;
  readonly cards: number;
};

const nothing: CaughtUp = { breaches: 0, nudges: 0, digests: 0, cards: 0 };
const shortestMs = 5 * 60_000;
const catchingUp = sql`interval '10 minutes'`;

type Where = { readonly db: Db; readonly workspaceId: string; readonly log: Logger };

/** Records and logs an outage of five minutes or more, once, whichever process saw it. True: that is news. */
export async function noteOutage(
  { db, workspaceId, log }: Where,
  { kind, from, until }: Omit<Outage, 'caughtUp'>,
): Promise<boolean> {
  if (kind !== 'restored' && until.getTime() - from.getTime() < shortestMs) return false;
  const { numAffectedRows } = await sql`
    insert into outages (workspace_id, kind, from_at, until_at, caught_up)
    select ${workspaceId}, ${kind}, ${from}, greatest(${from}::timestamptz, ${until}), ${JSON.stringify(nothing)}
    where not exists (select from outages
      where workspace_id = ${workspaceId} and kind = ${kind} and until_at > ${from})`.execute(db);
  if (numAffectedRows !== 1n) return false;
  log.info({ kind, from, until }, 'was away; all is judged anew');
  return true;
}

/**
 * Notes a downtime that ends with this run of the job: nobody has run it, which never takes long, for
 * so many minutes. Its slots are compared with each other, since they are the wall's and `ctx.clock`
 * may be ahead of it, as in the demo.
 */
export async function noteDowntime(where: Where): Promise<boolean> {
  const [last, before] = await where.db
    .selectFrom('ticks')
    .where('job', '=', 'note-outages')
    .orderBy('slot', 'desc')
    .limit(2)
    .select('slot')
    .execute();
  if (!last || !before) return false;
  return noteOutage(where, { kind: 'downtime', from: before.slot, until: last.slot });
}

/** Counts what was made good after the outages that ended not long before `now`. */
export async function countCaughtUp({ db, workspaceId }: Where, now: Date): Promise<void> {
  const posted = (kind: string) => sql`(select count(*) from messages m
    where m.workspace_id = o.workspace_id and m.kind = ${kind}
      and m.posted_at >= o.until_at and m.posted_at < o.until_at + ${catchingUp})`;
  await sql`
    update outages o set caught_up = jsonb_build_object(
      'breaches', (select count(*) from breaches b where b.workspace_id = o.workspace_id
        and b.due_at > o.from_at and b.due_at <= o.until_at),
      'nudges', ${posted('nudge')}, 'digests', ${posted('digest')}, 'cards', ${posted('card')})
    where workspace_id = ${workspaceId}
      and until_at > ${now}::timestamptz - 2 * ${catchingUp} and until_at <= ${now}`.execute(db);
}

/** The last outage that ended at `since` or later. */
export async function lastOutage(db: Db, workspaceId: string, since: Date): Promise<Outage | null> {
  const row = await db
    .selectFrom('outages')
    .where('workspace_id', '=', workspaceId)
    .where('until_at', '>=', since)
    .orderBy('until_at', 'desc')
    .select(['kind', 'from_at as from', 'until_at as until', 'caught_up'])
    .executeTakeFirst();
  if (!row) return null;
  const { caught_up, ...outage } = row;
  return { ...outage, caughtUp: caught_up as unknown as CaughtUp }; // written above only
}
