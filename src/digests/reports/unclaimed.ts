import { sql } from 'kysely';
import type { Db } from '../../db/openDatabase.ts';
import type { Team } from '../digest.ts';

export type UnclaimedLead = {
  readonly leadId: number;
  readonly channelId: string;
  readonly name: string | null;
  readonly company: string | null;
  readonly postedAt: Date;
};

export type Unclaimed = { readonly count: number; readonly oldest: UnclaimedLead[] };

/** The team's leads that nobody has claimed within their window; the `limit` that wait longest. */
export async function unclaimedLeads(
  db: Db,
  { workspaceId, channels, now }: Team,
  limit: number,
): Promise<Unclaimed> {
  const rows = await db
    .selectFrom('leads as l')
    .innerJoin('lead_details as d', (join) =>
      join.onRef('d.workspace_id', '=', 'l.workspace_id').onRef('d.lead_id', '=', 'l.id'),
    )
    .where('l.workspace_id', '=', workspaceId)
    .where('l.channel_id', 'in', channels)
    .where('l.closed_at', 'is', null)
    .where('l.owner_id', 'is', null)
    .where('l.status', '=', 'new')
    .where('l.follow_up_due_at', '<=', now)
    .select([
      'l.id as leadId',
      'l.channel_id as channelId',
      'd.name',
      'd.company',
      sql<Date>`coalesce(l.posted_at, l.received_at)`.as('postedAt'),
      sql<number>`count(*) over ()`.as('count'),
    ])
    .orderBy('postedAt')
    .limit(limit)
    .execute();
  return {
    count: rows[0]?.count ?? 0,
    oldest: rows.map(({ count: _, ...lead }) => lead),
  };
}
