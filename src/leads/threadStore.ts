import { sql } from 'kysely';
import type { Db } from '../db/openDatabase.ts';

/** The lead whose card, of now or of before, stands there. */
export async function findLeadOfCard(
  db: Db,
  workspaceId: string,
  { channelId, ts }: { readonly channelId: string; readonly ts: string },
): Promise<number | null> {
  const row = await db
    .selectFrom('messages')
    .select('lead_id')
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .where('ts', '=', ts)
    .where('kind', 'in', [sql.lit('card'), sql.lit('past-card')])
    .executeTakeFirst();
  return row?.lead_id ?? null;
}
