import { type Kysely, sql } from 'kysely';
import type { Db, Trx } from '../db/openDatabase.ts';
import type { DB } from '../db/schema.ts';

export type ImportSummary = {
  readonly fileName: string;
  readonly sourceKey: string;
  readonly finishedAt: Date | null;
  /** Leads of this import that wait to be claimed and have no card. */
  readonly waiting: number;
};

export async function findImportSummary(
  db: Db,
  workspaceId: string,
  importId: number,
  channelId: string,
): Promise<ImportSummary | null> {
  const row = await db
    .selectFrom('imports')
    .select(['file_name', 'source_key', 'finished_at'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', importId)
    .executeTakeFirst();
  if (!row) return null;
  const { count } = await withoutCard(db, workspaceId, importId, channelId)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return {
    fileName: row.file_name,
    sourceKey: row.source_key,
    finishedAt: row.finished_at,
    waiting: count,
  };
}

/** The numbers of the leads behind a summary, from `after` on, in the order of the file. */
export async function findWithoutCard(
  db: Db,
  workspaceId: string,
  importId: number,
  channelId: string,
  { after, limit }: { after: number; limit: number },
): Promise<number[]> {
  const rows = await withoutCard(db, workspaceId, importId, channelId)
    .select('leads.id')
    .where('leads.id', '>', after)
    .orderBy('leads.id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

function withoutCard(db: Kysely<DB>, workspaceId: string, importId: number, channelId: string) {
  return db
    .selectFrom('leads')
    .where('leads.workspace_id', '=', workspaceId)
    .where('import_id', '=', importId)
    .where('leads.channel_id', '=', channelId)
    .where('status', '=', 'new')
    .where(
      sql<boolean>`not exists (select from messages m where m.workspace_id = leads.workspace_id
        and m.lead_id = leads.id and m.kind = 'card' and m.live)`,
    );
}

/** What one import says in a channel: there is one such message. */
export const summaryKey = (importId: number, channelId: string): string =>
  `import:${importId}:${channelId}`;

export async function markSummaryStale(
  db: Db | Trx,
  workspaceId: string,
  importId: number,
  channelId: string,
): Promise<void> {
  await db
    .updateTable('messages')
    .set((row) => ({ wanted_version: row('wanted_version', '+', 1) }))
    .where('workspace_id', '=', workspaceId)
    .where('key', '=', summaryKey(importId, channelId))
    .execute();
}
