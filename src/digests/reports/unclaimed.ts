import { sql } from 'kysely';
import type { Db } from '../../db/openDatabase.ts';
import type { Team } from '../digest.ts';
import { type Listed, listedOf, mostListed } from './listed.ts';

export type UnclaimedLead = {
  readonly leadId: number;
  readonly channelId: string;
  readonly name: string | null;
  readonly company: string | null;
  readonly postedAt: Date;
};

/** The team's leads that nobody has claimed within their window, those that wait longest first. */
export async function unclaimedLeads(
  db: Db,
  { workspaceId, channels, now }: Team,
): Promise<Listed<UnclaimedLead>> {
  const { rows } = await sql<UnclaimedLead & { count: number }>`
    select l.*, d.name, d.company from (
      select id as "leadId", channel_id as "channelId", coalesce(posted_at, received_at) as "postedAt",
        count(*) over ()::int as count
      from leads
      where workspace_id = ${workspaceId} and channel_id = any(${channels}) and closed_at is null
        and follow_up_due_at <= ${now} and owner_id is null and status = 'new'
      order by "postedAt", id limit ${mostListed}
    ) l join lead_details d on d.workspace_id = ${workspaceId} and d.lead_id = l."leadId"
    order by "postedAt", "leadId"`.execute(db);
  return listedOf(rows);
}
