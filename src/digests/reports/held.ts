import { sql } from 'kysely';
import type { Db } from '../../db/openDatabase.ts';
import type { Team } from '../digest.ts';
import { type Listed, listedOf, mostListed } from './listed.ts';

/** A lead that lacks something without which a rep cannot work. */
export type Incomplete = {
  readonly leadId: number;
  readonly channelId: string;
  readonly name: string | null;
  readonly company: string | null;
  readonly sourceKey: string;
  /** As the settings write them. */
  readonly missing: readonly string[];
  readonly receivedAt: Date;
  /** It is held back, and goes out then at the latest. Null: it is out, and marked as incomplete. */
  readonly heldUntil: Date | null;
};

/** What is held back of a team's leads, what goes out first, first; then what is out and incomplete, the newest first. */
export async function incompleteLeads(
  db: Db,
  { workspaceId, channels }: Team,
): Promise<Listed<Incomplete>> {
  const { rows } = await sql<Incomplete & { count: number }>`
    select l.*, d.name, d.company, count(*) over ()::int as count from (
      select id as "leadId", channel_id as "channelId", source_key as "sourceKey", missing,
        held_until as "heldUntil", received_at as "receivedAt"
      from leads
      where workspace_id = ${workspaceId} and channel_id = any(${channels}) and closed_at is null
        and held_until is not null and status = 'held'
      union all
      select id, channel_id, source_key, missing, null, received_at
      from leads
      where workspace_id = ${workspaceId} and channel_id = any(${channels}) and closed_at is null
        and missing <> '{}' and status <> 'held'
    ) l join lead_details d on d.workspace_id = ${workspaceId} and d.lead_id = l."leadId"
    order by "heldUntil" nulls last, "receivedAt" desc, "leadId" limit ${mostListed}`.execute(db);
  return listedOf(rows);
}
