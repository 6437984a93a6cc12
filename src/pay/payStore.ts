import { sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import type { PayPeriod, PeriodDates } from './period.ts';

/** The settings on pay that were in force from one instant until just before another. */
export type StoredPay = {
  readonly from: Date;
  /** Null: they still are. */
  readonly until: Date | null;
  /** As stored; null: no pay period was kept. */
  readonly pay: unknown;
  readonly timezone: unknown;
};

/** The settings' history, from the version on that was in force at `since`, oldest first. */
export async function readPayHistory(
  db: Db,
  workspaceId: string,
  since: Date | null,
): Promise<StoredPay[]> {
  const { rows } = await sql<StoredPay>`
    select created_at as "from", lead(created_at) over (order by version) as until,
      document -> 'pay' as pay, document -> 'timezone' as timezone
    from settings_versions
    where workspace_id = ${workspaceId} and version >= coalesce((
      select max(version) from settings_versions
      where workspace_id = ${workspaceId} and created_at <= ${since}), 0)
    order by version`.execute(db);
  return rows;
}

/** A period that was frozen. */
export type FrozenPeriod = PeriodDates & {
  readonly cutOffAt: Date;
  readonly takenAt: Date;
};

/** The latest cut-off first. */
export async function findFrozenPeriods(db: Db, workspaceId: string): Promise<FrozenPeriod[]> {
  const { rows } = await sql<FrozenPeriod>`
    select period_from as "from", period_until as until, cut_off_at as "cutOffAt", taken_at as "takenAt"
    from pay_periods where workspace_id = ${workspaceId}
    order by cut_off_at desc, period_from desc`.execute(db);
  return rows;
}

/** False: it has been frozen already, or is being frozen by somebody who came first. */
export async function freezePeriod(
  trx: Trx,
  workspaceId: string,
  { from, until, cutOffAt }: Pick<PayPeriod, 'from' | 'until' | 'cutOffAt'>,
  now: Date,
): Promise<boolean> {
  const { rows } = await sql`
    insert into pay_periods (workspace_id, period_from, period_until, cut_off_at, taken_at)
    values (${workspaceId}, ${from}, ${until}, ${cutOffAt}, ${now})
    on conflict do nothing returning 1`.execute(trx);
  return rows.length > 0;
}

/** What stood for one rep. `sha256` is of the UTF-8 bytes of `document`. */
export type Snapshot = {
  readonly personId: string;
  readonly document: string;
  readonly sha256: string;
};

export async function insertSnapshots(
  trx: Trx,
  workspaceId: string,
  { from, until, cutOffAt }: Pick<PayPeriod, 'from' | 'until' | 'cutOffAt'>,
  snapshots: readonly Snapshot[],
  now: Date,
): Promise<void> {
  await sql`
    insert into pay_snapshots (workspace_id, period_from, period_until, person_id, cut_off_at, taken_at,
      document, sha256)
    select ${workspaceId}, ${from}, ${until}, one.person_id, ${cutOffAt}, ${now}, one.document, one.sha256
    from unnest(${snapshots.map(({ personId }) => personId)}::text[],
      ${snapshots.map(({ document }) => document)}::text[],
      ${snapshots.map((one) => one.sha256)}::text[]) as one (person_id, document, sha256)`.execute(
    trx,
  );
}

/** By person: of all, or of these. */
export async function findSnapshots(
  db: Db,
  workspaceId: string,
  { from, until }: PeriodDates,
  personIds: readonly string[] | null = null,
): Promise<Snapshot[]> {
  const whose = personIds ? sql`and person_id = any (${personIds})` : sql``;
  const { rows } = await sql<Snapshot>`
    select person_id as "personId", document, sha256 from pay_snapshots
    where workspace_id = ${workspaceId} and period_from = ${from} and period_until = ${until} ${whose}
    order by person_id`.execute(db);
  return rows;
}

/** The last that was taken of each person, or of one, at a cut-off before this one. */
export async function findSnapshotsBefore(
  db: Db,
  workspaceId: string,
  cutOffAt: Date,
  personIds: readonly string[] | null = null,
): Promise<Snapshot[]> {
  const whose = personIds ? sql`and person_id = any (${personIds})` : sql``;
  const { rows } = await sql<Snapshot>`
    select distinct on (person_id) person_id as "personId", document, sha256 from pay_snapshots
    where workspace_id = ${workspaceId} and cut_off_at < ${cutOffAt} ${whose}
    order by person_id, cut_off_at desc, period_from desc`.execute(db);
  return rows;
}

/** The app's own messages about a period that stand in Slack say something else now. */
export async function markPayNudgesStale(
  db: Db | Trx,
  workspaceId: string,
  { from, until }: PeriodDates,
): Promise<void> {
  await sql`
    update messages set wanted_version = wanted_version + 1
    where workspace_id = ${workspaceId} and kind = 'pay-nudge' and live and state = 'posted'
      and key like ${`pay-nudge:${from}:${until}:%`}`.execute(db);
}

/**
 * Those whose reader has changed a lead since it was drawn, lost one, been excepted, or has something
 * more that is overdue. Answers how many.
 */
export async function markChangedPayNudges(db: Db, workspaceId: string): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update messages m set wanted_version = wanted_version + 1
    where workspace_id = ${workspaceId} and kind = 'pay-nudge' and live and state = 'posted'
      and shown_version = wanted_version
      and (exists (select from undos u where u.workspace_id = m.workspace_id
          and u.actor_id = m.person_id and u.at > m.drawn_at)
        or exists (select from lead_events e where e.workspace_id = m.workspace_id
          and e.owner_id = m.person_id and e.at > m.drawn_at
          and e.kind in ('released', 'lease-ended', 'reassigned', 'passed', 'took-in', 'let-go'))
        or exists (select from overrides o where o.workspace_id = m.workspace_id
          and o.person_id = m.person_id and greatest(o.starts_at, o.ended_at) > m.drawn_at)
        or exists (select from breaches b where b.workspace_id = m.workspace_id
          and b.owner_id = m.person_id and b.dealt_with_at is null and b.noticed_at > m.drawn_at))`.execute(
    db,
  );
  return Number(numAffectedRows);
}

/** Those of whose open leads somebody else has changed one since: it takes longer to look for. */
export async function markPayNudgesChangedByOthers(db: Db, workspaceId: string): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update messages m set wanted_version = wanted_version + 1
    where workspace_id = ${workspaceId} and kind = 'pay-nudge' and live and state = 'posted'
      and shown_version = wanted_version
      and exists (select from leads l join undos u on u.workspace_id = l.workspace_id and u.lead_id = l.id
        where l.workspace_id = m.workspace_id and l.owner_id = m.person_id and u.at > m.drawn_at)`.execute(
    db,
  );
  return Number(numAffectedRows);
}

/** Which of these messages there are, or have been, by key. */
export async function findKeys(
  db: Db,
  workspaceId: string,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ key: string }>`
    select key from messages where workspace_id = ${workspaceId} and key = any (${keys})`.execute(
    db,
  );
  return new Set(rows.map(({ key }) => key));
}

/** Of these leads, those whose channel is one of these. */
export async function leadsIn(
  db: Db,
  workspaceId: string,
  leadIds: readonly number[],
  channelIds: readonly string[],
): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ id: number }>`
    select id from leads where workspace_id = ${workspaceId} and id = any (${leadIds}::integer[])
      and channel_id = any (${channelIds})`.execute(db);
  return new Set(rows.map(({ id }) => id));
}
