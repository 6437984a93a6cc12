import type { Db } from '../../db/openDatabase.ts';
import { settingsSchema } from '../../settings/settings.ts';
import { readStored } from '../../settings/storedSettings.ts';
import { type ChangedPart, changedParts } from '../changedParts.ts';

export type SettingsChange = {
  readonly version: number;
  /** Null: an operator, or the app itself. */
  readonly authorId: string | null;
  readonly at: Date;
  readonly note: string | null;
  readonly parts: readonly ChangedPart[];
};

/** Versions that are compared: more in a day are counted with the first of them. */
const mostVersions = 20;

/** How the settings were changed after `since`, the newest first. */
export async function settingsChanges(
  db: Db,
  workspaceId: string,
  { since, now }: { readonly since: Date; readonly now: Date },
): Promise<SettingsChange[]> {
  const versions = await db
    .selectFrom('settings_versions')
    .where('workspace_id', '=', workspaceId)
    .where('created_at', '>', since)
    .where('created_at', '<=', now)
    .select(['version', 'author_id as authorId', 'created_at as at', 'note'])
    .orderBy('version', 'desc')
    .limit(mostVersions)
    .execute();
  const oldest = versions.at(-1);
  if (!oldest) return [];
  const documents = await db
    .selectFrom('settings_versions')
    .where('workspace_id', '=', workspaceId)
    .where('version', '>=', oldest.version - 1)
    .select(['version', 'document'])
    .execute();
  const by = new Map(documents.map((one) => [one.version, readStored(one.document).document]));
  const before = (version: number) => by.get(version - 1) ?? settingsSchema.parse({});
  return versions.map((one) => ({
    ...one,
    parts: changedParts(before(one.version), by.get(one.version) ?? before(one.version)),
  }));
}
