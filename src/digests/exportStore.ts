import { sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';
import { arrivedThen, type Reported } from './reports/reported.ts';

/** The leads with a number above `after`, up to `upTo`: the rows of one file. */
export type FileOfLeads = { readonly after: number; readonly upTo: number; readonly leads: number };

/** How the leads of a period are laid into files of at most `most` rows, by their numbers. */
export async function filesOf(
  db: Db,
  reported: Reported,
  { most }: { most: number },
): Promise<FileOfLeads[]> {
  const { rows } = await sql<FileOfLeads>`
    select min(id) - 1 as after, max(id) as "upTo", count(*) as leads
    from (select l.id, (row_number() over (order by l.id) - 1) / ${most}::integer as file
      from leads l where ${arrivedThen(reported)}) numbered
    group by file order by file`.execute(db);
  return rows;
}

/** A lead as a file has it. Email and phone are null where they are not asked for. */
export type ExportedLead = {
  readonly id: number;
  readonly sourceKey: string;
  readonly channelId: string;
  readonly segment: string | null;
  readonly owner: string | null;
  readonly status: string;
  readonly receivedAt: Date;
  readonly postedAt: Date | null;
  readonly claimedAt: Date | null;
  readonly firstTouchAt: Date | null;
  readonly lastTouchAt: Date | null;
  readonly touches: number;
  readonly closedAt: Date | null;
  readonly dueAt: Date | null;
  readonly claimSeconds: number | null;
  readonly touchSeconds: number | null;
  readonly stage: string | null;
  readonly obstacle: string | null;
  readonly value: number | null;
  readonly currency: string | null;
  readonly country: string | null;
  readonly name: string | null;
  readonly company: string | null;
  readonly email: string | null;
  readonly phone: string | null;
};

/** The next of them, by their numbers. */
export async function exportedLeads(
  db: Db,
  reported: Reported,
  { after, upTo }: Pick<FileOfLeads, 'after' | 'upTo'>,
  { contacts, limit }: { contacts: boolean; limit: number },
): Promise<ExportedLead[]> {
  const { rows } = await sql<ExportedLead>`
    select l.id, l.source_key as "sourceKey", l.channel_id as "channelId", l.segment, p.name as owner,
      l.status, l.received_at as "receivedAt", l.posted_at as "postedAt", l.claimed_at as "claimedAt",
      l.first_touch_at as "firstTouchAt", l.last_touch_at as "lastTouchAt", l.touch_count as touches,
      l.closed_at as "closedAt", l.follow_up_due_at as "dueAt", l.claim_seconds as "claimSeconds",
      l.touch_seconds as "touchSeconds", l.stage, l.obstacle, l.value, l.currency, l.country,
      d.name, d.company, ${contacts ? sql`d.email, d.phone` : sql`null as email, null as phone`}
    from (
      -- Read by their numbers, of which a file has a stretch, whatever else could be found by an index.
      select * from leads where workspace_id = ${reported.workspaceId} and id > ${after} and id <= ${upTo}
      order by id offset 0
    ) l
      left join lead_details d on d.workspace_id = l.workspace_id and d.lead_id = l.id
      left join people p on p.workspace_id = l.workspace_id and p.id = l.owner_id
    where ${arrivedThen(reported)}
    order by l.id limit ${limit}`.execute(db);
  return rows;
}
