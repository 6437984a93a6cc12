import type { Db } from '../../db/openDatabase.ts';
import type { Team } from '../digest.ts';

export type Override = {
  readonly leadId: number;
  /** Whose lead it is, or was when it was given. */
  readonly personId: string | null;
  readonly givenBy: string;
  readonly reason: string;
  readonly until: Date;
};

/** More time that managers gave for the team's leads, in force at some time since; the newest first. */
export async function overridesSince(
  db: Db,
  { workspaceId, channels }: Team,
  since: Date,
): Promise<Override[]> {
  return db
    .selectFrom('overrides as o')
    .innerJoin('leads as l', (join) =>
      join.onRef('l.workspace_id', '=', 'o.workspace_id').onRef('l.id', '=', 'o.lead_id'),
    )
    .where('o.workspace_id', '=', workspaceId)
    .where('o.kind', '=', 'more-time')
    .where('o.ends_at', '>=', since)
    .where('l.channel_id', 'in', channels)
    .orderBy('o.id', 'desc')
    .select([
      'l.id as leadId',
      'o.person_id as personId',
      'o.given_by as givenBy',
      'o.reason',
      'o.ends_at as until',
    ])
    .execute();
}
